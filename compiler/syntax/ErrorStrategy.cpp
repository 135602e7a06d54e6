#include "syntax/ErrorStrategy.h"

#include "diagnostics/Spelling.h"
#include "syntax/DurationUnits.h"
#include "syntax/Keywords.h"
#include "syntax/Placement.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace changec::syntax {
namespace {

std::string show(const SyntaxToken &token) {
  constexpr size_t longest = 40;
  switch (token.kind()) {
  case TokenKind::END: return "the end of the file";
  case TokenKind::BLOCK_SHELL: return "a block of shell";
  case TokenKind::BLOCK_STRING: return "a block of text";
  default: break;
  }
  const std::string_view text = token.text();
  if (text.size() > longest)
    return token.kind() == TokenKind::SHELL ? "shell" : token.kind() == TokenKind::STRING ? "text" : "a long word";
  if (token.kind() == TokenKind::SHELL)
    return fmt::format("shell {}", text);
  if (token.kind() == TokenKind::STRING)
    return fmt::format("text {}", text);
  return fmt::format("`{}`", text);
}

/// Whether a declaration that the token begins can stand in no block of the kind, so that a `}` must be missing.
bool cannotStandIn(TokenKind token, Declaration::Kind block) {
  using Kind = Declaration::Kind;
  const bool leaf = block == Kind::step || block == Kind::gate || block == Kind::checks || block == Kind::communicate ||
                    block == Kind::action || block == Kind::channel || block == Kind::person || block == Kind::team ||
                    block == Kind::desk || block == Kind::policy;
  switch (token) {
  case TokenKind::STEP:
  case TokenKind::GUARD:
  case TokenKind::GATE:
  case TokenKind::PHASE:
  case TokenKind::ACTION:
  case TokenKind::COMMUNICATE: return leaf;
  case TokenKind::CHANGE:
  case TokenKind::PERSON:
  case TokenKind::TEAM:
  case TokenKind::DESK:
  case TokenKind::POLICY:
  case TokenKind::IMPORT: return true;
  default: return false;
  }
}

} // namespace

void ErrorStrategy::reset(antlr4::Parser * /*parser*/) {
  recovering_ = false;
}

bool ErrorStrategy::inErrorRecoveryMode(antlr4::Parser * /*parser*/) {
  return recovering_;
}

void ErrorStrategy::reportMatch(antlr4::Parser * /*parser*/) {
  recovering_ = false;
}

void ErrorStrategy::giveUp() {
  silent_ = true;
  skippedBlock_ = true;
  ++holes_;
  stream_.cut();
}

Range ErrorStrategy::endOfPrevious() {
  const uint32_t end = stream_.at(-1)->end();
  return {file_, end, end};
}

bool ErrorStrategy::fits(const TokenSet &set) {
  return set.has(stream_.nextKind());
}

/// Whether one more mistake may be reported.
bool ErrorStrategy::count() {
  if (silent_)
    return false;
  if (++reported_ > limits_.syntaxErrors) {
    diagnostics_.report(diag::tooManySyntaxErrors, rangeOf(*stream_.at(1)), limits_.syntaxErrors);
    giveUp();
    return false;
  }
  return true;
}

void ErrorStrategy::sync(antlr4::Parser *parser) {
  if (recovering_)
    return;
  const size_t number = parser->getState();
  const TokenSet &expected = expected_.at(number);
  if (expected.has(TokenKind::SHELL) && mendBareShell(expected))
    return;
  // The grammar lets any declaration stand in any block; one that never can tells of a missing brace.
  if (expected.has(TokenKind::RBRACE) && !silent_ && mendMissingCloseBrace(expected))
    return;
  if (fits(expected) || expected.ruleEnds || mend(expected, number))
    return;
  switch (atn_.states[number]->getStateType()) {
  case antlr4::atn::ATNState::STAR_LOOP_ENTRY:
  case antlr4::atn::ATNState::STAR_LOOP_BACK:
  case antlr4::atn::ATNState::PLUS_LOOP_BACK: {
    const bool wholeLine = stream_.beginsLine(*stream_.at(1));
    report(expected);
    if (wholeLine)
      skipLine();
    Resumption until = resumption(parser);
    until.inside.kinds |= expected.kinds;
    skipToClause(until, expected);
    return;
  }
  default: throw antlr4::InputMismatchException(parser);
  }
}

