#include "emit/Calendar.h"

#include "emit/CalendarEvents.h"
#include "emit/CalendarHistory.h"
#include "emit/CalendarText.h"
#include "emit/Texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace changec::emit {

using namespace plan;

namespace {

/// The stamp of what was never revised, 2000-01-01T00:00:00Z: no clock is asked, and what is revised is stamped later.
constexpr Instant firstStamp = 946684800;

/// One event as one reader is to see it.
struct Shown {
  const CalendarEntry *entry;
  bool cancelled;
};

class CalendarFile {
public:
  explicit CalendarFile(const Plan &plan) : plan_(plan) {}

  /// With everybody's events: a snapshot with attendees, and so without METHOD (RFC 5545, 3.7.2).
  std::string forAll(const std::vector<CalendarEntry> &entries) {
    open(fmt::format("{}: {}", plan_.id, plan_.title), {}, {});
    for (const CalendarEntry &entry : entries)
      event({&entry, entry.cancelled}, true);
    return close();
  }

  /// For one person to import or to be mailed: published, and so with an organiser and no attendees (RFC 5546, 3.2.1).
  std::string forPerson(std::string_view name, const std::vector<Shown> &events) {
    const auto contact =
        std::find_if(plan_.contacts.begin(), plan_.contacts.end(), [&](const Contact &it) { return it.name == name; });
    const std::string_view title = contact == plan_.contacts.end() ? name : std::string_view(contact->title);
    open(fmt::format("{}: {}", plan_.id, title), name, organizerLine(plan_).empty() ? "" : "PUBLISH");
    for (const Shown &shown : events)
      event(shown, false);
    return close();
  }

private:
  const Plan &plan_;
  std::string out_;
  std::string line_; ///< Room for one.

  void line(std::string_view name, std::string_view value) {
    line_.assign(name);
    line_ += ':';
    line_ += value;
    appendFolded(out_, line_);
  }

  void open(std::string_view title, std::string_view person, std::string_view method) {
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", fmt::format("-//changec//changec {}//EN", plan_.compiler));
    line("CALSCALE", "GREGORIAN");
    if (!method.empty())
      line("METHOD", method);
    line("X-WR-CALNAME", calendarText(title));
    if (!plan_.window.zone.empty())
      line("X-WR-TIMEZONE", plan_.window.zone);
    line("X-CHANGEC-CHANGE", calendarText(plan_.id));
    if (!person.empty())
      line("X-CHANGEC-PERSON", calendarText(person));
    line("X-CHANGEC-DIGEST", plan_.digest.substr(0, 12));
  }

  std::string close() {
    line("END", "VCALENDAR");
    return std::move(out_);
  }

  void event(const Shown &shown, bool withAttendees) {
    const CalendarEntry &entry = *shown.entry;
    line("BEGIN", "VEVENT");
    line("UID", calendarText(entry.uid));
    const std::string stamp = calendarTime(entry.stamp);
    line("DTSTAMP", stamp);
    line("LAST-MODIFIED", stamp);
    line("SEQUENCE", std::to_string(entry.sequence));
    line("STATUS", shown.cancelled ? "CANCELLED" : "CONFIRMED");
    line("X-CHANGEC-KEY", calendarText(entry.key));
    if (!entry.words.empty())
      line("X-CHANGEC-WORDS", entry.words);
    if (!entry.people.empty())
      line("X-CHANGEC-FOR", fmt::format("{}", fmt::join(entry.people, ",")));
    if (!entry.former.empty())
      line("X-CHANGEC-NO-LONGER-FOR", fmt::format("{}", fmt::join(entry.former, ",")));
    lines(shown, withAttendees);
    line("END", "VEVENT");
  }

  void lines(const Shown &shown, bool withAttendees) {
    for (const std::string &content : shown.entry->lines) {
      if (shown.cancelled && content == "BEGIN:VALARM")
        return;
      if (withAttendees || !content.starts_with("ATTENDEE"))
        appendFolded(out_, content);
    }
  }
};

} // namespace

Calendars::Calendars(const Plan &plan, const std::vector<CalendarEntry> &earlier)
    : plan_(plan), entries_(calendarEntries(plan)) {
  for (CalendarEntry &entry : entries_)
    entry.stamp = firstStamp;
  continueCalendar(earlier, plan.id, entries_);
}

std::string Calendars::all() const {
  return entries_.empty() ? std::string() : CalendarFile(plan_).forAll(entries_);
}

std::vector<PersonalCalendar> Calendars::personal() const {
  std::map<std::string_view, std::vector<Shown>> byPerson;
  for (const CalendarEntry &entry : entries_) {
    for (const std::string &name : entry.people)
      byPerson[name].push_back({&entry, entry.cancelled});
    for (const std::string &name : entry.former)
      byPerson[name].push_back({&entry, true});
  }
  std::vector<PersonalCalendar> result;
  result.reserve(byPerson.size());
  for (const auto &[name, events] : byPerson)
    result.push_back({std::string(name), CalendarFile(plan_).forPerson(name, events)});
  return result;
}

} // namespace changec::emit
