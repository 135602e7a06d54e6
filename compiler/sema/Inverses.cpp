#include "sema/Inverses.h"

#include "sema/Covers.h"

#include "diagnostics/Spelling.h"
#include "sema/Names.h"
#include "sema/Placement.h"
#include "sema/ReverseActions.h"
#include "sema/SuggestInverse.h"

#include <algorithm>

namespace changec::sema {
namespace {

using plan::InverseKind;
using plan::OperationKind;
using syntax::Declaration;

/// The clauses that each are an inverse.
std::vector<const syntax::Clause *> inverseClauses(const Declaration &declaration) {
  std::vector<const syntax::Clause *> found;
  for (const syntax::Clause &clause : declaration.clauses)
    if (std::holds_alternative<syntax::UndoClause>(clause.what) ||
        std::holds_alternative<syntax::UndoneBy>(clause.what) ||
        std::holds_alternative<syntax::Irreversible>(clause.what))
      found.push_back(&clause);
  return found;
}

const syntax::Undo *firstOperationUndo(const Declaration &declaration) {
  for (const syntax::Clause &clause : declaration.clauses)
    if (const auto *doing = std::get_if<syntax::Do>(&clause.what))
      for (const syntax::Operation &operation : doing->what.items)
        if (operation.undo != nullptr)
          return operation.undo;
  return nullptr;
}

void checkOnlyOne(Lowering &lowering, const Declaration &declaration) {
  const auto clauses = inverseClauses(declaration);
  const syntax::Undo *ofOperation = firstOperationUndo(declaration);
  if (clauses.size() > 1 && clauses[0]->what.index() != clauses[1]->what.index())
    lowering.context.diagnostics.report(diag::twoInverses, clauses[1]->range, declaration.name.text)
        .label(clauses[0]->range, "the first one")
        .help("keep the one that takes the step back");
  else if (!clauses.empty() && ofOperation != nullptr)
    lowering.context.diagnostics.report(diag::twoInverses, clauses[0]->range, declaration.name.text)
        .label(ofOperation->range, "an operation brings its own")
        .help("either every operation has its `undo`, or the step has one as a whole");
}

} // namespace

plan::Inverse lowerInverse(Lowering &lowering, const Frame &frame, const Declaration &declaration) {
  Context &context = lowering.context;
  checkOnlyOne(lowering, declaration);
  plan::Inverse inverse;
  const auto clauses = inverseClauses(declaration);
  if (clauses.empty())
    return inverse;
  inverse.place = context.place(clauses.front()->range);
  if (const auto *irreversible = std::get_if<syntax::Irreversible>(&clauses.front()->what)) {
    inverse.kind = InverseKind::irreversible;
    inverse.because = readPlain(context, irreversible->because);
  } else if (std::holds_alternative<syntax::UndoneBy>(clauses.front()->what)) {
    inverse.kind = InverseKind::undoneBy;
  } else {
    const auto &undo = std::get<syntax::UndoClause>(clauses.front()->what);
    inverse.kind = undo.nothing ? InverseKind::nothing : InverseKind::undo;
    if (undo.because)
      inverse.because = readPlain(context, *undo.because);
    if (!undo.nothing)
      inverse.operations =
          lowerOperations(lowering, frame, undo.what, context.plan.scopes[frame.scope].key + "/undo/", Use::undo);
  }
  return inverse;
}

bool carriesInverse(const plan::Plan &plan, const plan::Operation &operation) {
  switch (operation.kind) {
  case OperationKind::wait:
  case OperationKind::waitUntil:
  case OperationKind::checks:
  case OperationKind::putBack: return true;
  case OperationKind::call: return operation.inverse.has_value() || carriesInverse(plan, plan.scopes[operation.scope]);
  case OperationKind::shell:
  case OperationKind::manual: return operation.inverse.has_value();
  }
  return false;
}

bool carriesInverse(const plan::Plan &plan, const plan::Scope &scope) {
  if (scope.inverse.kind != InverseKind::ofOperations || !scope.keeps.empty())
    return true;
  return std::all_of(scope.operations.begin(), scope.operations.end(),
                     [&](const plan::Operation &operation) { return carriesInverse(plan, operation); });
}

// ---- as operations; calls nest no deeper than deepestCall

namespace {

class Flattener {
public:
  Flattener(const plan::Plan &plan, const std::string &prefix) : plan_(plan), prefix_(prefix) {}

