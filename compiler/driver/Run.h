// The whole program but for `main`.
#pragma once

#include "driver/ExitStatus.h"

namespace changec::driver {

/// Runs `changec` with these arguments.
ExitStatus run(int argc, const char *const *argv);

} // namespace changec::driver
