// Diagnostics to standard error, in the form that was asked for.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "driver/ExitStatus.h"
#include "driver/Invocation.h"
#include "plan/Plan.h"

namespace changec::driver {

/// Writes all diagnostics, and as text a summary, to standard error.
void report(const DiagnosticEngine &diagnostics, const SourceManager &sources, const Reporting &reporting);

/// Writes to standard output, as text alone, what a plan was judged by: its policies, and what it was allowed.
void reportJudgement(const plan::Plan &plan, const Reporting &reporting);

/// How a call ends that has told all of this.
ExitStatus statusOf(const DiagnosticEngine &diagnostics);

/// Whether what goes to `descriptor` is coloured: on a terminal that can, unless NO_COLOR is set.
bool usesColour(Colour wish, int descriptor);

} // namespace changec::driver
