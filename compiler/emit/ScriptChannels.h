// How a script reaches people: the texts of declared channels, their secrets, and people's addresses.
#pragma once

#include "plan/Plan.h"

#include <string>

namespace changec::emit {

/// `plan_channel`, its kind and secrets, and what of the environment channels read.
std::string channelFunctions(const plan::Plan &plan);

/// Whether a message of the plan goes by email.
bool usesEmail(const plan::Plan &plan);

/// For the script that communicates: who there is, at which addresses, and the page of each.
std::string peopleFunctions(const plan::Plan &plan);

} // namespace changec::emit
