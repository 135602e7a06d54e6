// A checked plan for somebody at a terminal.
#pragma once

#include "diagnostics/TextRenderer.h"
#include "plan/Plan.h"

#include <cstdint>
#include <string>

namespace changec::emit {

/// The whole plan: a table of its steps, each step, the backout from within the last one, and who is told. Lines are
/// broken at the style's width where there is a blank to do it at; steps are links to where they are written. Nothing
/// in it is obeyed by a terminal but the style's colours and links. Ends with a newline.
std::string planText(const plan::Plan &plan, const TextStyle &style);

/// One step, at an index, with the backout from within it.
std::string stepText(const plan::Plan &plan, uint32_t step, const TextStyle &style);

} // namespace changec::emit
