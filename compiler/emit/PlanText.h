// A checked plan for somebody at a terminal.
#pragma once

#include "plan/Plan.h"

#include <cstdint>
#include <string>

namespace changec::emit {

/// The whole plan: its steps, the backout from within the last one, and who is told. Lines are broken at `width`
/// columns where there is a blank to do it at. Ends with a newline.
std::string planText(const plan::Plan &plan, unsigned width);

/// One step, at an index, with the backout from within it.
std::string stepText(const plan::Plan &plan, uint32_t step, unsigned width);

} // namespace changec::emit
