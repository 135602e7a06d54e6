// `changec explain`: the catalogue for a reader.
#pragma once

#include "driver/ExitStatus.h"
#include "driver/Invocation.h"

namespace changec::driver {

/// Prints what is asked for to standard output; a name that does not exist is a usage error.
ExitStatus explain(const ExplainRequest &request);

} // namespace changec::driver
