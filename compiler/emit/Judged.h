// What a plan was judged by, in words for a reviewer: its policies, and what it was allowed.
#pragma once

#include "plan/Plan.h"

#include <string>
#include <vector>

namespace changec::emit {

/// A line each, policies first; none where there is neither policy nor allowance.
std::vector<std::string> judgedBy(const plan::Plan &plan);

} // namespace changec::emit
