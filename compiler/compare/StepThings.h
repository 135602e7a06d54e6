// The steps of a plan as things to be compared.
#pragma once

#include "compare/Thing.h"

#include <vector>

namespace changec::compare {

/// One for each step, in order, named by its key. `renames`: what names these steps is said by their new names.
std::vector<Thing> stepThings(const plan::Plan &plan, const Renames &renames);

} // namespace changec::compare
