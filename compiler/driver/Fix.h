// `changec fix`: what diagnostics are certain of, applied.
#pragma once

#include "driver/ExitStatus.h"
#include "driver/Invocation.h"

namespace changec::driver {

/// Applies certain edits to each file, checks it again, and so on while there are any, a bounded number of times; then
/// writes it in its place (`-`: to standard output) and reports what is left. The status is that of what is left.
ExitStatus fixFiles(const FixRequest &request);

} // namespace changec::driver
