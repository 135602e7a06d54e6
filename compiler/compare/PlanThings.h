// All of a plan but its steps and messages, as things to be compared.
#pragma once

#include "compare/Comparison.h"
#include "compare/Thing.h"

#include <vector>

namespace changec::compare {

/// The change as a whole: one thing.
std::vector<Thing> changeThings(const plan::Plan &plan, const Renames &renames);
std::vector<Thing> phaseThings(const plan::Plan &plan, const Renames &renames);
std::vector<Thing> checkThings(const plan::Plan &plan, const Renames &renames);
/// Of contacts those that have a part in the change.
std::vector<Thing> contactThings(const plan::Plan &plan, const Renames &renames);
/// Of channels those that messages go by.
std::vector<Thing> channelThings(const plan::Plan &plan);
std::vector<Thing> parameterThings(const plan::Plan &plan);
std::vector<Thing> secretThings(const plan::Plan &plan);
std::vector<Thing> policyThings(const plan::Plan &plan);
std::vector<Thing> allowanceThings(const plan::Plan &plan);

} // namespace changec::compare
