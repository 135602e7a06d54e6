#include "format/Layout.h"

#include "format/Format.h"
#include "source/Utf8.h"

#include <algorithm>
#include <utility>

namespace changec::format {
namespace {

using syntax::Comment;
using syntax::ScannedToken;
using syntax::TokenKind;

constexpr uint32_t nowhere = UINT32_MAX;

uint32_t widthOf(std::string_view text) {
  return static_cast<uint32_t>(std::count_if(text.begin(), text.end(), [](char c) { return !utf8::continues(c); }));
}

/// Blanks between two tokens of one clause.
uint8_t spaceBetween(TokenKind before, TokenKind after) {
  switch (after) {
  case TokenKind::COMMA:
  case TokenKind::COLON:
  case TokenKind::DOT:
  case TokenKind::LPAREN:
  case TokenKind::RPAREN:
  case TokenKind::RBRACKET: return 0;
  case TokenKind::INTEGER:
    if (before == TokenKind::MINUS)
      return 0;
    break;
  case TokenKind::RBRACE:
    if (before == TokenKind::LBRACE)
      return 0;
    break;
  default: break;
  }
  return before == TokenKind::LPAREN || before == TokenKind::LBRACKET || before == TokenKind::DOT ? 0 : 1;
}

class LayoutBuilder {
public:
  LayoutBuilder(std::string_view text, std::span<const ScannedToken> tokens, std::span<const Comment> comments,
                std::span<const Role> roles)
      : text_(text), tokens_(tokens), comments_(comments), roles_(roles) {}

  Layout run() {
    matchBraces();
    measure();
    for (uint32_t token = 0; token < tokens_.size(); ++token) {
      takeComments(token);
      take(token);
    }
    takeComments(static_cast<uint32_t>(tokens_.size()));
    endLine();
    return std::move(layout_);
  }

private:
  std::string_view text_;
  std::span<const ScannedToken> tokens_;
  std::span<const Comment> comments_;
  std::span<const Role> roles_;
  Layout layout_;

  std::vector<uint32_t> closing_;  ///< Of each `{` around lines: its `}`.
  std::vector<uint32_t> newlines_; ///< Before each token, from the start of the file.
  std::vector<uint32_t> reach_;    ///< Columns up to the end of each token, were all on one line.

  uint32_t nextComment_ = 0;
  uint32_t lastEnd_ = 0;         ///< Of the token or comment taken last.
  uint32_t lineToken_ = nowhere; ///< The first of the line being made.
  uint32_t flatUntil_ = 0;       ///< The `}` (and one more) of the block on one line being taken.
  unsigned depth_ = 0;
  unsigned brackets_ = 0;
  bool lineOpen_ = false;
  bool justOpened_ = true; ///< Nothing stands yet in the innermost block.
  bool lineEnds_ = true;   ///< What comes next begins a line.
  bool rowEnds_ = false;   ///< A comment was taken that ends its row.
  bool leads_ = false;     ///< A comment has begun the line of the token that comes next.

  [[nodiscard]] std::string_view textOf(uint32_t begin, uint32_t end) const { return text_.substr(begin, end - begin); }
  [[nodiscard]] TokenKind kind(uint32_t token) const { return tokens_[token].kind; }
  [[nodiscard]] bool opensLines(uint32_t token) const {
    return kind(token) == TokenKind::LBRACE && !roles_[token].plainBrace;
  }
  [[nodiscard]] bool closesLines(uint32_t token) const {
    return kind(token) == TokenKind::RBRACE && !roles_[token].plainBrace;
  }
  [[nodiscard]] bool isFlat(uint32_t token) const { return token < flatUntil_; }
  [[nodiscard]] bool sameRow(uint32_t token) const {
    return token > 0 && textOf(tokens_[token - 1].end, tokens_[token].begin).find('\n') == std::string_view::npos;
  }
  [[nodiscard]] bool commentBefore(uint32_t offset) const {
    return nextComment_ < comments_.size() && comments_[nextComment_].range.begin < offset;
  }

  void matchBraces() {
    closing_.assign(tokens_.size(), nowhere);
    std::vector<uint32_t> open;
    for (uint32_t token = 0; token < tokens_.size(); ++token) {
      if (opensLines(token)) {
        open.push_back(token);
      } else if (closesLines(token) && !open.empty()) {
        closing_[open.back()] = token;
        open.pop_back();
      }
    }
  }

