// Any bytes as the calendar of an earlier build: it is read or refused, and what is read can be continued.
#include "Judge.h"

#include "emit/CalendarHistory.h"

using namespace changec;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const auto read = emit::readCalendar(fuzz::textOf(data, size), "CHG0042137");
  if (const auto *entries = std::get_if<std::vector<emit::CalendarEntry>>(&read)) {
    std::vector<emit::CalendarEntry> none;
    emit::continueCalendar(*entries, "CHG0042137", none);
    if (none.size() > entries->size())
      fuzz::fail("of events that are gone there are more than there were");
  }
  return 0;
}
