// Completions for shells, made of what help is made of.
#pragma once

#include "driver/Options.h"

#include <string>
#include <string_view>
#include <vector>

namespace changec::driver {

/// The completions for `bash`, `zsh` or `fish`, for standard output; empty for another shell.
std::string completionsFor(std::string_view shell, const std::vector<CommandHelp> &commands);

} // namespace changec::driver
