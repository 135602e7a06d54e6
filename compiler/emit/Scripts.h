// The scripts that run a plan. Each is one self-contained file of POSIX shell in printable ASCII: the plan first, in
// its own order, then the runtime that it carries.
#pragma once

#include "plan/Plan.h"

#include <string>

namespace changec::emit {

/// `ID.implement.sh`: runs or resumes the plan, and takes it back where told to. It holds the backout script too, and
/// stores both before anything runs.
std::string implementScript(const plan::Plan &plan);

/// `ID.backout.sh`: takes back what has run. The same bytes as what the implementation script stores.
std::string backoutScript(const plan::Plan &plan);

/// `ID.communicate.sh`: sends what has a fixed time, and what the others could not deliver; shows and tests all
/// messages.
std::string communicateScript(const plan::Plan &plan);

} // namespace changec::emit
