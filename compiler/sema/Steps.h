// Steps, guards, gates and phases, in the order in which they run; `for` unrolled. Private to this library.
#pragma once

#include "sema/Lowering.h"

namespace changec::sema {

/// Notes the name of every step, guard, gate and phase; reports a name that is taken.
void declareSteps(Lowering &lowering);

/// Fills the Plan's steps, guards and phases, judging owners and inverses as it goes.
void lowerSteps(Lowering &lowering);

/// What `${STEP.x}` and `STEP.x` refer to, among the steps lowered so far.
StepValueLookup stepValueLookup(Lowering &lowering);

} // namespace changec::sema
