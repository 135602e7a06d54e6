#include "sema/Confirmations.h"

#include "sema/Placement.h"

#include <algorithm>
#include <optional>
#include <string>

namespace changec::sema {
namespace {

using plan::InverseKind;
using plan::Operation;
using plan::Scope;

/// Why an undo cannot run where nobody is.
struct Obstacle {
  std::string why;
  plan::Place place;
};

/// Looks through what takes a step back for what needs a person, or something that only a person's session has.
class UndoReader {
public:
  explicit UndoReader(const plan::Plan &plan) : plan_(plan) {}

  [[nodiscard]] std::optional<Obstacle> ofStep(const plan::Step &step) {
    takingBack(plan_.scopes[step.scope]);
    return found_;
  }

private:
  /// Calls nest as deep as actions call actions.
  void takingBack(const Scope &scope) {
    if (scope.inverse.kind == InverseKind::ofOperations) {
      for (const Operation &operation : scope.operations) {
        if (operation.inverse && operation.inverse->kind != InverseKind::ofOperations)
          all(operation.inverse->operations);
        else if (operation.kind == plan::OperationKind::call)
          takingBack(plan_.scopes[operation.scope]);
      }
    } else {
      all(scope.inverse.operations);
    }
    all(scope.verifyUndo);
  }

  void all(const std::vector<Operation> &operations) {
    for (const Operation &operation : operations)
      one(operation);
  }

  void one(const Operation &operation) {
    switch (operation.kind) {
    case plan::OperationKind::manual: found("it asks a person", operation.place); break;
    case plan::OperationKind::checks:
      for (const plan::Check &check : plan_.checkLists[operation.checkList].checks)
        one(check.operation);
      break;
    case plan::OperationKind::call: {
      const Scope &called = plan_.scopes[operation.scope];
      all(called.operations);
      all(called.verify);
      break;
    }
    case plan::OperationKind::shell:
    case plan::OperationKind::waitUntil: secretsOf(operation); break;
    case plan::OperationKind::wait:
    case plan::OperationKind::putBack: break;
    }
  }

  void secretsOf(const Operation &operation) {
    if (operation.scope == plan::none)
      return;
    for (const plan::Binding &binding : plan_.scopes[operation.scope].bindings)
      for (const plan::Text::Part &part : binding.value.parts)
        if (const auto *secret = std::get_if<plan::Text::Secret>(&part))
          if (const plan::Secret &used = plan_.secrets[secret->secret];
              used.source == plan::SecretSource::environment && isRead(operation.text, binding.name))
            found(
                fmt::format("it reads the secret '{}', which only the session has that started the script", used.name),
                operation.place);
  }

  static bool isRead(const std::string &text, const std::string &variable) {
    return text.find("$" + variable) != std::string::npos || text.find("${" + variable) != std::string::npos;
  }

  void found(std::string why, const plan::Place &place) {
    if (!found_)
      found_ = {std::move(why), place};
  }

  const plan::Plan &plan_;
  std::optional<Obstacle> found_;
};

std::string whyNoUndo(const plan::Plan &plan, const plan::Step &step) {
  const plan::Inverse &inverse = plan.scopes[step.scope].inverse;
  if (inverse.kind == InverseKind::undoneBy && inverse.coveredBy < plan.steps.size())
    return fmt::format("the undo of '{}' does it, and takes back more", plan.steps[inverse.coveredBy].key);
  switch (step.reversibility) {
  case plan::Reversibility::irreversible: return "it is irreversible";
  case plan::Reversibility::nothing: return "it has nothing to take back";
  case plan::Reversibility::covered:
  case plan::Reversibility::proven:
  case plan::Reversibility::stated:
  case plan::Reversibility::manual: break;
  }
  return "";
}

} // namespace

void checkConfirmations(Lowering &lowering) {
  Context &context = lowering.context;
  const plan::Plan &plan = context.plan;
  for (const plan::Step &step : plan.steps) {
    if (!step.confirmWithin || step.scope == plan::none)
      continue;
    const auto declared = lowering.declaredSteps.find(step.name);
    if (declared == lowering.declaredSteps.end() || declared->second.declaration->damaged)
      continue;
    const syntax::Declaration &declaration = *declared->second.declaration;
    const auto *clause = clauseOf<syntax::Confirm>(declaration);
    if (clause == nullptr)
      continue;
    if (const std::string why = whyNoUndo(plan, step); !why.empty()) {
      context.diagnostics.report(diag::confirmWithoutUndo, clause->within.range, step.key, why)
          .help("give the step an `undo` of its own, or leave `confirm` out");
    } else if (const std::optional<Obstacle> obstacle = UndoReader(plan).ofStep(step)) {
      context.diagnostics.report(diag::confirmNeedsPerson, clause->within.range, step.key, obstacle->why)
          .label(context.rangeOf(obstacle->place), "this is part of the way back")
          .help("write a way back that shell can go, with secrets from files");
    } else if (step.takes && *step.confirmWithin <= *step.takes) {
      context.diagnostics
          .report(diag::confirmTooShort, clause->within.range, step.key, plan::formatDuration(*step.confirmWithin),
                  plan::formatDuration(*step.takes))
          .help("the time counts from the step's start: it has to hold the step, and getting in anew");
    }
  }
}

} // namespace changec::sema
