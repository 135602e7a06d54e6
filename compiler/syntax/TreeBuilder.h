// Makes the tree while ANTLR parses: a declaration or clause is built when its rule ends, from the labels that the
// grammar gives its parts, and ANTLR's own nodes for it are freed at once. Private to this library.
#pragma once

#include "syntax/ErrorStrategy.h"
#include "syntax/NodeBuilder.h"
#include "syntax/TokenStream.h"
#include "syntax/Tree.h"

#include <ChangeParser.h>

#include <vector>

namespace changec::syntax {

class TreeBuilder final : public antlr4::tree::ParseTreeListener, public BlockTracker {
public:
  TreeBuilder(grammar::ChangeParser &parser, TokenStream &stream, const SourceFile &source, File &file,
              DiagnosticEngine &diagnostics, const Limits &limits)
      : parser_(parser), stream_(stream), source_(source), file_(file), nodes_(file, diagnostics),
        diagnostics_(diagnostics), limits_(limits) {}

  /// Must be set before the parse starts.
  void watch(ErrorStrategy *strategy) { strategy_ = strategy; }

  void enterEveryRule(antlr4::ParserRuleContext *context) override;
  void exitEveryRule(antlr4::ParserRuleContext *context) override;
  void visitTerminal(antlr4::tree::TerminalNode * /*node*/) override {}
  void visitErrorNode(antlr4::tree::ErrorNode * /*node*/) override {}

  [[nodiscard]] const OpenBlock *innermost() const override;
  [[nodiscard]] const OpenBlock *likelyUnclosed() const override;

private:
  /// A declaration being parsed: what has been gathered for it.
  struct Open {
    OpenBlock block;
    uint32_t indentation = 0;
    unsigned holesBefore = 0;
    unsigned holesInside = 0; ///< In the blocks within it.
    bool swallowed = false;   ///< Part of it was read as the end of an unclosed block of text.
    std::vector<Clause> clauses;
    std::vector<const Declaration *> items;
    std::vector<Attribute> attributes;
    std::vector<Check> checks;
    std::vector<Message> messages;
    std::vector<PolicyRule> rules;
    std::optional<Shell> send;
    std::optional<Text> manual;
    std::optional<Literal> longest;
  };

  grammar::ChangeParser &parser_;
  TokenStream &stream_;
  const SourceFile &source_;
  File &file_;
  NodeBuilder nodes_;
  DiagnosticEngine &diagnostics_;
  Limits limits_;
  ErrorStrategy *strategy_ = nullptr;
  unsigned depth_ = 0;
  std::vector<Open> open_;
  /// The line that indentation was asked of last: offsets come in order, and a line may be as long as the file.
  struct Line {
    uint32_t start = 0;
    uint32_t asked = 0;
    uint32_t indentation = 0;
  };
  Line line_;
  std::optional<OpenBlock> suspect_; ///< Something inside it is not indented further than it is.
  /// ANTLR's nodes of the rules around the one being parsed, and how many mistakes there were when each began.
  struct Saved {
    antlr4::tree::ParseTreeTracker nodes;
    unsigned holes = 0;
  };
  std::vector<Saved> saved_;

  void push(antlr4::ParserRuleContext *context, Declaration::Kind kind);
  void noteSuspect(uint32_t indentation);
  void setAsideNodes();
  /// Frees the nodes since setAsideNodes; gives how many mistakes have come since then.
  unsigned restoreNodes();
  void exitBlock(antlr4::ParserRuleContext *context);
  void exitUnit(antlr4::ParserRuleContext *context);
  void addDeclaration(Declaration &declaration, const antlr4::ParserRuleContext *context);
  void attach(const Declaration *declaration);
  Declaration &finish(const Open &open, const antlr4::ParserRuleContext *context, bool damaged);
  [[nodiscard]] std::string_view docBefore(uint32_t offset) const;
  [[nodiscard]] uint32_t indentationOf(uint32_t offset);
  [[nodiscard]] std::vector<Clause> *clauses() { return open_.empty() ? nullptr : &open_.back().clauses; }
};

} // namespace changec::syntax