antlr4::Token *ErrorStrategy::recoverInline(antlr4::Parser *parser) {
  const size_t state = parser->getState();
  const TokenSet &expected = expected_.at(state);
  if (!recovering_ && mend(expected, state) && fits(expected)) {
    antlr4::Token *mended = stream_.at(1);
    stream_.consume();
    return mended;
  }
  throw antlr4::InputMismatchException(parser);
}

void ErrorStrategy::reportError(antlr4::Parser *parser, const antlr4::RecognitionException & /*error*/) {
  if (!recovering_)
    report(expected_.at(parser->getState()));
}

void ErrorStrategy::recover(antlr4::Parser *parser, std::exception_ptr /*error*/) {
  if (lastErrorIndex_ == stream_.index() && stream_.nextKind() != TokenKind::END)
    stream_.consume(); // no progress since the last time
  lastErrorIndex_ = stream_.index();
  skipUntil(resumption(parser));
}

ErrorStrategy::Resumption ErrorStrategy::resumption(antlr4::Parser *parser) {
  Resumption resumption;
  bool leftBlock = false;
  for (const antlr4::RuleContext *context = parser->getContext();
       context != nullptr && context->invokingState != antlr4::atn::ATNState::INVALID_STATE_NUMBER;
       context = dynamic_cast<const antlr4::RuleContext *>(context->parent)) {
    auto *call = static_cast<antlr4::atn::RuleTransition *>(atn_.states[context->invokingState]->transitions[0]);
    const TokenSet &follows = expected_.at(call->followState);
    (leftBlock ? resumption.outside : resumption.inside).kinds |= follows.kinds;
    leftBlock |= follows.has(TokenKind::RBRACE);
  }
  for (TokenSet *set : {&resumption.inside, &resumption.outside})
    set->kinds[static_cast<size_t>(TokenKind::WORD)] = false;
  return resumption;
}

bool ErrorStrategy::resumes(const Resumption &resumption) {
  return fits(resumption.inside) || (fits(resumption.outside) && stream_.beginsLine(*stream_.at(1)));
}

void ErrorStrategy::skipUntil(const Resumption &resumption) {
  while (stream_.nextKind() != TokenKind::END && !resumes(resumption)) {
    if (stream_.nextKind() == TokenKind::LBRACE)
      skipBraced();
    else
      stream_.consume();
  }
}

/// A line that begins with a misspelt clause is a mistake of its own.
void ErrorStrategy::skipToClause(const Resumption &resumption, const TokenSet &expected) {
  while (stream_.nextKind() != TokenKind::END && !resumes(resumption)) {
    if (stream_.beginsLine(*stream_.at(1)) && !silent_ && mendSpelling(expected)) {
      recovering_ = false;
      return;
    }
    if (stream_.nextKind() == TokenKind::LBRACE)
      skipBraced();
    else
      stream_.consume();
  }
}

/// What begins its line and has no meaning there is probably a whole clause, whatever words are in it.
void ErrorStrategy::skipLine() {
  const uint32_t end = stream_.lineEnd(*stream_.at(1));
  while (stream_.nextKind() != TokenKind::END && stream_.nextKind() != TokenKind::RBRACE &&
         stream_.at(1)->begin() < end) {
    if (stream_.nextKind() == TokenKind::LBRACE)
      skipBraced();
    else
      stream_.consume();
  }
}

void ErrorStrategy::skipBraced() {
  skippedBlock_ = true;
  unsigned depth = 0;
  do {
    if (stream_.nextKind() == TokenKind::LBRACE)
      ++depth;
    else if (stream_.nextKind() == TokenKind::RBRACE)
      --depth;
    stream_.consume();
  } while (depth > 0 && stream_.nextKind() != TokenKind::END);
}

// ---- mending

bool ErrorStrategy::mend(const TokenSet &expected, size_t state) {
  if (silent_)
    return false;
  return mendSpelling(expected) || mendStrayPunctuation(expected) || mendSplitDuration(expected) ||
         mendMissingCloseBrace(expected) || mendMissingOpenBrace(expected, state) || mendReservedName(expected);
}

