#include "format/Format.h"

#include "format/Blocks.h"
#include "format/Printer.h"

#include <algorithm>

#include <llvm/Support/MemoryBuffer.h>

namespace changec::format {
namespace {

using syntax::Comment;
using syntax::ScannedToken;
using syntax::TokenKind;

syntax::Scan scanned(const SourceFile &source) {
  DiagnosticEngine unheard;
  return syntax::scan(source, FileId::none, unheard, {});
}

std::string_view textAt(const SourceFile &source, uint32_t begin, uint32_t end) {
  return source.text().substr(begin, end - begin);
}

std::string withoutBlanks(std::string_view text) {
  std::string result;
  std::copy_if(text.begin(), text.end(), std::back_inserter(result), [](char c) { return !syntax::isSpace(c); });
  return result;
}

/// Whether both files have the same tokens and comments, their indentation apart.
bool saySame(const SourceFile &before, const syntax::Scan &a, const SourceFile &after, const syntax::Scan &b) {
  const auto sameToken = [&](const ScannedToken &x, const ScannedToken &y) {
    const std::string_view was = textAt(before, x.begin, x.end);
    const std::string_view is = textAt(after, y.begin, y.end);
    const bool block = x.kind == TokenKind::BLOCK_SHELL || x.kind == TokenKind::BLOCK_STRING;
    return x.kind == y.kind && (was == is || (block && contentOfBlock(was) == contentOfBlock(is)));
  };
  const auto sameComment = [&](const Comment &x, const Comment &y) {
    const std::string_view was = textAt(before, x.range.begin, x.range.end);
    const std::string_view is = textAt(after, y.range.begin, y.range.end);
    return x.kind == y.kind && (was == is || withoutBlanks(was) == withoutBlanks(is));
  };
  return std::equal(a.tokens.begin(), a.tokens.end(), b.tokens.begin(), b.tokens.end(), sameToken) &&
         std::equal(a.comments.begin(), a.comments.end(), b.comments.begin(), b.comments.end(), sameComment);
}

} // namespace

std::optional<std::string> format(const SourceFile &source, const syntax::File &tree) {
  const syntax::Scan scan = scanned(source);
  const std::vector<Role> roles = rolesOf(tree, scan.tokens);
  const Layout layout = layOut(source.text(), scan.tokens, scan.comments, roles);
  std::string result = print(source.text(), layout, alignLines(layout));
  const SourceFile formatted(std::string(source.name()),
                             llvm::MemoryBuffer::getMemBuffer(result, "", /*RequiresNullTerminator=*/false));
  if (!saySame(source, scan, formatted, scanned(formatted)))
    return std::nullopt;
  return result;
}

} // namespace changec::format
