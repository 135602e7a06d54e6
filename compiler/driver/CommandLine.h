// The command line: arguments in, requests out.
#pragma once

#include "driver/ExitStatus.h"
#include "driver/Invocation.h"

#include <string>
#include <variant>

namespace changec::driver {

/// The call is answered without running a command: help and the version, or what is wrong with the arguments.
struct Answer {
  ExitStatus status = ExitStatus::clean;
  std::string text; ///< For standard output when the status is clean, else for standard error. Ends with a newline.
};

using CommandLine = std::variant<BuildRequest, CheckRequest, FormatRequest, FixRequest, ShowRequest, DiffRequest,
                                 GitDiffRequest, WhereRequest, ExplainRequest, NewRequest, Answer>;

/// Reads the arguments as `main` has them.
CommandLine parseCommandLine(int argc, const char *const *argv);

} // namespace changec::driver
