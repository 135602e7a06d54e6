#include "format/Blocks.h"

#include "source/Utf8.h"
#include "syntax/BlockText.h"

#include <algorithm>

namespace changec::format {
namespace {

constexpr size_t markWidth = 3; // of `"""` and of three backticks

std::string_view insideOf(std::string_view block) {
  return block.substr(markWidth, block.size() - 2 * markWidth);
}

/// Calls `row` for each row of a text, without the ends of rows.
template <typename Row> void eachRow(std::string_view text, Row &&row) {
  for (size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    row(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  row(text);
}

} // namespace

std::string contentOfBlock(std::string_view block) {
  std::string content;
  syntax::walkLines(insideOf(block), true, [&](std::string_view line, bool more) {
    content += line;
    if (more)
      content += '\n';
  });
  return content;
}

std::string indentedBlock(std::string_view block, unsigned marks, unsigned inside) {
  const std::string_view raw = insideOf(block);
  const std::string_view firstRow = raw.substr(0, raw.find('\n'));
  if (!std::all_of(firstRow.begin(), firstRow.end(), syntax::isSpace))
    return std::string(block);
  const std::string content = contentOfBlock(block);
  std::string result(block.substr(0, markWidth));
  eachRow(content, [&](std::string_view row) {
    result += '\n';
    if (!row.empty())
      result.append(inside, ' ').append(row);
  });
  result += '\n';
  result.append(marks, ' ').append(block.substr(0, markWidth));
  return contentOfBlock(result) == content ? result : std::string(block);
}

std::string shiftedComment(std::string_view source, uint32_t offset, std::string_view comment, unsigned column) {
  const size_t rowStart = source.substr(0, offset).rfind('\n') + 1;
  const std::string_view before = source.substr(rowStart, offset - rowStart);
  const auto stood =
      static_cast<ptrdiff_t>(std::count_if(before.begin(), before.end(), [](char c) { return !utf8::continues(c); }));
  const ptrdiff_t shift = static_cast<ptrdiff_t>(column) - stood;
  std::string result;
  bool first = true;
  eachRow(comment, [&](std::string_view row) {
    while (!row.empty() && syntax::isSpace(row.back()))
      row.remove_suffix(1);
    if (!first) {
      result += '\n';
      const size_t blanks = std::min(row.find_first_not_of(' '), row.size());
      const bool movable = blanks < row.size() && row[blanks] != '\t';
      if (movable)
        result.append(static_cast<size_t>(std::max<ptrdiff_t>(0, static_cast<ptrdiff_t>(blanks) + shift)), ' ');
      result += movable ? row.substr(blanks) : row;
    }
    if (first)
      result += row;
    first = false;
  });
  return result;
}

} // namespace changec::format
