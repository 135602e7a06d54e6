// Restoration: the plan executed symbolically over its resources, forwards, and backwards from every point at which it
// can stop (docs/proof.md). Private to this library.
#pragma once

#include "sema/Context.h"

namespace changec::sema {

/// Judges whether each resource ends as it began, reports where it does not, adds to the Plan the probes that the proof
/// rests on, and sets each step's reversibility. The cost is linear in the plan.
void proveRestoration(Context &context);

} // namespace changec::sema
