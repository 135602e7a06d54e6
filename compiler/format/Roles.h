// What the tree says of single tokens: which begin a line, and what is aligned. Private to this library.
#pragma once

#include "syntax/Scanner.h"
#include "syntax/Tree.h"

#include <span>
#include <vector>

namespace changec::format {

/// What a line holds. Neighbours of one kind are aligned with each other.
enum class LineKind : uint8_t {
  none,
  clause,
  parameter,
  secret,
  check,
  message,
  rule,
  operation,
  declaration,
  comment,
  close
};

struct Role {
  LineKind begins = LineKind::none; ///< The token is the first of such a line, outside blocks on one line.
  bool cell = false;                ///< It begins what is aligned with its neighbours.
  bool padded = true;               ///< Such a cell is moved; else it only counts for its neighbours.
  bool attached = false;            ///< No blank stands before it.
  bool mayBreak = false;            ///< A line that is too long is broken before it.
  bool plainBrace = false;          ///< A brace around words, not around lines.
  bool joinsReason = false;         ///< `accepted by` behind the reason that is accepted.
};

/// One role for each token of the file.
std::vector<Role> rolesOf(const syntax::File &tree, std::span<const syntax::ScannedToken> tokens);

} // namespace changec::format
