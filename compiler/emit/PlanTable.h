// A table for a terminal: as many of its columns as fit.
#pragma once

#include "diagnostics/Ink.h"
#include "diagnostics/TextRenderer.h"

#include <string>
#include <string_view>
#include <vector>

namespace changec::emit {

/// How many columns a text takes, a character each.
size_t columnsOf(std::string_view text);

/// One cell; it is shown, and never obeyed by a terminal.
struct TableCell {
  std::string text;
  Ink ink = Ink::plain;
};

/// Columns are given in the order of what matters: where not all fit, the last ones are left out, and the first is cut
/// where it alone is too wide. A column of empty cells is left out.
class PlanTable {
public:
  explicit PlanTable(const std::vector<std::string_view> &titles);
  /// A cell a column.
  void add(std::vector<TableCell> cells);
  /// Appends the rows, indented by two, with their titles.
  void write(std::string &out, const TextStyle &style) const;

private:
  std::vector<std::vector<TableCell>> rows_; ///< The titles first.

  /// The width of each column; 0 for one that is left out.
  [[nodiscard]] std::vector<size_t> widths(size_t room) const;
};

} // namespace changec::emit
