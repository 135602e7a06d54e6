#include "diagnostics/Fingerprint.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/SHA256.h>

namespace changec {
namespace {

constexpr size_t digits = 32;

std::string hash(const std::string &text) {
  llvm::SHA256 sha;
  sha.update(llvm::StringRef(text));
  const auto digest = sha.final();
  return llvm::toHex(llvm::StringRef(digest.data(), digest.size()), true).substr(0, digits);
}

std::string_view trimmed(std::string_view line) {
  const size_t begin = line.find_first_not_of(" \t");
  const size_t end = line.find_last_not_of(" \t\r");
  return begin == std::string_view::npos ? std::string_view() : line.substr(begin, end + 1 - begin);
}

} // namespace

std::string Fingerprints::of(const Diagnostic &diagnostic, const SourceManager &sources) {
  std::string text = fmt::format("{}\n{}\n", diagnostic.kind->name, diagnostic.message);
  if (diagnostic.range.valid()) {
    const SourceFile &file = sources.file(diagnostic.range.file);
    text += fmt::format("{}\n{}\n", file.name(), trimmed(file.lineText(file.line(diagnostic.range.begin))));
  }
  const unsigned before = seen_[text]++;
  return hash(before == 0 ? text : fmt::format("{}{}\n", text, before));
}

} // namespace changec
