// How long a step and its undo take: as planned, and in the worst case. Private to this library.
#pragma once

#include "plan/Plan.h"

namespace changec::plan {

struct StepDurations {
  bool known = false;
  Duration planned = 0;
  Duration worst = 0;
  Duration undo = 0; ///< The worst case of what takes the step back; 0 where nothing of its own does.
  /// Whether the undo only restores what the step has saved: it runs only if something was changed since.
  bool onlyRestores = false;
};

StepDurations durationsOf(const Plan &plan, const Step &step);

/// For a guard's enter: what is verified before the guard is left counts with the undo.
StepDurations durationsOf(const Plan &plan, const Step &step, const Step &leave);

} // namespace changec::plan
