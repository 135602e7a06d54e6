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

/// The calendars of a plan, which must outlive them. Their events are made at once, before the plan has its digest.
/// Byte-identical for equal arguments.
class Calendars {
public:
  /// `earlier` are the entries of an earlier build's calendar, none for the first.
  Calendars(const plan::Plan &plan, const std::vector<CalendarEntry> &earlier);

  /// Empty where nothing in the plan has a time: a calendar holds an event at least.
  [[nodiscard]] std::string all() const;
  [[nodiscard]] std::vector<PersonalCalendar> personal() const;

private:
  const plan::Plan &plan_;
  std::vector<CalendarEntry> entries_;
};

} // namespace changec::emit
