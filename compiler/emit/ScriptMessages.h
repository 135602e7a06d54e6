// The messages of a plan as functions of its scripts: `tell_N` delivers one, `on_EVENT` those of an event.
#pragma once

#include "emit/ScriptValues.h"
#include "plan/Plan.h"

#include <string>

namespace changec::emit {

/// All functions that the runtime calls to tell people, and the texts of declared channels.
std::string messageFunctions(const plan::Plan &plan, const ScriptValues &values);

/// The lines of the plan's table that tie a message's number to its key.
std::string messageTable(const plan::Plan &plan);

/// A header's text by RFC 2047: as it is where it is printable ASCII, else in encoded words of UTF-8, folded.
std::string encodedHeader(std::string_view text);

} // namespace changec::emit
