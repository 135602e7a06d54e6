// Diagnostics to standard error, in the form that was asked for.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "driver/ExitStatus.h"
#include "driver/Invocation.h"
#include "plan/Plan.h"

#include <string>
#include <vector>

namespace changec::driver {

/// Writes all diagnostics, and as text a summary, to standard error.
void report(const DiagnosticEngine &diagnostics, const SourceManager &sources, const Reporting &reporting);

/// All diagnostics, and a summary, as text for standard error; empty where a report for a program takes its place.
std::string diagnosticsText(const DiagnosticEngine &diagnostics, const SourceManager &sources,
                            const Reporting &reporting);

/// What a plan was judged by, as text for standard output: its policies, and what it was allowed. Empty where a report
/// for a program goes to standard error.
std::string judgementText(const plan::Plan &plan, const Reporting &reporting);

/// Writes the report for a program, joined of the parts of all plans, where it was asked for. The status tells whether
/// it could be written.
ExitStatus writeReport(const std::vector<std::string> &parts, const Reporting &reporting);

/// How a call ends that has told all of this.
ExitStatus statusOf(const DiagnosticEngine &diagnostics);

} // namespace changec::driver
