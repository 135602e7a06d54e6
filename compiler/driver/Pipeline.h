// The road of one plan: load, parse, analyse, emit, write.
#pragma once

#include "driver/ExitStatus.h"
#include "driver/Invocation.h"

namespace changec::driver {

/// Compiles a plan and writes its outputs, all or none. Diagnostics go to standard error.
ExitStatus build(const BuildRequest &request);

/// Reports what is wrong with each plan. The status is that of the worst.
ExitStatus check(const CheckRequest &request);

} // namespace changec::driver
