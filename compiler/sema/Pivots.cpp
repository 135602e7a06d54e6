#include "sema/Pivots.h"

namespace changec::sema {
namespace {

/// By itself: what is left to an earlier step's undo is as far as that one.
bool canBeTakenBack(const plan::Plan &plan, const plan::Step &step) {
  using plan::Reversibility;
  return step.kind == plan::StepKind::step && plan.scopes[step.scope].inverse.kind != plan::InverseKind::undoneBy &&
         step.reversibility != Reversibility::nothing && step.reversibility != Reversibility::irreversible;
}

} // namespace

void checkPivots(Context &context) {
  const plan::Step *pivot = nullptr;
  for (const plan::Step &step : context.plan.steps) {
    if (step.reversibility == plan::Reversibility::irreversible)
      pivot = &step;
    if (pivot == nullptr || !canBeTakenBack(context.plan, step))
      continue;
    context.diagnostics.report(diag::irreversibleTooEarly, context.rangeOf(pivot->place), pivot->key)
        .label(context.rangeOf(step.place),
               fmt::format("where '{}' fails, what came before '{}' stays changed", step.key, pivot->key))
        .help(fmt::format("put '{}' behind all that can be taken back", pivot->name));
    pivot = nullptr; // once for each
  }
}

} // namespace changec::sema