bool ErrorStrategy::mendSpelling(const TokenSet &expected) {
  SyntaxToken &token = *stream_.at(1);
  if (token.kind() != TokenKind::WORD || expected.has(TokenKind::WORD))
    return false;
  const std::vector<std::string_view> candidates = keywordsOf(expected);
  const OpenBlock *block = blocks_.innermost();
  std::optional<std::string_view> meant;
  if (block != nullptr && expected.has(TokenKind::OWNER)) // what belongs here before what the grammar lets stand here
    meant = closest(token.text(), clausesOf(block->kind));
  if (!meant || !expected.has(keywordKind(*meant)))
    meant = closest(token.text(), candidates);
  const bool certain = meant.has_value();
  if (!meant) {
    const std::string_view known = synonym(token.text());
    if (known.empty() || !expected.has(keywordKind(known)))
      return false;
    meant = known;
  }
  if (!count())
    return false;
  diagnostics_.report(diag::misspeltKeyword, rangeOf(token), token.text())
      .edit(certain ? fmt::format("did you mean `{}`?", *meant) : fmt::format("here this is called `{}`", *meant),
            rangeOf(token), std::string(*meant), certain);
  token.become(keywordKind(*meant));
  return true;
}

bool ErrorStrategy::mendStrayPunctuation(const TokenSet &expected) {
  const SyntaxToken &token = *stream_.at(1);
  switch (token.kind()) {
  case TokenKind::COLON:
  case TokenKind::EQUALS:
  case TokenKind::COMMA: break;
  case TokenKind::LBRACKET:
  case TokenKind::RBRACKET:
    if (expected.has(token.kind()))
      return false;
    break; // around names, as other languages write a list
  default: return false;
  }
  const TokenKind after = stream_.at(2)->kind();
  const bool beforeNames = after == TokenKind::LBRACKET && expected.has(stream_.at(3)->kind());
  const bool beforeNumber = after == TokenKind::INTEGER && expected.has(TokenKind::DURATION);
  if (!(expected.has(after) || beforeNames || beforeNumber) || !count())
    return false;
  Range left = rangeOf(token);
  if (stream_.at(-1)->end() < left.begin) // blanks on both sides: one is enough
    left.end = stream_.at(2)->begin();
  diagnostics_.report(diag::strayPunctuation, rangeOf(token), token.text())
      .edit(fmt::format("leave out the `{}`", token.text()), left, "", true);
  stream_.consume();
  return !beforeNames || mendStrayPunctuation(expected);
}

/// `5 min`
bool ErrorStrategy::mendSplitDuration(const TokenSet &expected) {
  const SyntaxToken &number = *stream_.at(1);
  const SyntaxToken &word = *stream_.at(2);
  if (number.kind() != TokenKind::INTEGER || !expected.has(TokenKind::DURATION) || expected.has(TokenKind::INTEGER) ||
      word.begin() >= stream_.lineEnd(number))
    return false;
  const std::string_view unit = durationUnit(word.text());
  if (unit.empty() || !count())
    return false;
  const Range both{file_, number.begin(), word.end()};
  const std::string mended = fmt::format("{}{}", number.text(), unit);
  diagnostics_
      .report(diag::malformedNumber, both,
              std::string_view(number.text().data(), static_cast<size_t>(both.end - both.begin)))
      .edit(fmt::format("write `{}`", mended), both, mended, true);
  stream_.consume();
  stream_.consume();
  ++holes_;
  stream_.insert(TokenKind::DURATION);
  return true;
}

bool ErrorStrategy::mendMissingCloseBrace(const TokenSet &expected) {
  if (!expected.has(TokenKind::RBRACE))
    return false;
  const OpenBlock *block = blocks_.innermost();
  const TokenKind after = stream_.at(2)->kind();
  if (expected.has(stream_.nextKind()) && (after == TokenKind::STRING || after == TokenKind::LBRACKET))
    return false; // an address or a field that is named by a keyword
  if (stream_.nextKind() == TokenKind::END) {
    closeAtEnd();
    stream_.insert(TokenKind::RBRACE);
    return true;
  }
  if (block == nullptr || !cannotStandIn(stream_.nextKind(), block->kind) || !count())
    return false;
  diagnostics_.report(diag::missingBrace, block->brace, fmt::format("{} '{}'", keyword(block->kind), block->name))
      .label(rangeOf(*stream_.at(1)), fmt::format("`{}` cannot stand inside it", stream_.at(1)->text()))
      .edit("close it before the next declaration", endOfPrevious(), "\n}", false);
  stream_.insert(TokenKind::RBRACE);
  return true;
}

