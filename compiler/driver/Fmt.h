// `changec fmt`: files in the one style.
#pragma once

#include "driver/ExitStatus.h"
#include "driver/Invocation.h"

namespace changec::driver {

/// Formats each file in its place; `-` from standard input to standard output. A file with a mistake of writing is left
/// as it is, and its errors are reported.
ExitStatus formatFiles(const FormatRequest &request);

} // namespace changec::driver
