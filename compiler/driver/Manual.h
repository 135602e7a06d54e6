// Manual pages, made of what help is made of.
#pragma once

#include "driver/Options.h"

#include <string>
#include <string_view>
#include <vector>

namespace changec::driver {

/// changec(1), in the macros of man(7): every command with its options, exit statuses, files and the environment.
std::string manualPage(const std::vector<CommandHelp> &commands);

} // namespace changec::driver