/// `do systemctl stop app`: a call is one name, so words that follow it on its line are those of a command.
bool ErrorStrategy::mendBareShell(const TokenSet &expected) {
  if (silent_)
    return false;
  const SyntaxToken &first = *stream_.at(1);
  const SyntaxToken &second = *stream_.at(2);
  const uint32_t lineEnd = stream_.lineEnd(first);
  const bool inList = !expected.has(TokenKind::LBRACE); // of calls, which may share a line
  const bool command = (second.kind() == TokenKind::WORD && !inList) || second.kind() == TokenKind::MINUS ||
                       second.kind() == TokenKind::INTEGER || second.kind() == TokenKind::EQUALS;
  const uint32_t begin = stream_.pathBegin();
  const bool path = begin < first.begin() || first.kind() == TokenKind::DOT;
  const bool words = first.kind() == TokenKind::WORD && (path || (command && second.begin() < lineEnd));
  if (!(words || first.kind() == TokenKind::DOT) || !count())
    return false;
  const char *text = first.text().data() - (first.begin() - begin);
  while (stream_.nextKind() != TokenKind::END && stream_.nextKind() != TokenKind::RBRACE &&
         stream_.at(1)->begin() < lineEnd)
    stream_.consume();
  const Range whole{file_, begin, stream_.at(-1)->end()};
  diagnostics_.withdraw(diag::unexpectedCharacter, {file_, begin, lineEnd}); // it means something in a command
  diagnostics_.report(diag::unexpectedToken, whole, "shell in backticks", "words")
      .edit("put the command between backticks", whole, fmt::format("`{}`", std::string_view(text, whole.end - begin)),
            false);
  ++holes_;
  stream_.insert(TokenKind::SHELL);
  return true;
}

/// Says once which block lacks its `}`; the others are closed silently.
void ErrorStrategy::closeAtEnd() {
  ++holes_; // what follows in each of them is missing, or stands in another
  if (endForgiven_ || stream_.isCut())
    return;
  endForgiven_ = true;
  const OpenBlock *block = blocks_.likelyUnclosed();
  if (!count())
    return;
  const Range end = endOfPrevious();
  if (block == nullptr) {
    diagnostics_.report(diag::unexpectedToken, end, "`}`", "the end of the file");
    return;
  }
  diagnostics_.report(diag::missingBrace, block->brace, fmt::format("{} '{}'", keyword(block->kind), block->name))
      .label(end, "the file ends here")
      .edit("add the missing brace", end, "\n}", false);
}

/// Whether a `{` can stand at the state, and the token after it.
bool ErrorStrategy::couldFollowOpenBrace(TokenKind kind, size_t state) {
  std::vector<antlr4::atn::ATNState *> pending{atn_.states[state]};
  std::set<const antlr4::atn::ATNState *> seen;
  while (!pending.empty()) {
    antlr4::atn::ATNState *from = pending.back();
    pending.pop_back();
    if (!seen.insert(from).second || from->getStateType() == antlr4::atn::ATNState::RULE_STOP)
      continue;
    for (antlr4::atn::Transition *transition : from->transitions) {
      if (transition->isEpsilon())
        pending.push_back(transition->target);
      else if (transition->matches(static_cast<size_t>(TokenKind::LBRACE), 1, lastTokenKind) &&
               expected_.at(transition->target).has(kind))
        return true;
    }
  }
  return false;
}

bool ErrorStrategy::mendMissingOpenBrace(const TokenSet &expected, size_t state) {
  const TokenKind next = stream_.nextKind();
  if (!expected.has(TokenKind::LBRACE) || expected.has(TokenKind::SHELL) || next == TokenKind::RBRACE ||
      !couldFollowOpenBrace(next, state) || !count())
    return false;
  const Range where = endOfPrevious();
  diagnostics_.report(diag::unexpectedToken, where, "`{`", show(*stream_.at(1)))
      .edit("open the block", where, " {", true);
  stream_.insert(TokenKind::LBRACE);
  return true;
}

