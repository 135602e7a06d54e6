#include "syntax/Expected.h"

#include "syntax/Keywords.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace changec::syntax {

const TokenSet &ExpectedTokens::at(size_t state) {
  return at(atn_.states[state]);
}

const TokenSet &ExpectedTokens::at(antlr4::atn::ATNState *state) {
  std::optional<TokenSet> &known = known_[state->stateNumber];
  if (!known) {
    known.emplace();
    const antlr4::misc::IntervalSet next = atn_.nextTokens(state);
    for (const antlr4::misc::Interval &interval : next.getIntervals())
      for (ssize_t kind = interval.a; kind <= interval.b; ++kind) {
        if (kind == -1)
          known->kinds[0] = true;
        else if (kind == static_cast<ssize_t>(antlr4::Token::EPSILON))
          known->ruleEnds = true;
        else
          known->kinds[static_cast<size_t>(kind)] = true;
      }
  }
  return *known;
}

std::vector<std::string_view> keywordsOf(const TokenSet &set) {
  std::vector<std::string_view> words;
  for (const Keyword &keyword : keywords)
    if (set.has(keyword.kind))
      words.push_back(keyword.text);
  return words;
}

namespace {

constexpr std::array<std::pair<TokenKind, std::string_view>, 24> descriptions{{
    {TokenKind::WORD, "a name"},
    {TokenKind::STRING, "text in quotes"},
    {TokenKind::SHELL, "shell in backticks"},
    {TokenKind::DURATION, "a duration such as `15m`"},
    {TokenKind::INTEGER, "a number"},
    {TokenKind::DATETIME, "a time such as `2026-12-05T22:00`"},
    {TokenKind::LBRACE, "`{`"},
    {TokenKind::RBRACE, "`}`"},
    {TokenKind::LPAREN, "`(`"},
    {TokenKind::RPAREN, "`)`"},
    {TokenKind::LBRACKET, "`[`"},
    {TokenKind::RBRACKET, "`]`"},
    {TokenKind::COMMA, "`,`"},
    {TokenKind::COLON, "`:`"},
    {TokenKind::EQUALS, "`=`"},
    {TokenKind::RANGE, "`..`"},
    {TokenKind::DOT, "`.`"},
    {TokenKind::ARROW, "`->`"},
    {TokenKind::STAR, "`*`"},
    {TokenKind::MINUS, "`-`"},
    {TokenKind::AT_LEAST, "`>=`"},
    {TokenKind::AT_MOST, "`<=`"},
    {TokenKind::IS, "`==`"},
    {TokenKind::END, "the end of the file"},
}};

std::string joinWithOr(const std::vector<std::string> &parts) {
  std::string joined;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0)
      joined += i + 1 == parts.size() ? " or " : ", ";
    joined += parts[i];
  }
  return joined;
}

} // namespace

std::string describe(const TokenSet &expected) {
  constexpr size_t mostWords = 6;
  if (expected.has(TokenKind::SHELL) && expected.has(TokenKind::MANUAL))
    return expected.has(TokenKind::LBRACE) ? "shell in backticks, an action, `manual`, `wait` or `{`"
                                           : "shell in backticks, an action, `manual` or `wait`";
  const bool anyName = expected.has(TokenKind::WORD);
  std::vector<std::string> parts;
  if (!anyName) {
    const std::vector<std::string_view> words = keywordsOf(expected);
    if (words.size() > mostWords)
      parts.emplace_back(expected.has(TokenKind::OWNER) ? "a clause" : "a declaration");
    else
      for (const std::string_view word : words)
        parts.push_back(fmt::format("`{}`", word));
  }
  for (const auto &[kind, text] : descriptions)
    if (expected.has(kind))
      parts.emplace_back(text);
  if (anyName && expected.has(TokenKind::STRING) && expected.has(TokenKind::INTEGER))
    return "a value";
  return joinWithOr(parts);
}

std::string_view synonym(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 26> synonyms{{
      {"rollback", "undo"},   {"backout", "undo"},   {"revert", "undo"},
      {"inverse", "undo"},    {"run", "do"},         {"exec", "do"},
      {"execute", "do"},      {"command", "do"},     {"responsible", "owner"},
      {"assignee", "owner"},  {"assigned", "owner"}, {"backup", "deputy"},
      {"duration", "takes"},  {"check", "verify"},   {"test", "verify"},
      {"validate", "verify"}, {"task", "step"},      {"stage", "phase"},
      {"approval", "gate"},   {"plan", "change"},    {"user", "person"},
      {"contact", "person"},  {"include", "import"}, {"group", "team"},
      {"parameter", "param"}, {"if", "when"},
  }};
  for (const auto &[other, ours] : synonyms)
    if (other == word)
      return ours;
  return {};
}

} // namespace changec::syntax
