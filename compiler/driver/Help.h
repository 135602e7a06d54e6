// Help and the version, each for one screen.
#pragma once

#include "driver/Options.h"

#include <string>
#include <vector>

namespace changec::driver {

/// `changec --help`: the commands.
std::string overview(const std::vector<CommandHelp> &commands);
/// `changec COMMAND --help`.
std::string helpText(const CommandHelp &command);
/// `changec --version`.
std::string versionText();

} // namespace changec::driver