  void addForwards(const std::vector<plan::Operation> &operations) {
    for (const plan::Operation &operation : operations) {
      if (operation.kind == OperationKind::call)
        addForwards(plan_.scopes[operation.scope].operations);
      else
        add(operation);
    }
  }

  void addInverse(const plan::Scope &scope, uint32_t index) {
    if (scope.inverse.kind == InverseKind::undo) {
      addForwards(scope.inverse.operations);
    } else if (scope.inverse.kind == InverseKind::ofOperations) {
      for (auto operation = scope.operations.rbegin(); operation != scope.operations.rend(); ++operation) {
        if (operation->inverse)
          addForwards(operation->inverse->operations);
        else if (operation->kind == OperationKind::call)
          addInverse(plan_.scopes[operation->scope], operation->scope);
      }
    }
    if (!scope.keeps.empty()) {
      plan::Operation putBack;
      putBack.kind = OperationKind::putBack;
      putBack.scope = index;
      putBack.place = scope.keeps.front().place;
      add(putBack);
    }
  }

  std::vector<plan::Operation> take() { return std::move(result_); }

private:
  const plan::Plan &plan_;
  const std::string &prefix_;
  std::vector<plan::Operation> result_;

  void add(plan::Operation operation) {
    operation.key = fmt::format("{}{}", prefix_, result_.size() + 1);
    operation.inverse.reset();
    result_.push_back(std::move(operation));
  }
};

} // namespace

std::vector<plan::Operation> inverseOperations(const plan::Plan &plan, uint32_t scope, const std::string &prefix) {
  Flattener flattener(plan, prefix);
  flattener.addInverse(plan.scopes[scope], scope);
  return flattener.take();
}

std::vector<plan::Operation> leafOperations(const plan::Plan &plan, const std::vector<plan::Operation> &operations,
                                            const std::string &prefix) {
  Flattener flattener(plan, prefix);
  flattener.addForwards(operations);
  return flattener.take();
}

// ---- judging

namespace {

/// The nearest irreversible scope within a scope: its own inverse, or that of an action it calls.
const plan::Scope *irreversibleIn(const plan::Plan &plan, const plan::Scope &scope) {
  if (scope.inverse.kind == InverseKind::irreversible)
    return &scope;
  if (scope.inverse.kind != InverseKind::ofOperations)
    return nullptr;
  for (const plan::Operation &operation : scope.operations)
    if (operation.kind == OperationKind::call && !operation.inverse)
      if (const plan::Scope *found = irreversibleIn(plan, plan.scopes[operation.scope]))
        return found;
  return nullptr;
}

class InverseCheck {
public:
  InverseCheck(Lowering &lowering, uint32_t step, const Declaration &declaration, uint32_t acceptedBy)
      : lowering_(lowering), context_(lowering.context), step_(step), declaration_(declaration),
        acceptedBy_(acceptedBy) {}

  void run() {
    plan::Scope &scope = rootScope();
    if (scope.inverse.kind == InverseKind::undoneBy)
      return checkCover();
    if (const plan::Scope *irreversible = irreversibleIn(context_.plan, scope)) {
      checkAccepted(*irreversible);
      lowering_.lastIrreversible = step_;
      return;
    }
    if (scope.inverse.kind == InverseKind::ofOperations && !declaration_.damaged)
      checkEachOperation();
  }

private:
  Lowering &lowering_;
  Context &context_;
  uint32_t step_;
  const Declaration &declaration_;
  uint32_t acceptedBy_;

  plan::Scope &rootScope() { return context_.plan.scopes[context_.plan.steps[step_].scope]; }

  void checkAccepted(const plan::Scope &irreversible) {
    plan::Scope &scope = rootScope();
    if (&irreversible != &scope) {
      scope.inverse.kind = InverseKind::irreversible;
      scope.inverse.because = irreversible.inverse.because;
    }
    scope.inverse.acceptedBy = acceptedBy_;
    if (acceptedBy_ != plan::none || declaration_.damaged)
      return;
    const auto *clause = clauseHolding(declaration_, clauseOf<syntax::Irreversible>(declaration_));
    const Range range = clause != nullptr ? clause->range : declaration_.name.range;
    auto builder = context_.diagnostics.report(diag::irreversibleNotAccepted, range, declaration_.name.text);
    if (clause != nullptr)
      builder.edit("name who accepts it", {range.file, range.end, range.end}, " accepted by NAME", false);
    else
      builder.note(fmt::format("'{}' is irreversible: {}", irreversible.action, irreversible.inverse.because))
          .help("write `accepted by NAME` in the step or in its phase");
  }

