// The way back, for a reader: what a backout does from a step, and what is then the state of what the plan changes.
#pragma once

#include "plan/Plan.h"

#include <cstdint>
#include <string>

namespace changec::emit {

/// `6 steps: 3 proven, 1 covered, 1 stated, 1 nothing`. No newline.
std::string reversibilitySummary(const plan::Plan &plan);

/// The backout from within the step `stop`, an index: each step that it takes back, the last first, how, and what it
/// makes of the things that the plan changes (docs/proof.md). Ends with a newline.
std::string explainBackout(const plan::Plan &plan, uint32_t stop);

} // namespace changec::emit
