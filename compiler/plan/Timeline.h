// When a plan does what, and until when it can be taken back within its window (docs/time.md). All of it is computed
// from the Plan: nothing here depends on a clock.
#pragma once

#include "plan/Plan.h"

namespace changec::plan {

/// What a plan has no clause for, in seconds: a phone call that it makes, and each check of its own `require`, `verify`
/// and `verify undo`.
inline constexpr Duration callTakes = 300;
inline constexpr Duration checkTakes = 60;

/// The timeline of a plan. Durations that the plan does not give count as nothing. Linear in the plan.
Timeline timelineOf(const Plan &plan);

/// The window that a step's times are judged by; null where it has none.
const Window *windowOf(const Plan &plan, const StepTimes &step);

/// Whether there is a way back from a step that has begun: it is not irreversible.
bool canTurnRound(const Step &step);

} // namespace changec::plan
