// Source text as a terminal shows it: columns of cells instead of bytes, and nothing that a terminal would obey.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace changec {

/// `text` with control characters, bidirectional controls and bytes that are no UTF-8 written out: `<U+001B>`, `<ff>`.
/// A newline stays.
std::string printable(std::string_view text);

/// A line, or as much of it as there is room for.
class DisplayLine {
public:
  /// Shows `line` in `columns` cells, so that its bytes from `begin` to `end` are in view, or as many as can be. What
  /// is left out becomes `...`.
  static DisplayLine around(std::string_view line, uint32_t begin, uint32_t end, unsigned columns);

  [[nodiscard]] const std::string &text() const { return text_; }
  /// The cell, from 0, at which the byte at `offset` in the line is shown; the nearest end if it is not.
  [[nodiscard]] unsigned column(uint32_t offset) const;

private:
  struct Cell {
    uint32_t offset; ///< In the line.
    unsigned column;
    size_t textOffset; ///< In `text_`.
  };
  std::string text_;
  std::vector<Cell> cells_; ///< One a character, then the end.

  DisplayLine(std::string_view line, uint32_t from, unsigned columns);
  void cutAt(unsigned column);
  [[nodiscard]] bool shows(uint32_t offset) const { return offset <= cells_.back().offset; }
};

} // namespace changec
