// `changec new`: a plan from a template.
#pragma once

#include "driver/ExitStatus.h"
#include "driver/Invocation.h"

namespace changec::driver {

/// Asks, on a terminal, for what the template needs, and writes the plan to a file that is not there yet.
ExitStatus newPlan(const NewRequest &request);

} // namespace changec::driver
