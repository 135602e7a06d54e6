// Several plans at a time, each in a process of its own: what the compiler holds of one ends with it.
#pragma once

#include "driver/ExitStatus.h"

#include <functional>
#include <string>

namespace changec::driver {

/// What compiling one plan has come to.
struct Outcome {
  ExitStatus status = ExitStatus::clean;
  std::string errors;  ///< For standard error.
  std::string printed; ///< For standard output.
  std::string report;  ///< Its part of the report for a program.
};

/// Makes the outcomes of plans 0 to `plans`, at most `workers` at a time, and takes each in the order of the plans, as
/// soon as those before it were taken. One worker is this process. A worker that is killed, or cannot be started, is an
/// internal error, which its outcome says.
void forEachPlan(size_t plans, unsigned workers, const std::function<Outcome(size_t)> &make,
                 const std::function<void(size_t, Outcome)> &take);

/// How many processors this process may use; at least 1.
unsigned processors();

} // namespace changec::driver