  /// Without an inverse of the step's own, each operation brings one.
  void checkEachOperation() {
    if (clauseOf<syntax::KeepClause>(declaration_) != nullptr)
      return;
    std::vector<const syntax::Operation *> lacking;
    for (const syntax::Clause &clause : declaration_.clauses)
      if (const auto *doing = std::get_if<syntax::Do>(&clause.what);
          doing != nullptr && doing->kind != syntax::Do::Kind::leave)
        for (size_t i = 0; i < doing->what.items.size() && i < rootScope().operations.size(); ++i)
          if (doing->what.items.size() == rootScope().operations.size() &&
              !carriesInverse(context_.plan, rootScope().operations[i]))
            lacking.push_back(&doing->what.items[i]);
    if (lacking.empty())
      return;
    context_.stepsWithoutInverse.insert(step_);
    auto builder = context_.diagnostics.report(diag::missingUndo, lacking.front()->range,
                                               syntax::keyword(declaration_.kind), declaration_.name.text);
    builder.here("nothing takes this back");
    for (size_t i = 1; i < lacking.size(); ++i)
      builder.label(lacking[i]->range, "nor this");
    if (const auto *call = std::get_if<syntax::Operation::Call>(&lacking.front()->what))
      builder.note(fmt::format("the action '{}' brings no inverse of its own", dotted(call->reference.path)));
    if (declaration_.kind == Declaration::Kind::guard) {
      builder.help("write `leave` and what ends it, or `undo` beside each operation of `enter`");
      return;
    }
    suggestReverse(builder, lacking);
    builder.help("write `undo` and what takes it back, `undone by STEP`, `undo none because \"...\"`, or `irreversible "
                 "because \"...\" accepted by NAME`");
  }

  /// Only the proof can say whether it restores, so these are for a person to judge.
  void suggestReverse(DiagnosticBuilder &builder, const std::vector<const syntax::Operation *> &lacking) {
    if (context_.diagnostics.isFull())
      return;
    for (const syntax::Operation *operation : lacking)
      if (std::holds_alternative<syntax::Operation::Run>(operation->what))
        suggestInverse(builder, lowering_, declaration_, *operation, lacking.size() == 1);
      else if (const auto *call = std::get_if<syntax::Operation::Call>(&operation->what))
        for (const std::string &reverse : reverseCalls(context_, lowering_.module, call->reference))
          builder.edit(fmt::format("`{}` does the reverse", reverse),
                       {operation->range.file, operation->range.end, operation->range.end},
                       fmt::format(" undo {}", reverse), false);
  }

  // ---- undone by

  [[nodiscard]] uint32_t findCover(const syntax::StepReference &reference, std::string &key) const {
    const plan::Step &step = context_.plan.steps[step_];
    key = reference.name.text;
    if (reference.element) {
      if (const auto *text = std::get_if<syntax::Text>(&reference.element->what))
        key += fmt::format("[{}]", text->raw);
      else
        key += fmt::format("[{}]", context_.text(reference.element->range));
    } else if (!step.element.empty()) {
      if (const auto same = lowering_.stepsByKey.find(fmt::format("{}{}", key, step.element));
          same != lowering_.stepsByKey.end())
        return same->second;
    }
    const auto found = lowering_.stepsByKey.find(key);
    return found == lowering_.stepsByKey.end() ? plan::none : found->second;
  }

  void checkCover() {
    const auto *clause = clauseOf<syntax::UndoneBy>(declaration_);
    const syntax::StepReference &reference = clause->cover;
    std::string key;
    const uint32_t cover = findCover(reference, key);
    if (cover == plan::none)
      return reportNotEarlier(reference, key);
    if (cover == step_) {
      context_.diagnostics.report(diag::undoneByItself, reference.range, key);
      return;
    }
    rootScope().inverse.coveredBy = cover;
    const plan::Step &covering = context_.plan.steps[cover];
    const Declaration &other = *lowering_.declaredSteps.at(reference.name.text).declaration;
    if (covering.scope == plan::none || !hasUndo(covering)) {
      context_.diagnostics.report(diag::coverHasNoUndo, reference.range, key)
          .label(other.name.range, "it has nothing that could take back more than itself")
          .help(fmt::format("give '{}' an `undo` that restores, or this step one of its own", key));
      return;
    }
    if (const uint32_t skipping = skipsCover(context_.plan, step_, cover); skipping != plan::none) {
      context_.diagnostics.report(diag::coverMayBeSkipped, reference.range, declaration_.name.text, key)
          .label(context_.rangeOf(context_.plan.steps[skipping].place), "its `when` may skip that")
          .help("put both into one guard that has the `when`, or give this step an undo of its own");
      return;
    }
    if (lowering_.lastIrreversible == plan::none || lowering_.lastIrreversible < cover)
      return;
    const plan::Step &irreversible = context_.plan.steps[lowering_.lastIrreversible];
    context_.diagnostics
        .report(diag::coverBeyondIrreversible, reference.range, declaration_.name.text, key, irreversible.key)
        .label(lowering_.declaredSteps.at(irreversible.name).declaration->name.range, "past here only forward")
        .help("give the step an undo of its own, or move it before the irreversible one");
  }

