// The scanner's tokens as ANTLR wants to see them. Private to this library.
#pragma once

#include "syntax/Scanner.h"

#include <antlr4-runtime.h>

#include <algorithm>
#include <list>
#include <vector>

namespace changec::syntax {

/// A token that knows its bytes and nothing more.
class SyntaxToken final : public antlr4::Token {
public:
  SyntaxToken(ScannedToken scanned, uint32_t index, std::string_view source)
      : source_(source.data()), begin_(scanned.begin), end_(scanned.end), index_(index), kind_(scanned.kind),
        damaged_(scanned.damaged) {}

  [[nodiscard]] uint32_t begin() const { return begin_; }
  [[nodiscard]] uint32_t end() const { return end_; }
  [[nodiscard]] TokenKind kind() const { return kind_; }
  /// What is wrong with it has been reported.
  [[nodiscard]] bool damaged() const { return damaged_; }
  [[nodiscard]] std::string_view text() const { return {source_ + begin_, end_ - begin_}; }
  /// A misspelt keyword becomes the one that was meant.
  void become(TokenKind kind) { kind_ = kind; }

  [[nodiscard]] size_t getType() const override {
    return kind_ == TokenKind::END ? antlr4::Token::EOF : static_cast<size_t>(kind_);
  }
  [[nodiscard]] std::string getText() const override { return std::string(text()); }
  [[nodiscard]] size_t getLine() const override { return 0; }
  [[nodiscard]] size_t getCharPositionInLine() const override { return 0; }
  [[nodiscard]] size_t getChannel() const override { return antlr4::Token::DEFAULT_CHANNEL; }
  [[nodiscard]] size_t getTokenIndex() const override { return index_; }
  [[nodiscard]] size_t getStartIndex() const override { return begin_; }
  [[nodiscard]] size_t getStopIndex() const override { return end_; }
  [[nodiscard]] antlr4::TokenSource *getTokenSource() const override { return nullptr; }
  [[nodiscard]] antlr4::CharStream *getInputStream() const override { return nullptr; }
  [[nodiscard]] std::string toString() const override { return getText(); }

private:
  const char *source_;
  uint32_t begin_;
  uint32_t end_;
  uint32_t index_;
  TokenKind kind_;
  bool damaged_;
};

/// Every token that the parser meets is one of ours.
inline const SyntaxToken &syntaxToken(const antlr4::Token *token) {
  return static_cast<const SyntaxToken &>(*token);
}

/// All tokens of a file, then its end for ever.
class TokenStream final : public antlr4::TokenStream {
public:
  TokenStream(const std::vector<ScannedToken> &scanned, std::string_view source);

  SyntaxToken *at(ssize_t k);
  /// The next token's kind without ANTLR's number for the end.
  TokenKind nextKind() { return at(1)->kind(); }
  /// Puts a token that was left out before the next one; it covers no bytes.
  void insert(TokenKind kind);
  /// Whether only blanks stand before the token on its line.
  [[nodiscard]] bool beginsLine(const SyntaxToken &token) const;
  /// The end of the line that the token begins on.
  uint32_t lineEnd(const SyntaxToken &token);
  /// Where a path begins that the next token is in, such as `/usr` or `~/x`: its first byte became no token. The
  /// token's own begin where there is none.
  uint32_t pathBegin();
  /// The rest of the file is not read.
  void cut();
  [[nodiscard]] bool isCut() const { return cut_; }

  antlr4::Token *LT(ssize_t k) override { return at(k); }
  size_t LA(ssize_t k) override { return at(k)->getType(); }
  void consume() override;
  size_t index() override { return next_; }
  void seek(size_t index) override { next_ = index; }
  ssize_t mark() override { return 0; }
  void release(ssize_t /*marker*/) override {}
  size_t size() override { return tokens_.size(); }
  [[nodiscard]] antlr4::Token *get(size_t index) const override { return const_cast<SyntaxToken *>(&tokens_[index]); }
  [[nodiscard]] antlr4::TokenSource *getTokenSource() const override { return nullptr; }
  [[nodiscard]] std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval & /*interval*/) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext * /*context*/) override { return {}; }
  std::string getText(antlr4::Token * /*start*/, antlr4::Token * /*stop*/) override { return {}; }

private:
  std::string_view source_;
  std::vector<SyntaxToken> tokens_; ///< The last one is the end.
  size_t next_ = 0;
  std::list<SyntaxToken> inserted_; ///< All that ever were; rules keep pointers to them.
  SyntaxToken *pending_ = nullptr;  ///< Inserted and not yet consumed.
  SyntaxToken *previous_ = nullptr; ///< Inserted and consumed just now.
  bool cut_ = false;
  /// The last answer of lineEnd: a line may be as long as the file, and is asked about for each of its tokens.
  uint32_t asked_ = UINT32_MAX;
  uint32_t askedEnd_ = 0;
};

} // namespace changec::syntax
