// The limits of policies. Private to this library.
#pragma once

#include "sema/Lowering.h"

namespace changec::sema {

/// Judges the plan by the limits of the policies that apply to it.
void judgeLimits(Lowering &lowering);

} // namespace changec::sema