  void measure() {
    newlines_.reserve(tokens_.size());
    reach_.reserve(tokens_.size());
    uint32_t at = 0;
    uint32_t newlines = 0;
    uint32_t reach = 0;
    for (uint32_t token = 0; token < tokens_.size(); ++token) {
      const std::string_view before = textOf(at, tokens_[token].begin);
      newlines += static_cast<uint32_t>(std::count(before.begin(), before.end(), '\n'));
      at = tokens_[token].begin;
      newlines_.push_back(newlines);
      reach += flatSpace(token) + widthOf(textOf(tokens_[token].begin, tokens_[token].end));
      reach_.push_back(reach);
    }
  }

  /// Blanks before a token where the block that it is in stands on one line.
  [[nodiscard]] uint8_t flatSpace(uint32_t token) const {
    if (token == 0 || roles_[token].attached)
      return 0;
    if (roles_[token].begins != LineKind::none && !roles_[token].joinsReason && !opensLines(token - 1))
      return 2;
    return spaceBetween(kind(token - 1), kind(token));
  }

  [[nodiscard]] bool beginsLine(uint32_t token) const {
    if (lineEnds_)
      return true;
    if (isFlat(token))
      return false;
    if (closesLines(token))
      return true;
    if (roles_[token].begins == LineKind::none)
      return false;
    return !(roles_[token].joinsReason && sameRow(token));
  }

  // ---- lines

  void beginLine(LineKind kind, uint32_t begin) {
    endLine();
    const std::string_view before = textOf(lastEnd_, begin);
    Line line;
    line.kind = kind;
    line.depth = depth_;
    line.blankBefore = !justOpened_ && kind != LineKind::close && std::count(before.begin(), before.end(), '\n') > 1;
    line.first = static_cast<uint32_t>(layout_.pieces.size());
    line.trailing = nowhere;
    layout_.lines.push_back(line);
    lineOpen_ = true;
    justOpened_ = lineEnds_ = rowEnds_ = false;
    lineToken_ = nowhere;
    brackets_ = 0;
  }

  void endLine() {
    if (!lineOpen_)
      return;
    Line &line = layout_.lines.back();
    line.end = static_cast<uint32_t>(layout_.pieces.size());
    line.trailing = std::min(line.trailing, line.end);
    lineOpen_ = false;
    lineEnds_ = true;
  }

  Piece &add(uint32_t begin, uint32_t end) {
    Piece piece;
    piece.begin = begin;
    piece.end = end;
    const std::string_view text = textOf(begin, end);
    const size_t row = std::min(text.find('\n'), text.size());
    piece.severalRows = row != text.size();
    piece.width = widthOf(text.substr(0, row));
    lastEnd_ = end;
    return layout_.pieces.emplace_back(piece);
  }

  [[nodiscard]] bool isFirstOfLine() const { return layout_.pieces.size() == layout_.lines.back().first; }

  // ---- tokens

  void take(uint32_t token) {
    const ScannedToken &scanned = tokens_[token];
    if (beginsLine(token)) {
      const bool closes = closesLines(token);
      if (closes && depth_ > 0)
        --depth_;
      const LineKind kind = closes ? LineKind::close : roles_[token].begins;
      if (std::exchange(leads_, false))
        layout_.lines.back().kind = kind;
      else
        beginLine(kind, scanned.begin);
      lineEnds_ = false;
    }
    if (lineToken_ == nowhere)
      lineToken_ = token;
    const bool first = isFirstOfLine();
    const bool afterComment = !first && layout_.pieces.back().comment;
    const bool afterComma = token > 0 && kind(token - 1) == TokenKind::COMMA;
    Piece &piece = add(scanned.begin, scanned.end);
    piece.kind = scanned.kind;
    piece.newRow = std::exchange(rowEnds_, false);
    piece.space = first ? 0 : isFlat(token) ? flatSpace(token) : roles_[token].attached ? 0 : plainSpace(token);
    if (afterComment && piece.space == 0 && scanned.kind != TokenKind::COMMA)
      piece.space = 1;
    piece.cell = roles_[token].cell && !isFlat(token);
    piece.padded = piece.cell && roles_[token].padded;
    piece.inList = brackets_ > 0;
    const LineKind inLine = layout_.lines.back().kind;
    const bool listsNames = inLine == LineKind::clause || inLine == LineKind::message || inLine == LineKind::rule;
    const bool listGoesOn = afterComma && (brackets_ == 1 || (brackets_ == 0 && listsNames));
    piece.mayBreak = !isFlat(token) && (roles_[token].mayBreak || listGoesOn);
    countBracket(token, piece);
    if (opensLines(token) && !isFlat(token))
      open(token);
  }

