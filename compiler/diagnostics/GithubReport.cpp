#include "diagnostics/GithubReport.h"

#include "diagnostics/Catalogue.h"
#include "diagnostics/Fingerprint.h"
#include "diagnostics/PlainText.h"

namespace changec {
namespace {

/// Of a property, `:` and `,` are written out too: they end it.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text)
    if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else
      out += c;
  return out;
}

std::string place(Range range, const SourceManager &sources) {
  if (!range.valid())
    return {};
  const SourceFile &file = sources.file(range.file);
  const Position begin = file.position(range.begin);
  const Position end = file.position(lastByteOf(range));
  std::string text = fmt::format("file={},line={},endLine={}", escaped(file.name(), true), begin.line, end.line);
  if (begin.line == end.line) // else columns are refused
    text += fmt::format(",col={},endColumn={}", begin.column, end.column);
  return text + ',';
}

} // namespace

std::string GithubReport::part(std::string_view /*plan*/, const DiagnosticEngine &diagnostics,
                               const SourceManager &sources) const {
  std::string text;
  for (const Diagnostic &diagnostic : diagnostics.sorted())
    text += fmt::format("::{} {}title={}::{}\n", name(diagnostic.level), place(diagnostic.range, sources),
                        escaped(diagnostic.kind->name, true), escaped(plainText(diagnostic), false));
  return text;
}

} // namespace changec
