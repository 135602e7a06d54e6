#include "diagnostics/Snippet.h"
#include "diagnostics/Display.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace changec {
namespace {

constexpr size_t mostBrackets = 3;
constexpr unsigned longestWhole = 6;

/// One row of marks below a source line.
class MarkRow {
public:
  void put(unsigned column, char mark, Ink ink) { fill(column, column + 1, mark, ink); }
  void fill(unsigned begin, unsigned end, char mark, Ink ink) {
    if (cells_.size() < end)
      cells_.resize(end);
    std::fill(cells_.begin() + begin, cells_.begin() + end, Cell{mark, ink});
  }
  /// Ends the row with a text.
  void end(unsigned column, std::string text, Ink ink) { tail_ = {std::move(text), column, ink}; }

  void append(std::string &out, bool colour) const {
    size_t at = 0;
    while (at < cells_.size()) {
      size_t next = at;
      std::string run;
      while (next < cells_.size() && cells_[next].ink == cells_[at].ink)
        run += cells_[next++].mark;
      paint(out, cells_[at].ink, run, colour);
      at = next;
    }
    if (!tail_.text.empty()) {
      out.append(tail_.column > cells_.size() ? tail_.column - cells_.size() : 0, ' ');
      paint(out, tail_.ink, tail_.text, colour);
    }
  }

private:
  struct Cell {
    char mark = ' ';
    Ink ink = Ink::plain;
  };
  struct Tail {
    std::string text;
    unsigned column = 0;
    Ink ink = Ink::plain;
  };
  std::vector<Cell> cells_;
  Tail tail_;
};

/// A mark over several lines, drawn as a bracket in the margin.
struct Bracket {
  Mark mark;
  unsigned firstLine = 1;
  unsigned lastLine = 1;
  bool opensInMargin = false; ///< Nothing stands before it on its first line.
  bool open = false;          ///< While its lines are shown.
};

class Snippet {
public:
  Snippet(const SourceFile &file, std::vector<Mark> marks, const SnippetStyle &style) : file_(file), style_(style) {
    for (Mark &mark : marks) {
      const unsigned first = file.line(mark.range.begin);
      const unsigned last = lastLineOf(mark.range);
      const bool opensInMargin = startsLine(mark.range.begin, first);
      if (first == last || brackets_.size() == mostBrackets)
        singles_.push_back(std::move(mark));
      else
        brackets_.push_back({std::move(mark), first, last, opensInMargin, false});
    }
    std::stable_sort(brackets_.begin(), brackets_.end(),
                     [](const Bracket &a, const Bracket &b) { return a.firstLine < b.firstLine; });
  }

  std::string render() {
    unsigned previous = 0;
    for (const unsigned line : linesShown()) {
      if (previous != 0 && line == previous + 2)
        renderLine(previous + 1);
      else if (previous != 0 && line > previous + 2)
        renderGap();
      renderLine(line);
      previous = line;
    }
    return std::move(out_);
  }

private:
  const SourceFile &file_;
  const SnippetStyle &style_;
  std::vector<Mark> singles_;
  std::vector<Bracket> brackets_;
  std::string out_;

  /// The line of a range's last byte, so that a range may end with its newline.
  [[nodiscard]] unsigned lastLineOf(Range range) const {
    return file_.line(range.size() == 0 ? range.begin : range.end - 1);
  }

  [[nodiscard]] bool startsLine(uint32_t offset, unsigned line) const {
    constexpr uint32_t deepestIndent = 1000;
    const uint32_t start = file_.lineStart(line);
    if (offset - start > deepestIndent)
      return false;
    const std::string_view before = file_.text().substr(start, offset - start);
    return before.find_first_not_of(" \t") == std::string_view::npos;
  }

  [[nodiscard]] std::set<unsigned> linesShown() const {
    std::set<unsigned> lines;
    for (const Mark &mark : singles_)
      lines.insert(file_.line(mark.range.begin));
    for (const Bracket &bracket : brackets_) {
      const bool whole = bracket.lastLine - bracket.firstLine < longestWhole;
      const unsigned headEnd = whole ? bracket.lastLine : bracket.firstLine + 2;
      for (unsigned line = bracket.firstLine; line <= headEnd; ++line)
        lines.insert(line);
      lines.insert(bracket.lastLine);
    }
    return lines;
  }

  [[nodiscard]] unsigned marginWidth() const {
    return brackets_.empty() ? 0 : static_cast<unsigned>(brackets_.size()) + 1;
  }

  [[nodiscard]] unsigned roomForText() const {
    constexpr unsigned least = 40;
    const unsigned taken = style_.gutter + 3 + marginWidth();
    return style_.width > taken + least ? style_.width - taken : least;
  }

  void drawMargin(MarkRow &row) const {
    for (unsigned i = 0; i < brackets_.size(); ++i)
      if (brackets_[i].open)
        row.put(i, '|', brackets_[i].mark.ink);
  }

  void finishRow(const MarkRow &row, unsigned line = 0) {
    appendGutter(out_, line, '|', style_);
    out_ += ' ';
    row.append(out_, style_.colour);
  }

  void endRow() {
    while (!out_.empty() && out_.back() == ' ')
      out_.pop_back();
    out_ += '\n';
  }

