// The messages of a plan as functions of its scripts: `tell_N` makes one, `on_EVENT` those of an event.
#pragma once

#include "emit/ScriptValues.h"
#include "plan/Plan.h"

#include <string>

namespace changec::emit {

/// All functions that the runtime calls to tell people when something happens, or at its time.
std::string messageFunctions(const plan::Plan &plan, const ScriptValues &values);

/// The function that makes every message, in the order of the schedule: for the script that shows and tests them.
std::string messageList(const plan::Plan &plan);

} // namespace changec::emit
