#include "format/Printer.h"

#include "format/Blocks.h"
#include "format/Format.h"
#include "source/Utf8.h"

#include <algorithm>

namespace changec::format {
namespace {

using syntax::TokenKind;

constexpr unsigned continuationIndent = 4;
constexpr unsigned commentGap = 3;
/// A list that opens further right than this goes on below the start of its line, not below itself.
constexpr unsigned farRight = 80;
/// How far comments behind neighbouring lines are moved to stand below each other.
constexpr unsigned commentSlack = 40;

class Printer {
public:
  Printer(std::string_view source, const Layout &layout, const Columns &columns)
      : source_(source), layout_(layout), columns_(columns) {
    out_.reserve(source.size() + source.size() / 8);
  }

  std::string run() {
    for (uint32_t index = 0; index < layout_.lines.size(); ++index)
      line(index);
    endRun();
    return std::move(out_);
  }

private:
  /// A line that is printed but for the comments behind it.
  struct Waiting {
    const Line *line;
    size_t end;     ///< Of its text.
    unsigned width; ///< Of its last row.
    bool oneRow;
  };

  std::string_view source_;
  const Layout &layout_;
  const Columns &columns_;
  std::string out_;
  std::string run_; ///< The text of the lines that wait.
  std::vector<Waiting> waiting_;

  // Of the line being printed.
  const Line *line_ = nullptr;
  unsigned column_ = 0;
  unsigned rowIndent_ = 0;
  unsigned listColumn_ = 0;
  unsigned valueColumn_ = 0;
  unsigned rows_ = 1;

  [[nodiscard]] unsigned indent() const { return line_->depth * indentWidth; }

  void line(uint32_t index) {
    const Line &line = layout_.lines[index];
    const bool goesOn = !waiting_.empty() && !line.blankBefore && line.trailing != line.end && waiting_.back().oneRow &&
                        waiting_.back().line->depth == line.depth;
    if (!goesOn)
      endRun();
    if (line.blankBefore)
      run_ += '\n';
    begin(line);
    const uint32_t group = columns_.groupOf[index];
    size_t cell = 0;
    for (uint32_t i = line.first; i < line.trailing; ++i) {
      if (layout_.pieces[i].cell && group != UINT32_MAX)
        startCell(i, columns_.groups[group], cell++);
      else
        separate(i);
      piece(layout_.pieces[i]);
    }
    waiting_.push_back({&line, run_.size(), column_, rows_ == 1});
    if (line.trailing == line.end)
      endRun();
  }

  void begin(const Line &line) {
    line_ = &line;
    rows_ = 1;
    valueColumn_ = 0;
    rowIndent_ = column_ = indent();
    listColumn_ = indent() + continuationIndent;
    run_.append(column_, ' ');
  }

  void newRow(unsigned column) {
    while (!run_.empty() && run_.back() == ' ')
      run_.pop_back();
    run_ += '\n';
    run_.append(column, ' ');
    rowIndent_ = column_ = column;
    ++rows_;
  }

  void blanks(unsigned count) {
    run_.append(count, ' ');
    column_ += count;
  }

  void startCell(uint32_t index, const Stops &stops, size_t cell) {
    const Piece &piece = layout_.pieces[index];
    if (piece.newRow)
      newRow(continuation(piece));
    else if (rows_ > 1 || cell >= stops.size() || !piece.padded)
      blanks(piece.space);
    else
      blanks(std::max<unsigned>(piece.space, indent() + stops[cell] > column_ ? indent() + stops[cell] - column_ : 0));
    if (valueColumn_ == 0)
      valueColumn_ = column_;
  }

  /// What stands before a piece: blanks, or a new row where a comment or the width of the line wants one.
  void separate(uint32_t index) {
    const Piece &piece = layout_.pieces[index];
    if (piece.newRow)
      return newRow(continuation(piece));
    if (piece.mayBreak && column_ + piece.space + widthToBreak(index) > lineWidth && breakColumn(piece) < column_)
      return newRow(breakColumn(piece));
    blanks(piece.space);
  }

  [[nodiscard]] unsigned continuation(const Piece &piece) const {
    return piece.inList ? listColumn_ : indent() + continuationIndent;
  }

  [[nodiscard]] unsigned breakColumn(const Piece &piece) const {
    if (piece.inList)
      return listColumn_;
    if (line_->kind == LineKind::operation && piece.kind == TokenKind::UNDO)
      return indent() + indentWidth;
    return valueColumn_ != 0 && line_->kind != LineKind::message ? valueColumn_ : indent() + continuationIndent;
  }

  /// From a piece up to where the row may end, or to the next cell: that the text of a message is long is no reason to
  /// break what stands before it.
  [[nodiscard]] unsigned widthToBreak(uint32_t index) const {
    unsigned width = layout_.pieces[index].width;
    bool whole = !layout_.pieces[index].severalRows;
    for (uint32_t i = index + 1; whole && i < line_->trailing; ++i) {
      const Piece &piece = layout_.pieces[i];
      if (piece.mayBreak || piece.newRow || piece.cell)
        break;
      width += piece.space + piece.width;
      whole = !piece.severalRows;
    }
    return width;
  }

  void piece(const Piece &piece) {
    const std::string_view text = source_.substr(piece.begin, piece.end - piece.begin);
    if (piece.severalRows)
      severalRows(piece, text);
    else {
      run_ += text;
      column_ += piece.width;
    }
    if (piece.opensList) {
      const unsigned inside = column_ + (piece.kind == TokenKind::LBRACE ? 1 : 0);
      listColumn_ = inside > farRight ? indent() + continuationIndent : inside;
    }
  }

  void severalRows(const Piece &piece, std::string_view text) {
    const bool beginsRow = column_ == rowIndent_;
    const size_t start = run_.size();
    if (piece.comment)
      run_ += shiftedComment(source_, piece.begin, text, column_);
    else
      run_ += indentedBlock(text, rowIndent_, beginsRow ? rowIndent_ : rowIndent_ + indentWidth);
    const std::string_view written = std::string_view(run_).substr(start);
    const std::string_view lastRow = written.substr(written.rfind('\n') + 1);
    column_ = static_cast<unsigned>(
        std::count_if(lastRow.begin(), lastRow.end(), [](char c) { return !utf8::continues(c); }));
    rows_ += 1;
  }

  // ---- comments behind lines

  void endRun() {
    unsigned least = UINT32_MAX;
    for (const Waiting &each : waiting_)
      least = std::min(least, each.width);
    unsigned column = 0;
    for (const Waiting &each : waiting_)
      if (each.width <= least + commentSlack)
        column = std::max(column, each.width);
    size_t copied = 0;
    for (const Waiting &each : waiting_) {
      out_.append(run_, copied, each.end - copied);
      copied = each.end;
      if (each.line->trailing != each.line->end)
        behind(each, std::max(column, each.width) + commentGap);
      out_ += '\n';
    }
    run_.clear();
    waiting_.clear();
  }

  void behind(const Waiting &line, unsigned column) {
    out_.append(column - line.width, ' ');
    for (uint32_t i = line.line->trailing; i < line.line->end; ++i) {
      const Piece &piece = layout_.pieces[i];
      out_.append(piece.space, ' ');
      const std::string_view text = source_.substr(piece.begin, piece.end - piece.begin);
      out_ += piece.severalRows ? shiftedComment(source_, piece.begin, text, column + piece.space) : std::string(text);
    }
  }
};

} // namespace

std::string print(std::string_view source, const Layout &layout, const Columns &columns) {
  return Printer(source, layout, columns).run();
}

} // namespace changec::format