  [[nodiscard]] uint8_t plainSpace(uint32_t token) const {
    return token == 0 ? 0 : spaceBetween(kind(token - 1), kind(token));
  }

  void countBracket(uint32_t token, Piece &piece) {
    const TokenKind bracket = kind(token);
    if (bracket == TokenKind::LPAREN || bracket == TokenKind::LBRACKET || roles_[token].plainBrace) {
      if (bracket == TokenKind::RBRACE)
        --brackets_;
      else
        piece.opensList = brackets_++ == 0;
    } else if ((bracket == TokenKind::RPAREN || bracket == TokenKind::RBRACKET) && brackets_ > 0) {
      --brackets_;
    }
  }

  void open(uint32_t brace) {
    const uint32_t close = closing_[brace];
    if (close != nowhere && !commentBefore(tokens_[close].begin) && (close == brace + 1 || fits(brace, close))) {
      flatUntil_ = close + 1;
      return;
    }
    ++depth_;
    justOpened_ = lineEnds_ = true;
  }

  /// A block that is written on one line stays on it.
  [[nodiscard]] bool fits(uint32_t brace, uint32_t close) const {
    const ScannedToken &first = tokens_[lineToken_];
    const uint32_t start = reach_[lineToken_] - widthOf(textOf(first.begin, first.end));
    return newlines_[brace] == newlines_[close] && reach_[close] - start + depth_ * indentWidth <= lineWidth;
  }

  // ---- comments

  /// The comments before a token; after the last one, before the end.
  void takeComments(uint32_t token) {
    const uint32_t end = token < tokens_.size() ? tokens_[token].begin : static_cast<uint32_t>(text_.size());
    while (commentBefore(end) || (token == tokens_.size() && nextComment_ < comments_.size())) {
      const Comment &comment = comments_[nextComment_++];
      const bool beginsLine = token == tokens_.size() || this->beginsLine(token);
      if (beginsLine)
        placeBetweenLines(comment, token);
      else
        placeInside(comment);
    }
  }

  [[nodiscard]] bool newlineBetween(uint32_t begin, uint32_t end) const {
    return textOf(begin, end).find('\n') != std::string_view::npos;
  }

  void placeBetweenLines(const Comment &comment, uint32_t token) {
    const Range range = comment.range;
    if (leads_) {
      addComment(comment).space = 1;
      return;
    }
    const bool behind = lineOpen_ && !newlineBetween(lastEnd_, range.begin);
    if (behind) {
      Line &line = layout_.lines.back();
      if (line.kind == LineKind::comment || line.trailing != nowhere) {
        addComment(comment).space = 1;
      } else {
        line.trailing = static_cast<uint32_t>(layout_.pieces.size());
        addComment(comment);
      }
      lineEnds_ = true;
      return;
    }
    beginLine(LineKind::comment, range.begin);
    addComment(comment);
    lineEnds_ = true;
    leads_ = comment.kind == Comment::Kind::block && token < tokens_.size() && !closesLines(token) &&
             !newlineBetween(range.begin, tokens_[token].begin);
  }

  void placeInside(const Comment &comment) {
    const bool ownRow = newlineBetween(lastEnd_, comment.range.begin);
    const TokenKind before = layout_.pieces.back().kind;
    const bool afterBracket =
        !layout_.pieces.back().comment && (before == TokenKind::LPAREN || before == TokenKind::LBRACKET);
    Piece &piece = addComment(comment);
    piece.space = afterBracket ? 0 : 1;
    piece.inList = brackets_ > 0;
    piece.newRow = std::exchange(rowEnds_, false) || (ownRow && comment.kind != Comment::Kind::block);
    rowEnds_ = comment.kind != Comment::Kind::block;
  }

  Piece &addComment(const Comment &comment) {
    uint32_t end = comment.range.end;
    while (end > comment.range.begin && (text_[end - 1] == ' ' || text_[end - 1] == '\t'))
      --end;
    Piece &piece = add(comment.range.begin, end);
    piece.comment = true;
    lastEnd_ = comment.range.end;
    return piece;
  }
};

} // namespace

Layout layOut(std::string_view text, std::span<const ScannedToken> tokens, std::span<const Comment> comments,
              std::span<const Role> roles) {
  return LayoutBuilder(text, tokens, comments, roles).run();
}

} // namespace changec::format
