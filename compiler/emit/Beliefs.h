// Why the way back of a stated step is believed, in words for a reviewer and for JSON.
#pragma once

#include "plan/Plan.h"

#include <string_view>
#include <vector>

namespace changec::emit {

/// As docs/plan-json.md calls it: `undoShell`.
std::string_view nameOf(plan::Belief belief);
/// `its undo is shell of the plan's own`: follows "believed:".
std::string_view reasonOf(plan::Belief belief);
/// Of a stated step, in the order of plan::Belief; none of others.
std::vector<plan::Belief> beliefsOf(const plan::Step &step);

} // namespace changec::emit
