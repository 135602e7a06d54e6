// When a step that covers another (`undone by`) may itself be skipped. Private to this library.
#pragma once

#include "plan/Plan.h"

#include <cstdint>

namespace changec::sema {

/// The step whose `when` may skip `cover` and not `covered`: `cover` itself, or the enter of a guard that is around it
/// and not around `covered`. `plan::none` where there is none. Also for what `cover` saves and `covered` restores.
uint32_t skipsCover(const plan::Plan &plan, uint32_t covered, uint32_t cover);

} // namespace changec::sema
