// The calendars of a change (RFC 5545): one for all, and one a person (docs/communication.md).
#pragma once

#include "emit/CalendarEntry.h"
#include "plan/Plan.h"

#include <string>
#include <vector>

namespace changec::emit {

/// A calendar of one contact, by name.
struct PersonalCalendar {
  std::string person;
  std::string text;
};

struct Calendars {
  std::string all; ///< Empty where nothing in the plan has a time: a calendar holds an event at least.
  std::vector<PersonalCalendar> personal;
};

/// `earlier` are the entries of an earlier build's calendar, none for the first. Byte-identical for equal arguments.
Calendars calendars(const plan::Plan &plan, const std::vector<CalendarEntry> &earlier);

} // namespace changec::emit
