// Where a script has its secrets from: the environment, out of which they are taken before anything else runs, and
// files.
#pragma once

#include "plan/Plan.h"

#include <string>

namespace changec::emit {

/// Statements for a script's first lines: variables of the environment that the plan or its channels name become the
/// script's own.
std::string secretsOfEnvironment(const plan::Plan &plan);

/// `plan_secrets`; `secrets_of_backout` with the lines of `ofBackout`, a step's number and a secret's name each; and
/// what gives the environment back to a script that takes over (`plan_environment_back`), or sends by itself
/// (`channel_environment_back`).
std::string secretFunctions(const plan::Plan &plan, const std::string &ofBackout);

} // namespace changec::emit
