// Rules for make and ninja: which files a build has read.
#pragma once

#include "driver/Invocation.h"
#include "driver/Outputs.h"

#include <string>
#include <vector>

namespace changec::driver {

/// The rule that `-MD` writes. `stem` is the path of the outputs without their suffixes; `read` are the files read.
Output dependencyOutput(const DependencyRule &rule, const std::string &stem, const std::vector<std::string> &read);

} // namespace changec::driver
