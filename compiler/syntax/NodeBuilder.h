// Makes single nodes of the tree from ANTLR's nodes. Called only for rules that were parsed without a mistake, so every
// part that the grammar demands is there. Private to this library.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "syntax/TokenStream.h"
#include "syntax/Tree.h"

#include <ChangeParser.h>

#include <utility>
#include <vector>

namespace changec::syntax {

class NodeBuilder {
public:
  using P = grammar::ChangeParser;

  NodeBuilder(File &file, DiagnosticEngine &diagnostics) : file_(file), diagnostics_(diagnostics) {}

  /// Whether a block of text or shell was made since the last question that may hold what was meant to follow it.
  bool tookTooMuch() { return std::exchange(tookTooMuch_, false); }

  // Tokens.
  [[nodiscard]] Range range(const antlr4::Token *token) const;
  [[nodiscard]] Range range(const antlr4::ParserRuleContext *context) const;
  [[nodiscard]] Name name(const antlr4::Token *token) const;
  [[nodiscard]] Name name(const P::NameContext *context) const;
  [[nodiscard]] Text text(const P::TextContext *context);
  [[nodiscard]] std::optional<Text> optionalText(const P::TextContext *context);
  [[nodiscard]] Shell shell(const P::ShellContext *context);
  template <typename Context> [[nodiscard]] Literal literal(const Context *context, Literal::Kind kind) const {
    return literal(context->token, kind);
  }
  [[nodiscard]] Literal literal(const antlr4::Token *token, Literal::Kind kind) const;
  [[nodiscard]] Literal wholeNumber(const P::ValueContext *context) const;

  // Lists and values.
  std::span<const Name> names(const std::vector<P::NameContext *> &contexts);
  std::span<const Name> names(const std::vector<P::EventNameContext *> &contexts);
  std::span<const Name> names(const P::NamesContext *context);
  Value value(const P::ValueContext *context);
  std::optional<Value> optionalValue(const P::ValueContext *context);
  Reference reference(const P::ReferenceContext *context);
  StepReference stepReference(const P::StepReferenceContext *context);
  Type type(const P::TypeContext *context);
  std::span<const Parameter> parameters(const P::ParametersContext *context);
  const Each *each(const P::EachContext *context);

  // Operations.
  Operation operation(const P::OperationContext *context);
  Operations operations(const P::OperationsContext *context);

  // What stands in blocks.
  Attribute attribute(const P::AttributeContext *context);
  /// `allow` among attributes is the clause that it is elsewhere.
  Clause allowance(const P::AttributeContext *context);
  PolicyRule policyRule(const P::PolicyRuleContext *context);
  Check check(const P::CheckContext *context);
  Message message(const P::MessageContext *context);
  /// The clause of a clause rule; nothing for other rules.
  std::optional<Clause> clause(const antlr4::ParserRuleContext *context);

  /// Moves a list into the file's arena.
  template <typename T> std::span<const T> keep(const std::vector<T> &items) {
    static_assert(std::is_trivially_destructible_v<T>, "the arena runs no destructors");
    if (items.empty())
      return {};
    T *copy = file_.arena.template Allocate<T>(items.size());
    std::uninitialized_copy(items.begin(), items.end(), copy);
    return {copy, items.size()};
  }
  template <typename T> T &make(const T &item) {
    static_assert(std::is_trivially_destructible_v<T>, "the arena runs no destructors");
    return *new (file_.arena.template Allocate<T>()) T(item);
  }

private:
  void noteBlank(const SyntaxToken &token, bool block);
  File &file_;
  DiagnosticEngine &diagnostics_;
  bool tookTooMuch_ = false;

  Name requireName(const Value &value);
  MessageAt moment(const P::WhenContext *context);
  Undo operationUndo(const P::ListedUndoContext *context);
  State state(const P::StateContext *context);
  Event event(const P::EventContext *context);
};

} // namespace changec::syntax
