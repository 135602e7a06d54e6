// Which argument is which: a command's options with their values, and its words.
#pragma once

#include "driver/Options.h"

#include <span>
#include <string>
#include <string_view>

namespace changec::driver {

/// Gives each option of the command its value, and `options.words` the rest; what follows `--` is a word. A value
/// stands behind `=`, or is the next argument where it may not be left out, or follows `-D`, `-I`, `-W` and `-j` at
/// once. Returns what is wrong with the first argument that is: there is no such option, its value is missing, it takes
/// none, it is given twice; empty if none is. The library's own reader would say it in words of its own, or exit.
std::string readArguments(std::span<const char *const> arguments, std::string_view command, Options &options);

} // namespace changec::driver
