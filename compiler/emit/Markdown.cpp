#include "emit/Markdown.h"

#include "emit/Texts.h"
#include "source/Utf8.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Unicode.h>

#include <algorithm>
#include <array>

namespace changec::emit {
namespace {

bool isWordByte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) > 127;
}

/// Bytes that stay what they are wherever they stand.
constexpr auto plainBytes = [] {
  std::array<bool, 256> plain{};
  for (size_t byte = ' '; byte <= '~'; ++byte)
    plain[byte] = std::string_view("&<>\\|`*~_]").find(static_cast<char>(byte)) == std::string_view::npos;
  return plain;
}();

/// What `c` must become where it stands between `before` and `after` (0 at the ends).
std::string escaped(char before, char c, char after) {
  switch (c) {
  case '&': return "&amp;";
  case '<': return "&lt;";
  case '>': return "&gt;";
  case '\n': return "<br>";
  case '\t': return " ";
  // Before a newline, which ends the line.
  case '\r': return "";
  case '\\':
  case '|':
  case '`':
  case '*':
  case '~': return {'\\', c};
  // Within a word an underscore marks nothing up, and names are full of them.
  case '_': return isWordByte(before) && isWordByte(after) ? "_" : "\\_";
  // Brackets are our blanks; only with what follows do they make a link.
  case ']': return after == '(' || after == '[' ? "\\]" : "]";
  default: return {c};
  }
}

size_t width(std::string_view cell) {
  const int columns = llvm::sys::unicode::columnWidthUTF8({cell.data(), cell.size()});
  return columns < 0 ? cell.size() : static_cast<size_t>(columns);
}

void appendLine(std::string &out, const std::vector<std::string> &cells, const std::vector<size_t> &widths) {
  for (size_t i = 0; i < cells.size(); ++i) {
    out += "| ";
    out += cells[i];
    const size_t used = width(cells[i]);
    if (i + 1 < cells.size() && used < widths[i])
      out.append(widths[i] - used, ' ');
    out += ' ';
  }
  out += "|\n";
}

} // namespace

std::string markdownText(std::string_view text) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  std::string result;
  result.reserve(text.size() + 16);
  for (size_t i = 0; i < text.size();) {
    size_t plain = i;
    while (plain < text.size() && plainBytes[static_cast<unsigned char>(text[plain])])
      ++plain;
    result += text.substr(i, plain - i);
    i = plain;
    if (i == text.size())
      break;
    const utf8::Decoded character = utf8::decode(text.substr(i));
    const size_t length = std::max<size_t>(character.length, 1);
    const char before = i == 0 ? '\0' : text[i - 1];
    const char after = i + 1 < text.size() ? text[i + 1] : '\0';
    const bool isSpace = text[i] == '\n' || text[i] == '\t' || (text[i] == '\r' && after == '\n');
    if (character.length == 0 || (isHidden(character.codePoint) && !isSpace))
      result += replacement;
    else if (length > 1)
      result += text.substr(i, length);
    else
      result += escaped(before, text[i], after);
    i += length;
  }
  return result;
}

std::string MarkdownTable::text() const {
  constexpr size_t widest = 56;
  std::vector<size_t> widths(rows_.front().size(), 3);
  for (const std::vector<std::string> &row : rows_)
    for (size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], std::min(width(row[i]), widest));
  std::string out;
  appendLine(out, rows_.front(), widths);
  std::vector<std::string> rule;
  for (size_t i = 0; i < widths.size(); ++i)
    rule.emplace_back(i + 1 < widths.size() ? widths[i] : 3, '-');
  appendLine(out, rule, widths);
  for (size_t i = 1; i < rows_.size(); ++i)
    appendLine(out, rows_[i], widths);
  return out;
}

} // namespace changec::emit
