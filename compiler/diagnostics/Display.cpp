#include "diagnostics/Display.h"
#include "source/Utf8.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Unicode.h>

#include <algorithm>

namespace changec {
namespace {

constexpr unsigned tabStop = 4;
constexpr std::string_view ellipsis = "...";

struct Shown {
  std::string text;
  unsigned columns = 0;
  unsigned bytes = 1; ///< Of the source.
};

/// Characters that reorder or hide what stands around them.
bool deceives(char32_t c) {
  return c == 0x061C || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
         c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
}

Shown writtenOut(std::string text, unsigned bytes) {
  const auto columns = static_cast<unsigned>(text.size());
  return {std::move(text), columns, bytes};
}

/// The first character of `bytes`, tabs apart.
Shown show(std::string_view bytes) {
  const char first = bytes[0];
  if (first >= 0x20 && first < 0x7F)
    return {std::string(1, first), 1, 1};
  const utf8::Decoded character = utf8::decode(bytes);
  if (character.length == 0)
    return writtenOut(fmt::format("<{:02x}>", static_cast<unsigned char>(first)), 1);
  const std::string_view own = bytes.substr(0, character.length);
  const int width = llvm::sys::unicode::columnWidthUTF8({own.data(), own.size()});
  if (width < 0 || deceives(character.codePoint))
    return writtenOut(fmt::format("<U+{:04X}>", static_cast<uint32_t>(character.codePoint)), character.length);
  return {std::string(own), static_cast<unsigned>(width), character.length};
}

} // namespace

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    if (text[0] == '\n') {
      shown += '\n';
      text.remove_prefix(1);
      continue;
    }
    const Shown character = show(text);
    shown += character.text;
    text.remove_prefix(character.bytes);
  }
  return shown;
}

DisplayLine DisplayLine::around(std::string_view line, uint32_t begin, uint32_t end, unsigned columns) {
  constexpr uint32_t context = 30;
  DisplayLine whole(line, 0, columns);
  if (whole.shows(end))
    return whole;
  uint32_t from = std::min(begin, static_cast<uint32_t>(line.size()));
  from -= std::min(from, context);
  while (from < begin && from < line.size() && utf8::continues(line[from]))
    ++from;
  DisplayLine clipped(line, from, columns);
  if (clipped.shows(std::min(end, begin + 1)))
    return clipped;
  return {line, begin, columns};
}

DisplayLine::DisplayLine(std::string_view line, uint32_t from, unsigned columns) {
  unsigned column = 0;
  uint32_t offset = from;
  if (offset > 0) {
    text_ = ellipsis;
    column = ellipsis.size();
  }
  while (offset < line.size() && column <= columns) {
    cells_.push_back({offset, column, text_.size()});
    Shown character;
    if (line[offset] == '\t') {
      const unsigned spaces = tabStop - column % tabStop;
      character = {std::string(spaces, ' '), spaces, 1};
    } else {
      character = show(line.substr(offset));
    }
    text_ += character.text;
    column += character.columns;
    offset += character.bytes;
  }
  cells_.push_back({offset, column, text_.size()});
  if (column > columns || offset < line.size())
    cutAt(columns - static_cast<unsigned>(ellipsis.size()));
}

void DisplayLine::cutAt(unsigned column) {
  while (cells_.size() > 1 && cells_.back().column > column)
    cells_.pop_back();
  text_.resize(cells_.back().textOffset);
  text_ += ellipsis;
}

unsigned DisplayLine::column(uint32_t offset) const {
  const auto after = std::upper_bound(cells_.begin(), cells_.end(), offset,
                                      [](uint32_t wanted, const Cell &cell) { return wanted < cell.offset; });
  return after == cells_.begin() ? cells_.front().column : std::prev(after)->column;
}

} // namespace changec
