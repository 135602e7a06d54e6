// The printed timeline: when each step is planned, and until when it can be turned round from.
#pragma once

#include "plan/Plan.h"

#include <string>

namespace changec::emit {

/// A section with a row a step; empty where the plan has no window.
std::string timesMarkdown(const plan::Plan &plan);

} // namespace changec::emit
