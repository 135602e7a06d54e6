// What the parser does when a token does not fit: mends the likely slip and goes on, or says what was expected and
// skips to where sense begins again. Private to this library.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "syntax/Expected.h"
#include "syntax/Parser.h"
#include "syntax/TokenStream.h"

#include <antlr4-runtime.h>

namespace changec::syntax {

/// A declaration whose `{` has been read and whose `}` has not.
struct OpenBlock {
  Declaration::Kind kind;
  Range keyword;
  Range brace;
  std::string_view name;
};

/// What the strategy asks of the tree builder.
class BlockTracker {
public:
  virtual ~BlockTracker() = default;
  /// The innermost open block, or null at file level.
  [[nodiscard]] virtual const OpenBlock *innermost() const = 0;
  /// The block that most likely lacks its `}`, judged by indentation; null at file level.
  [[nodiscard]] virtual const OpenBlock *likelyUnclosed() const = 0;
};

class ErrorStrategy final : public antlr4::ANTLRErrorStrategy {
public:
  ErrorStrategy(TokenStream &stream, const antlr4::atn::ATN &atn, const BlockTracker &blocks, FileId file,
                DiagnosticEngine &diagnostics, const Limits &limits)
      : stream_(stream), atn_(atn), expected_(atn), blocks_(blocks), file_(file), diagnostics_(diagnostics),
        limits_(limits) {}

  /// How many mistakes left a hole in the tree.
  [[nodiscard]] unsigned holes() const { return holes_; }
  /// Whether a whole block was skipped: what it declared is unknown.
  [[nodiscard]] bool skippedBlock() const { return skippedBlock_; }
  /// Nothing more is said of this file, and nothing more of it is read.
  void giveUp();
  /// What is missing at the end of the file has been explained already.
  void forgiveEnd() { endForgiven_ = true; }

  void reset(antlr4::Parser *parser) override;
  antlr4::Token *recoverInline(antlr4::Parser *parser) override;
  void recover(antlr4::Parser *parser, std::exception_ptr error) override;
  void sync(antlr4::Parser *parser) override;
  bool inErrorRecoveryMode(antlr4::Parser *parser) override;
  void reportMatch(antlr4::Parser *parser) override;
  void reportError(antlr4::Parser *parser, const antlr4::RecognitionException &error) override;

private:
  /// Where sense begins again after a mistake. Most words of the grammar may also be names or words of prose: one that
  /// would leave the block counts only where it begins a line.
  struct Resumption {
    TokenSet inside;  ///< Of the innermost block, its `}` included.
    TokenSet outside; ///< Of the blocks around it.
  };

  TokenStream &stream_;
  const antlr4::atn::ATN &atn_;
  ExpectedTokens expected_;
  const BlockTracker &blocks_;
  FileId file_;
  DiagnosticEngine &diagnostics_;
  Limits limits_;
  bool recovering_ = false;
  bool silent_ = false;
  bool endForgiven_ = false;
  bool skippedBlock_ = false;
  unsigned holes_ = 0;
  unsigned reported_ = 0;
  size_t lastErrorIndex_ = SIZE_MAX;

  [[nodiscard]] Range rangeOf(const SyntaxToken &token) const { return {file_, token.begin(), token.end()}; }
  [[nodiscard]] Range endOfPrevious();
  [[nodiscard]] bool fits(const TokenSet &set);
  bool count();

  bool mend(const TokenSet &expected, size_t state);
  bool mendSpelling(const TokenSet &expected);
  bool mendStrayPunctuation(const TokenSet &expected);
  bool mendSplitDuration(const TokenSet &expected);
  bool mendMissingOpenBrace(const TokenSet &expected, size_t state);
  bool mendBareShell(const TokenSet &expected);
  bool mendMissingCloseBrace(const TokenSet &expected);
  bool mendReservedName(const TokenSet &expected);
  void closeAtEnd();
  void report(const TokenSet &expected);
  void reportUnknownWord(const SyntaxToken &token);
  [[nodiscard]] Resumption resumption(antlr4::Parser *parser);
  [[nodiscard]] bool resumes(const Resumption &resumption);
  [[nodiscard]] bool couldFollowOpenBrace(TokenKind kind, size_t state);
  void skipUntil(const Resumption &resumption);
  void skipToClause(const Resumption &resumption, const TokenSet &expected);
  void skipLine();
  void skipBraced();
};

} // namespace changec::syntax
