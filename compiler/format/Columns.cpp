#include "format/Columns.h"

#include <algorithm>

namespace changec::format {
namespace {

/// How much longer than the shortest a cell may be and still move its column.
unsigned slackOf(LineKind kind, bool first) {
  if (kind == LineKind::message)
    return first ? 6 : 9; // an `else` more, `on backout_failed`; not a third recipient
  return kind == LineKind::check ? 16 : 12;
}

/// A line as it is being laid against the stops.
struct Row {
  uint32_t piece;        ///< The first of the cell looked at.
  uint32_t end;          ///< Of the line's pieces.
  unsigned position = 0; ///< The column of that cell.
};

struct Cell {
  uint32_t end;       ///< The piece behind it.
  unsigned width = 0; ///< In columns.
  bool oneRow = true;
};

class Aligner {
public:
  explicit Aligner(const Layout &layout) : layout_(layout) { columns_.groupOf.assign(layout.lines.size(), UINT32_MAX); }

  Columns run() {
    for (uint32_t line = 0; line < layout_.lines.size(); ++line)
      take(line);
    closeFrom(0);
    return std::move(columns_);
  }

private:
  struct Open {
    LineKind kind = LineKind::none;
    std::vector<uint32_t> lines;
  };
  const Layout &layout_;
  Columns columns_;
  std::vector<Open> open_; ///< One a depth.

  void take(uint32_t index) {
    const Line &line = layout_.lines[index];
    closeFrom(line.depth + 1);
    open_.resize(line.depth + 1);
    Open &group = open_.back();
    if (line.blankBefore)
      close(group);
    if (line.kind == LineKind::comment || line.kind == LineKind::close)
      return;
    if (line.kind != group.kind)
      close(group);
    group.kind = line.kind;
    group.lines.push_back(index);
  }

  void closeFrom(size_t depth) {
    for (size_t i = depth; i < open_.size(); ++i)
      close(open_[i]);
    if (open_.size() > depth)
      open_.resize(depth);
  }

  void close(Open &group) {
    const bool alone = group.lines.empty() || group.kind == LineKind::declaration || group.kind == LineKind::operation;
    if (!alone)
      align(group);
    group.lines.clear();
    group.kind = LineKind::none;
  }

  [[nodiscard]] Cell cellAt(const Row &row) const {
    Cell cell{row.piece};
    do {
      const Piece &piece = layout_.pieces[cell.end];
      cell.oneRow &= !piece.severalRows && !(piece.newRow && cell.end != row.piece);
      cell.width += piece.width + (cell.end == row.piece ? 0 : piece.space);
      ++cell.end;
    } while (cell.end < row.end && !layout_.pieces[cell.end].cell);
    return cell;
  }

  void align(const Open &group) {
    std::vector<Row> rows;
    for (const uint32_t index : group.lines) {
      const Line &line = layout_.lines[index];
      columns_.groupOf[index] = static_cast<uint32_t>(columns_.groups.size());
      rows.push_back({line.first, line.trailing});
    }
    Stops stops;
    unsigned start = 0;
    while (!rows.empty()) {
      std::vector<unsigned> widths;
      std::vector<Row> next;
      for (Row row : rows) {
        const Cell cell = cellAt(row);
        if (cell.end == row.end || !cell.oneRow || layout_.pieces[cell.end].newRow)
          continue;
        if (row.position == start)
          widths.push_back(cell.width);
        row.position += cell.width + 1;
        row.piece = cell.end;
        next.push_back(row);
      }
      start = stopAfter(start, widths, slackOf(group.kind, stops.empty()));
      for (Row &row : next)
        row.position = std::max(row.position, start);
      stops.push_back(start);
      rows = std::move(next);
    }
    columns_.groups.push_back(std::move(stops));
  }

  static unsigned stopAfter(unsigned start, const std::vector<unsigned> &widths, unsigned slack) {
    if (widths.empty())
      return start;
    const unsigned least = *std::min_element(widths.begin(), widths.end());
    unsigned widest = least;
    for (const unsigned width : widths)
      if (width <= least + slack)
        widest = std::max(widest, width);
    return start + widest + 1;
  }
};

} // namespace

Columns alignLines(const Layout &layout) {
  return Aligner(layout).run();
}

} // namespace changec::format
