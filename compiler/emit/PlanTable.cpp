#include "emit/PlanTable.h"

#include "diagnostics/Display.h"
#include "source/Utf8.h"

#include <algorithm>

namespace changec::emit {
namespace {

constexpr size_t indent = 2;
constexpr size_t gap = 2;

/// At most so many columns of a text, with `...` for what is cut.
std::string clipped(std::string_view text, size_t room) {
  if (columnsOf(text) <= room)
    return std::string(text);
  constexpr std::string_view dots = "...";
  size_t end = 0;
  for (size_t columns = 0; end < text.size(); ++end)
    if (!utf8::continues(text[end]) && ++columns + dots.size() > room)
      break;
  return std::string(text.substr(0, end)).append(dots);
}

} // namespace

size_t columnsOf(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !utf8::continues(c); }));
}

PlanTable::PlanTable(const std::vector<std::string_view> &titles) {
  std::vector<TableCell> row;
  row.reserve(titles.size());
  for (const std::string_view title : titles)
    row.push_back({std::string(title), Ink::secondary});
  rows_.push_back(std::move(row));
}

void PlanTable::add(std::vector<TableCell> cells) {
  for (TableCell &cell : cells)
    cell.text = printable(cell.text);
  rows_.push_back(std::move(cells));
}

std::vector<size_t> PlanTable::widths(size_t room) const {
  std::vector<size_t> found(rows_.front().size());
  for (size_t row = 1; row < rows_.size(); ++row)
    for (size_t column = 0; column < found.size(); ++column)
      found[column] = std::max(found[column], columnsOf(rows_[row][column].text));
  for (size_t column = 0; column < found.size(); ++column)
    if (found[column] != 0)
      found[column] = std::max(found[column], columnsOf(rows_.front()[column].text));
  found.front() = std::min(found.front(), room);
  size_t taken = found.front();
  bool isFull = false;
  for (size_t column = 1; column < found.size(); ++column) {
    isFull |= taken + gap + found[column] > room;
    if (isFull || found[column] == 0)
      found[column] = 0;
    else
      taken += gap + found[column];
  }
  return found;
}

void PlanTable::write(std::string &out, const TextStyle &style) const {
  const std::vector<size_t> columns = widths(style.width - std::min<size_t>(style.width, indent));
  for (const std::vector<TableCell> &row : rows_) {
    size_t missing = indent; // blanks before the next cell that says something
    for (size_t column = 0; column < row.size(); ++column) {
      if (columns[column] == 0)
        continue;
      const std::string text = clipped(row[column].text, columns[column]);
      if (!text.empty()) {
        out.append(missing, ' ');
        paint(out, row[column].ink, text, style.colour);
        missing = 0;
      }
      missing += columns[column] - columnsOf(text) + gap;
    }
    out += '\n';
  }
}

} // namespace changec::emit
