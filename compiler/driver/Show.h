// `changec show`: a checked plan at the terminal.
#pragma once

#include "driver/ExitStatus.h"
#include "driver/Invocation.h"

namespace changec::driver {

/// Checks the plan and prints it, or the step asked for: on a terminal through the pager that PAGER names.
ExitStatus show(const ShowRequest &request);

} // namespace changec::driver
