#include "sema/Scopes.h"

#include "sema/Names.h"
#include "sema/Parameters.h"
#include "sema/Placement.h"
#include "sema/Values.h"

namespace changec::sema {
namespace {

using syntax::Declaration;

constexpr uint32_t mostRetries = 1000;

void lowerRemember(Lowering &lowering, Frame &frame, const syntax::Remember &remember) {
  Context &context = lowering.context;
  if (!checkVariableName(context, remember.name, "remembered value"))
    return;
  if (const Variable *known = frame.variables->findHere(remember.name.text)) {
    context.diagnostics.report(diag::nameTwice, remember.name.range, "remembered value", remember.name.text)
        .label(known->declared, "the first one")
        .help("give one of them another name");
    return;
  }
  plan::Scope &scope = context.plan.scopes[frame.scope];
  plan::RememberedValue value;
  value.key = fmt::format("{}.{}", scope.key, remember.name.text);
  value.name = remember.name.text;
  value.shell = shellText(remember.source);
  value.secret = remember.secret;
  value.scope = frame.scope;
  value.place = context.place(remember.name.range);
  const auto index = static_cast<uint32_t>(context.plan.values.size());
  scope.remembers.push_back(index);
  context.plan.values.push_back(std::move(value));
  plan::Text text;
  text.parts.emplace_back(plan::Text::Remembered{index});
  const Type type{remember.secret ? Type::Base::secret : Type::Base::string, false};
  frame.variables->add({remember.name.text, type, std::move(text), remember.name.range, remember.secret});
}

void lowerTimes(Lowering &lowering, const Frame &frame, const Declaration &declaration) {
  Context &context = lowering.context;
  plan::Scope &scope = context.plan.scopes[frame.scope];
  if (const auto *timeout = clauseOf<syntax::Takes>(declaration, [](const auto &c) { return c.isTimeout; })) {
    scope.timeout = readDuration(context, timeout->forward);
    if (timeout->back)
      scope.undoTimeout = readDuration(context, *timeout->back);
  }
  if (const auto *retry = clauseOf<syntax::Retry>(declaration)) {
    scope.retries = readCount(context, retry->count, mostRetries).value_or(0);
    if (retry->pause)
      scope.retryPause = readDuration(context, *retry->pause).value_or(0);
  }
}

void lowerKeep(Lowering &lowering, const Frame &frame, const syntax::KeepClause &keep) {
  const TextNames names = lowering.textNames(*frame.variables);
  if (auto path = readValueAs(lowering.context, keep.path, {Type::Base::path, false}, names)) {
    plan::Scope &scope = lowering.context.plan.scopes[frame.scope];
    if (const auto constant = path->constant();
        constant && !constant->starts_with('/') && !constant->starts_with('<')) {
      const bool given = frame.call.valid(); // to an action: the mistake is the argument's
      if (!given || scope.keeps.empty())
        lowering.context.diagnostics.report(diag::relativePath, given ? frame.call : keep.path.range, *constant)
            .help("write the whole path: a backout may be started from another folder");
    }
    scope.keeps.push_back({std::move(*path), lowering.context.place(keep.path.range)});
  }
}

} // namespace

uint32_t addScope(Lowering &lowering, std::string key, uint32_t parent, uint32_t step) {
  if (parent == plan::none)
    lowering.callsLeft = mostCalls;
  plan::Scope scope;
  scope.key = std::move(key);
  scope.parent = parent;
  scope.step = step;
  lowering.context.plan.scopes.push_back(std::move(scope));
  return static_cast<uint32_t>(lowering.context.plan.scopes.size() - 1);
}

void collectShell(std::span<const syntax::Operation> operations, std::vector<syntax::Shell> &texts) {
  for (const syntax::Operation &operation : operations) {
    if (const auto *run = std::get_if<syntax::Operation::Run>(&operation.what))
      texts.push_back(run->shell);
    else if (const auto *wait = std::get_if<syntax::Operation::WaitUntil>(&operation.what))
      texts.push_back(wait->condition);
    if (operation.undo != nullptr)
      for (const syntax::Operation &inner : operation.undo->operations)
        if (const auto *run = std::get_if<syntax::Operation::Run>(&inner.what))
          texts.push_back(run->shell);
  }
}

namespace {

/// Every shell text of a declaration's clauses.
std::vector<syntax::Shell> shellOf(const Declaration &declaration) {
  std::vector<syntax::Shell> texts;
  for (const syntax::Clause &clause : declaration.clauses)
    std::visit(Overloaded{
                   [&](const syntax::Do &c) { collectShell(c.what.items, texts); },
                   [&](const syntax::UndoClause &c) { collectShell(c.what.items, texts); },
                   [&](const syntax::Verify &c) { collectShell(c.what.items, texts); },
                   [&](const syntax::Require &c) { collectShell(c.what.items, texts); },
                   [&](const syntax::Remember &c) { texts.push_back(c.source); },
                   [&](const syntax::ObserveClause &c) { texts.push_back(c.what); },
                   [&](const syntax::When &c) { texts.push_back(c.condition); },
                   [](const auto &) {},
               },
               clause.what);
  return texts;
}

/// May name what is known when the plan is compiled.
std::string reasonOf(Lowering &lowering, const Frame &frame, const syntax::Text &why) {
  const plan::Text text = readText(lowering.context, why, lowering.textNames(*frame.variables));
  if (std::optional<std::string> constant = text.constant())
    return *constant;
  lowering.context.diagnostics.report(diag::titleNotConstant, why.range);
  return {};
}

} // namespace

plan::Requirement lowerRequirement(Lowering &lowering, const Frame &frame, const syntax::Require &require,
                                   const std::string &prefix) {
  plan::Requirement requirement;
  requirement.place = lowering.context.place(require.what.range);
  if (require.why)
    requirement.why = reasonOf(lowering, frame, *require.why);
  requirement.operations = lowerOperations(lowering, frame, require.what, prefix, Use::look);
  return requirement;
}

void lowerClauses(Lowering &lowering, Frame &frame, const Declaration &declaration, const syntax::Operations *main) {
  Context &context = lowering.context;
  // Lowering an operation may add scopes: the scope is looked up anew each time it is written to.
  const auto scope = [&]() -> plan::Scope & { return context.plan.scopes[frame.scope]; };
  const std::string key = scope().key;
  if (declaration.damaged)
    frame.variables->markIncomplete();
  for (const syntax::Clause &clause : declaration.clauses)
    if (const auto *remember = std::get_if<syntax::Remember>(&clause.what))
      lowerRemember(lowering, frame, *remember);
  bindVariables(lowering, frame, shellOf(declaration));
  lowerTimes(lowering, frame, declaration);

  unsigned requirements = 0;
  for (const syntax::Clause &clause : declaration.clauses) {
    if (const auto *keep = std::get_if<syntax::KeepClause>(&clause.what)) {
      lowerKeep(lowering, frame, *keep);
    } else if (const auto *observe = std::get_if<syntax::ObserveClause>(&clause.what)) {
      refuseSecrets(lowering, frame, observe->what);
      scope().observes.push_back({shellText(observe->what), context.place(observe->what.range)});
    } else if (const auto *require = std::get_if<syntax::Require>(&clause.what)) {
      plan::Requirement requirement =
          lowerRequirement(lowering, frame, *require, fmt::format("{}/require/{}.", key, ++requirements));
      scope().requirements.push_back(std::move(requirement));
    } else if (auto effect = lowerEffect(lowering, frame, clause)) {
      scope().effects.push_back(std::move(*effect));
    }
  }
  if (main != nullptr) {
    std::vector<plan::Operation> operations = lowerOperations(lowering, frame, *main, key + "/", Use::doing);
    scope().operations = std::move(operations);
  }
  for (const syntax::Clause &clause : declaration.clauses)
    if (const auto *verify = std::get_if<syntax::Verify>(&clause.what)) {
      std::vector<plan::Operation> operations = lowerOperations(
          lowering, frame, verify->what, key + (verify->afterUndo ? "/verify-undo/" : "/verify/"), Use::look);
      (verify->afterUndo ? scope().verifyUndo : scope().verify) = std::move(operations);
    }
}

} // namespace changec::sema
