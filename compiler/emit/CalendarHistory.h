// The calendar of an earlier build: what it said, and what a new one must say so that calendar programs follow.
#pragma once

#include "emit/CalendarEntry.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace changec::emit {

/// What is the matter with a text that should be an earlier calendar, for a person.
struct CalendarFlaw {
  std::string reason;
};

/// Reads `ID.communications.ics` of an earlier build of the change `id`.
std::variant<std::vector<CalendarEntry>, CalendarFlaw> readCalendar(std::string_view text, std::string_view id);

/// Makes `now` follow on `earlier`: what is known keeps its UID; what has changed gets the next sequence number and a
/// later stamp; what is gone stays, cancelled; who no longer has a part in an event is one of its former people.
void continueCalendar(const std::vector<CalendarEntry> &earlier, std::string_view id, std::vector<CalendarEntry> &now);

} // namespace changec::emit
