// What of a plan stands in its calendars.
#pragma once

#include "emit/CalendarEntry.h"

#include <string>
#include <vector>

namespace changec::emit {

/// The window, the steps and gates with their planned times, and the messages at fixed times, in this order. Their UIDs
/// are made of their keys; all are new (sequence 0).
std::vector<CalendarEntry> calendarEntries(const plan::Plan &plan);

/// The UID of what has that key in the change of that ID: a UUID of version 5 (RFC 9562, 5.5), so that the same thing
/// always has the same one.
std::string calendarUid(std::string_view change, std::string_view key);

/// The line `ORGANIZER...`: the change manager; empty where that is nobody with an email address.
std::string organizerLine(const plan::Plan &plan);

} // namespace changec::emit
