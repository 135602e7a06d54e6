// A file as lines: which tokens and comments stand together, before it is known how they are aligned. Private to this
// library.
#pragma once

#include "format/Roles.h"

#include <string_view>

namespace changec::format {

/// A token or a comment, as it stands in the source.
struct Piece {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t width = 0; ///< In columns; of its first row.
  syntax::TokenKind kind = syntax::TokenKind::END;
  bool comment = false;
  bool severalRows = false;
  uint8_t space = 0;      ///< Blanks before it.
  bool newRow = false;    ///< A comment makes it begin a row of its own.
  bool cell = false;      ///< It begins what is aligned.
  bool padded = false;    ///< Such a cell is moved to its column.
  bool inList = false;    ///< It stands within brackets.
  bool mayBreak = false;  ///< A row that is too long is broken before it.
  bool opensList = false; ///< The outermost bracket of its line.
};

struct Line {
  LineKind kind = LineKind::none;
  bool blankBefore = false;
  unsigned depth = 0;
  uint32_t first = 0; ///< Pieces `[first, trailing)`, then comments behind them `[trailing, end)`.
  uint32_t trailing = 0;
  uint32_t end = 0;
};

struct Layout {
  std::vector<Piece> pieces;
  std::vector<Line> lines;
};

/// The lines of a file with these tokens and comments, all in order.
Layout layOut(std::string_view text, std::span<const syntax::ScannedToken> tokens,
              std::span<const syntax::Comment> comments, std::span<const Role> roles);

} // namespace changec::format
