#include "plan/StepDurations.h"

#include <algorithm>

namespace changec::plan {
namespace {

/// Longer than any plan: the sum over the most steps that a plan may have stays a number.
constexpr Duration longest = 100LL * 366 * 24 * 3600;

/// The worst case of operations that run one after another. Calls nest as deep as actions call actions.
class WorstCase {
public:
  WorstCase(const Plan &plan, bool undoing) : plan_(plan), undoing_(undoing) {}

  /// What a scope does, and verifies of it.
  void doing(const Scope &scope) {
    for (const Operation &operation : scope.operations)
      add(operation, false);
    verifying(scope.verify);
  }

  /// What takes a scope back, and verifies that.
  void takingBack(const Scope &scope) {
    inverse(scope.inverse);
    if (scope.inverse.kind == InverseKind::ofOperations)
      for (const Operation &operation : scope.operations)
        takingBack(operation);
    any_ |= !scope.keeps.empty();
    verifying(scope.verifyUndo);
  }

  void verifying(const std::vector<Operation> &operations) {
    for (const Operation &operation : operations)
      add(operation, true);
  }

  [[nodiscard]] Duration pauses() const { return waits_; }
  [[nodiscard]] bool onlyWaits() const { return any_ && !acts_; }
  /// Whether there is anything but verification.
  [[nodiscard]] bool any() const { return any_; }

  /// Where a try has no time limit, it is taken to last as long as planned.
  [[nodiscard]] Duration of(Duration planned) const {
    const Duration unlimited = tries_ > 1 ? planned * tries_ : 0;
    return std::min(longest, std::max(planned, unlimited + limited_));
  }

private:
  void add(const Operation &operation, bool verifies) {
    any_ |= !verifies;
    acts_ |= !verifies && operation.kind != OperationKind::wait;
    if (operation.kind == OperationKind::call) {
      const Scope &called = plan_.scopes[operation.scope];
      for (const Operation &inner : called.operations)
        add(inner, verifies);
      verifying(called.verify);
      return;
    }
    if (operation.kind == OperationKind::wait) {
      waits_ = std::min(longest, waits_ + operation.duration);
      limited_ = std::min(longest, limited_ + operation.duration);
      return;
    }
    const Limits limits = limitsOf(plan_, operation.scope);
    const std::optional<Duration> limit = undoing_ ? limits.undoTimeout : limits.timeout;
    const Duration tries = Duration{limits.retries} + 1;
    limited_ = std::min(longest, limited_ + tries * limit.value_or(0) + limits.retries * limits.pause);
    if (!limit && !verifies)
      tries_ = std::max(tries_, tries);
  }

  void takingBack(const Operation &operation) {
    if (operation.inverse && operation.inverse->kind != InverseKind::ofOperations)
      inverse(*operation.inverse);
    else if (operation.kind == OperationKind::call)
      takingBack(plan_.scopes[operation.scope]);
  }

  void inverse(const Inverse &inverse) {
    for (const Operation &operation : inverse.operations)
      add(operation, false);
  }

  const Plan &plan_;
  bool undoing_;
  Duration waits_ = 0;
  Duration limited_ = 0; ///< Of what has a time limit, and all pauses.
  Duration tries_ = 1;   ///< The most of an operation without a time limit.
  bool any_ = false;
  bool acts_ = false;
};

bool has(const Plan &plan, const std::vector<Operation> &operations, Effect::Kind kind) {
  return !operations.empty() && std::all_of(operations.begin(), operations.end(), [&](const Operation &operation) {
    if (operation.kind != OperationKind::call)
      return false;
    const std::vector<Effect> &effects = plan.scopes[operation.scope].effects;
    return std::any_of(effects.begin(), effects.end(), [&](const Effect &effect) { return effect.kind == kind; });
  });
}

StepDurations durations(const Plan &plan, const Step &step, const std::vector<Operation> &beforeLeaving) {
  if (step.kind == StepKind::gate || step.scope == none)
    return {true, 0, 0, 0, false};
  StepDurations result;
  const Scope &scope = plan.scopes[step.scope];
  WorstCase forwards(plan, false);
  forwards.doing(scope);
  const bool nothing = scope.operations.empty() && scope.verify.empty();
  result.known = step.takes || forwards.onlyWaits() || nothing;
  result.planned = nothing ? 0 : std::max(step.takes.value_or(0), forwards.pauses());
  // It waits for its confirmation at most until it is taken back by itself.
  result.worst = nothing ? 0 : std::max(forwards.of(result.planned), step.confirmWithin.value_or(0));
  WorstCase backwards(plan, true);
  backwards.takingBack(scope);
  if (!backwards.any() || scope.inverse.kind == InverseKind::undoneBy)
    return result;
  backwards.verifying(beforeLeaving);
  const Duration planned = step.undoTakes ? *step.undoTakes : step.takes.value_or(0);
  result.undo = backwards.of(std::max(planned, backwards.pauses()));
  result.onlyRestores =
      has(plan, scope.inverse.operations, Effect::Kind::restores) && has(plan, scope.operations, Effect::Kind::saves);
  return result;
}

} // namespace

StepDurations durationsOf(const Plan &plan, const Step &step) {
  return durations(plan, step, {});
}

StepDurations durationsOf(const Plan &plan, const Step &step, const Step &leave) {
  return durations(plan, step, plan.scopes[leave.scope].verify);
}

} // namespace changec::plan