bool ErrorStrategy::mendReservedName(const TokenSet &expected) {
  SyntaxToken &token = *stream_.at(1);
  if (!expected.has(TokenKind::WORD) || !isReserved(token.kind()))
    return false;
  // `owner undo ...` lacks its name; `step undo {` has one that cannot be.
  const TokenKind after = stream_.at(2)->kind();
  if (after != TokenKind::LBRACE && after != TokenKind::STRING && after != TokenKind::COLON &&
      after != TokenKind::EQUALS)
    return false;
  if (!count())
    return false;
  diagnostics_.report(diag::reservedName, rangeOf(token), token.text())
      .help(fmt::format("choose another name, such as `{}_it`", token.text()));
  token.become(TokenKind::WORD);
  return true;
}

// ---- reporting

void ErrorStrategy::report(const TokenSet &expected) {
  recovering_ = true;
  ++holes_;
  const SyntaxToken &token = *stream_.at(1);
  if (token.kind() == TokenKind::END) {
    if (endForgiven_)
      return;
    endForgiven_ = true;
  }
  if (!count())
    return;
  if (token.kind() == TokenKind::RBRACE && blocks_.innermost() == nullptr && !expected.has(TokenKind::RBRACE)) {
    diagnostics_.report(diag::strayBrace, rangeOf(token)).edit("leave it out", rangeOf(token), "", false);
    stream_.consume();
    return;
  }
  const bool isWord = token.kind() == TokenKind::WORD || !keywordText(token.kind()).empty();
  if (isWord && !expected.has(TokenKind::WORD) && keywordsOf(expected).size() > 6) {
    reportUnknownWord(token);
    return;
  }
  if (expected.has(TokenKind::BECAUSE) && stream_.at(-1)->kind() == TokenKind::NONE) {
    diagnostics_.report(diag::unexpectedToken, rangeOf(*stream_.at(-1)), "`because`", show(token))
        .edit("say why there is nothing to take back", endOfPrevious(), " because \"...\"", false);
    return;
  }
  auto builder = diagnostics_.report(diag::unexpectedToken, rangeOf(token), describe(expected), show(token));
  if (isReserved(token.kind()) && expected.has(TokenKind::WORD))
    builder.note(fmt::format("`{}` is a word of the grammar: nothing can be named so", token.text()));
  if (token.kind() == TokenKind::WORD && expected.has(TokenKind::STRING) && !expected.has(TokenKind::WORD))
    builder.help("text stands between quotes");
  if (token.kind() == TokenKind::INTEGER && expected.has(TokenKind::DURATION))
    builder.edit("with a unit: minutes?", rangeOf(token), fmt::format("{}m", token.text()), false);
  if (token.kind() == TokenKind::STRING && expected.has(TokenKind::SHELL))
    builder.help("shell stands between backticks, what a person does after `manual`");
}

void ErrorStrategy::reportUnknownWord(const SyntaxToken &token) {
  const OpenBlock *block = blocks_.innermost();
  if (block == nullptr) {
    diagnostics_.report(diag::unknownDeclaration, rangeOf(token), token.text())
        .help("a file holds imports, contacts, actions, resources, policies, and one `change`");
    return;
  }
  const auto clauses = clausesOf(block->kind);
  auto builder = diagnostics_.report(diag::unknownClause, rangeOf(token), token.text(), keyword(block->kind));
  const bool works = token.kind() == TokenKind::MANUAL || token.kind() == TokenKind::WAIT;
  if (works && std::find(clauses.begin(), clauses.end(), "do") != clauses.end()) {
    builder.edit(fmt::format("`{}` stands behind `do`", token.text()), {file_, token.begin(), token.begin()}, "do ",
                 false);
    return;
  }
  if (!clauses.empty())
    builder.note(fmt::format("a {} has: {}", keyword(block->kind), fmt::join(clauses, ", ")));
  if (const auto items = itemsOf(block->kind); !items.empty())
    builder.note(fmt::format("and holds: {}", fmt::join(items, ", ")));
}

} // namespace changec::syntax
