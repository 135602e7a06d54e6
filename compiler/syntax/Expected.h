// Which tokens could stand at a point of the grammar, and how a person calls them. Private to this library.
#pragma once

#include "syntax/TokenKind.h"

#include <antlr4-runtime.h>

#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace changec::syntax {

/// A set of token kinds; `ruleEnds` where nothing more need stand in the current rule.
struct TokenSet {
  std::bitset<lastTokenKind + 1> kinds; ///< END stands for the end of the file.
  bool ruleEnds = false;

  [[nodiscard]] bool has(TokenKind kind) const { return kinds[static_cast<size_t>(kind)]; }
};

/// The sets of the grammar's states, each computed once.
class ExpectedTokens {
public:
  explicit ExpectedTokens(const antlr4::atn::ATN &atn) : atn_(atn), known_(atn.states.size()) {}
  const TokenSet &at(size_t state);
  const TokenSet &at(antlr4::atn::ATNState *state);

private:
  const antlr4::atn::ATN &atn_;
  std::vector<std::optional<TokenSet>> known_;
};

/// `a name`, `shell in backticks`, `` `{` or `for` ``.
std::string describe(const TokenSet &expected);

/// The keywords in a set, as written.
std::vector<std::string_view> keywordsOf(const TokenSet &set);

/// What a word of another tool is called here: `rollback` is `undo`. Empty where nothing is known.
std::string_view synonym(std::string_view word);

} // namespace changec::syntax