  void renderGap() {
    MarkRow margin;
    drawMargin(margin);
    paint(out_, Ink::gutter, "...", style_.colour);
    out_.append(style_.gutter, ' ');
    margin.append(out_, style_.colour);
    endRow();
  }

  void renderLine(unsigned line) {
    std::vector<const Mark *> marks;
    for (const Mark &mark : singles_)
      if (file_.line(mark.range.begin) == line)
        marks.push_back(&mark);
    const DisplayLine shown = display(line, marks);

    MarkRow margin;
    drawMargin(margin);
    for (unsigned i = 0; i < brackets_.size(); ++i) {
      Bracket &bracket = brackets_[i];
      if (bracket.firstLine == line && bracket.opensInMargin) {
        margin.put(i, '/', bracket.mark.ink);
        bracket.open = true;
      }
    }
    if (marginWidth() != 0)
      margin.fill(marginWidth() - 1, marginWidth(), ' ', Ink::plain);
    finishRow(margin, line);
    out_ += shown.text();
    endRow();

    if (!marks.empty())
      renderMarks(shown, line, marks);
    for (unsigned i = 0; i < brackets_.size(); ++i) {
      Bracket &bracket = brackets_[i];
      if (bracket.firstLine == line && !bracket.opensInMargin) {
        renderCorner(i, shown.column(bracket.mark.range.begin - file_.lineStart(line)), "");
        bracket.open = true;
      }
      if (bracket.lastLine == line) {
        const uint32_t last = bracket.mark.range.end - 1 - file_.lineStart(line);
        renderCorner(i, shown.column(last), bracket.mark.label);
        bracket.open = false;
      }
    }
  }

  [[nodiscard]] DisplayLine display(unsigned line, const std::vector<const Mark *> &marks) const {
    const uint32_t start = file_.lineStart(line);
    uint32_t begin = 0;
    uint32_t end = 0;
    for (const Mark *mark : marks) {
      if (mark->primary || end == 0) {
        begin = mark->range.begin - start;
        end = mark->range.end - start;
      }
    }
    return DisplayLine::around(file_.lineText(line), begin, end, roomForText());
  }

  /// The row that joins a bracket to the character at `column`.
  void renderCorner(unsigned index, unsigned column, const std::string &label) {
    const Bracket &bracket = brackets_[index];
    const unsigned corner = marginWidth() + column;
    MarkRow row;
    row.fill(index + 1, corner, '_', bracket.mark.ink);
    drawMargin(row);
    row.put(corner, bracket.mark.primary ? '^' : '-', bracket.mark.ink);
    row.end(corner + 2, label, bracket.mark.ink);
    finishRow(row);
    endRow();
  }

  struct Placed {
    const Mark *mark;
    unsigned begin;
    unsigned end;
  };

  /// The row of marks under a line, and their labels: the last at the row's end, the others below, hung from `|`.
  void renderMarks(const DisplayLine &shown, unsigned line, const std::vector<const Mark *> &marks) {
    const uint32_t start = file_.lineStart(line);
    std::vector<Placed> placed;
    for (const Mark *mark : marks) {
      const unsigned begin = marginWidth() + shown.column(mark->range.begin - start);
      const unsigned end = marginWidth() + shown.column(mark->range.end - start);
      placed.push_back({mark, begin, std::max(end, begin + 1)});
    }
    std::stable_sort(placed.begin(), placed.end(), [](const Placed &a, const Placed &b) {
      return std::pair(a.begin, a.mark->primary) < std::pair(b.begin, b.mark->primary);
    });

    MarkRow underline;
    drawMargin(underline);
    for (const bool primary : {false, true})
      for (const Placed &each : placed)
        if (each.mark->primary == primary)
          underline.fill(each.begin, each.end, primary ? '^' : '-', each.mark->ink);
    const bool lastIsOutermost =
        std::all_of(placed.begin(), placed.end(), [&](const Placed &each) { return each.end <= placed.back().end; });
    if (lastIsOutermost) {
      underline.end(placed.back().end + 1, placed.back().mark->label, placed.back().mark->ink);
      placed.pop_back();
    }
    finishRow(underline);
    endRow();
    std::erase_if(placed, [](const Placed &each) { return each.mark->label.empty(); });
    if (placed.empty())
      return;
    renderHangers(placed, placed.size());
    for (size_t i = placed.size(); i-- > 0;)
      renderHangers(placed, i);
  }

  /// A row with `|` under the first `count` marks, and the label of the one after them, if there is one.
  void renderHangers(const std::vector<Placed> &placed, size_t count) {
    MarkRow row;
    drawMargin(row);
    for (size_t i = 0; i < count; ++i)
      if (count == placed.size() || placed[i].begin < placed[count].begin)
        row.put(placed[i].begin, '|', placed[i].mark->ink);
    if (count < placed.size())
      row.end(placed[count].begin, placed[count].mark->label, placed[count].mark->ink);
    finishRow(row);
    endRow();
  }
};

} // namespace

void appendGutter(std::string &out, unsigned line, char separator, const SnippetStyle &style) {
  const std::string number = line == 0 ? "" : std::to_string(line);
  paint(out, Ink::gutter, fmt::format("{:>{}} {}", number, style.gutter, separator), style.colour);
}

std::string renderSnippet(const SourceFile &file, std::vector<Mark> marks, const SnippetStyle &style) {
  return Snippet(file, std::move(marks), style).render();
}

} // namespace changec
