// One event of a change's calendars, as it is written and as it is read again from an earlier calendar.
#pragma once

#include "plan/Plan.h"

#include <cstdint>
#include <string>
#include <vector>

namespace changec::emit {

struct CalendarEntry {
  /// What of the plan it stands for: `change`, `step/migrate`, `message/business/start - 3d`. Unique in a calendar.
  std::string key;
  /// Of a message, what its words are recognised by when its time is written differently; else empty.
  std::string words;
  std::string uid;
  int64_t sequence = 0;
  /// DTSTAMP and LAST-MODIFIED: when it was last revised.
  plan::Instant stamp = 0;
  bool cancelled = false;
  std::vector<std::string> people; ///< Names of the contacts whose calendars have it.
  std::vector<std::string> former; ///< Of those that had it in an earlier build.
  /// The content lines that are not made of the members above, unfolded: from DTSTART on, alarms included.
  std::vector<std::string> lines;
};

} // namespace changec::emit
