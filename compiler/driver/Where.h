// `changec where`: from a line of a generated script to the plan.
#pragma once

#include "driver/ExitStatus.h"
#include "driver/Invocation.h"

namespace changec::driver {

/// Prints the place in the plan for each line that is asked about; one that has none is an error.
ExitStatus where(const WhereRequest &request);

} // namespace changec::driver