  [[nodiscard]] bool hasUndo(const plan::Step &step) const {
    const plan::Scope &scope = context_.plan.scopes[step.scope];
    if (scope.inverse.kind == InverseKind::undo)
      return true;
    return scope.inverse.kind == InverseKind::ofOperations && !scope.operations.empty() &&
           carriesInverse(context_.plan, scope);
  }

  void reportNotEarlier(const syntax::StepReference &reference, const std::string &key) {
    const auto declared = lowering_.declaredSteps.find(reference.name.text);
    if (declared != lowering_.declaredSteps.end() && declared->second.declaration == &declaration_ &&
        !reference.element) {
      context_.diagnostics.report(diag::undoneByItself, reference.range, key);
      return;
    }
    if (declared != lowering_.declaredSteps.end() && declared->second.declaration->kind == Declaration::Kind::phase) {
      context_.diagnostics.report(diag::unknownName, reference.name.range, "step", reference.name.text)
          .label(declared->second.declaration->name.range, "this is a phase")
          .help("name one of its steps");
      return;
    }
    if (declared != lowering_.declaredSteps.end() &&
        declared->second.order > lowering_.declaredSteps.at(declaration_.name.text).order) {
      context_.diagnostics.report(diag::undoneByLaterStep, reference.range, declaration_.name.text, key)
          .label(declared->second.declaration->name.range, "it comes later, so the backout reaches it first")
          .help("name a step before this one, such as a backup, or write an undo here");
      return;
    }
    if (declared != lowering_.declaredSteps.end()) {
      context_.diagnostics.report(diag::unknownName, reference.range, "single step", key)
          .label(declared->second.declaration->name.range, "made once for each element")
          .help(fmt::format("name one of them: {}[ELEMENT]", reference.name.text));
      return;
    }
    if (context_.namesIncomplete || context_.diagnostics.isFull())
      return;
    auto builder = context_.diagnostics.report(diag::unknownName, reference.name.range, "step", reference.name.text);
    suggest(builder, reference.name, lowering_.stepNames);
  }
};

bool allManual(const std::vector<plan::Operation> &operations) {
  return !operations.empty() && std::all_of(operations.begin(), operations.end(), [](const plan::Operation &operation) {
    return operation.kind == OperationKind::manual;
  });
}

} // namespace

void checkInverse(Lowering &lowering, uint32_t step, const Declaration &declaration, uint32_t acceptedBy) {
  InverseCheck(lowering, step, declaration, acceptedBy).run();
}

plan::Reversibility reversibilityOf(const plan::Plan &plan, const plan::Step &step) {
  using plan::Reversibility;
  if (step.scope == plan::none)
    return Reversibility::nothing;
  const plan::Scope &scope = plan.scopes[step.scope];
  switch (scope.inverse.kind) {
  case InverseKind::irreversible: return Reversibility::irreversible;
  case InverseKind::undoneBy: return Reversibility::covered;
  case InverseKind::nothing: return Reversibility::nothing;
  case InverseKind::undo: return allManual(scope.inverse.operations) ? Reversibility::manual : Reversibility::stated;
  case InverseKind::ofOperations: break;
  }
  const bool nothing =
      std::all_of(scope.operations.begin(), scope.operations.end(), [&](const plan::Operation &operation) {
        return operation.inverse ? operation.inverse->kind == InverseKind::nothing
                                 : operation.kind != OperationKind::call ||
                                       plan.scopes[operation.scope].inverse.kind == InverseKind::nothing;
      });
  return nothing && scope.keeps.empty() ? Reversibility::nothing : Reversibility::stated;
}

} // namespace changec::sema
