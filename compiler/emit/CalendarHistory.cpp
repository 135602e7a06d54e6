#include "emit/CalendarHistory.h"

#include "emit/CalendarEvents.h"
#include "emit/CalendarText.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <unordered_set>

namespace changec::emit {

using plan::Instant;

namespace {

/// RFC 5545, 3.3.8: the largest INTEGER.
constexpr int64_t highestSequence = 2147483647;

/// A content line in its parts; the parameters are not looked at.
struct ContentLine {
  std::string_view name;
  std::string_view value;
};

/// The value begins at the first colon outside of quotes.
ContentLine split(std::string_view line) {
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"')
      quoted = !quoted;
    else if (line[i] == ':' && !quoted)
      return {line.substr(0, std::min(i, line.find(';'))), line.substr(i + 1)};
  }
  return {line, {}};
}

std::vector<std::string> namesIn(std::string_view value) {
  std::vector<std::string> names;
  while (!value.empty()) {
    const size_t comma = value.find(',');
    names.emplace_back(value.substr(0, comma));
    value.remove_prefix(comma == std::string_view::npos ? value.size() : comma + 1);
  }
  return names;
}

/// Reads the lines of one calendar. Only what changec writes is understood; the rest of an event is kept as it is.
class Reader {
public:
  Reader(const std::vector<std::string> &lines, std::string_view id) : lines_(lines), id_(id) {}

  std::variant<std::vector<CalendarEntry>, CalendarFlaw> run() {
    if (lines_.empty() || lines_.front() != "BEGIN:VCALENDAR" || lines_.back() != "END:VCALENDAR")
      return flaw("it is not one whole calendar");
    for (size_t i = 1; i + 1 < lines_.size(); ++i) {
      const ContentLine line = split(lines_[i]);
      if (line.name == "BEGIN" && line.value == "VEVENT") {
        if (const std::string reason = event(i); !reason.empty())
          return flaw(reason);
      } else if (line.name == "X-CHANGEC-CHANGE") {
        change_ = wordsOf(line.value);
      } else if (line.name == "X-CHANGEC-PERSON") {
        return flaw(fmt::format("it is the calendar of one person, '{}', and does not hold all events; give that for "
                                "all, ID.communications.ics",
                                wordsOf(line.value)));
      }
    }
    if (change_.empty())
      return flaw("changec has not made it");
    if (change_ != id_)
      return flaw(fmt::format("it is the calendar of '{}'", change_));
    return std::move(entries_);
  }

private:
  const std::vector<std::string> &lines_;
  std::string_view id_;
  std::string change_;
  std::vector<CalendarEntry> entries_;
  std::unordered_set<std::string> uids_;

  static CalendarFlaw flaw(std::string reason) { return {std::move(reason)}; }

  /// Reads up to its END, to which `i` is moved; gives what is the matter with it, or nothing.
  std::string event(size_t &i) {
    CalendarEntry entry;
    bool stamped = false;
    for (++i; i < lines_.size() && lines_[i] != "END:VEVENT"; ++i) {
      const auto [name, value] = split(lines_[i]);
      if (name == "UID")
        entry.uid = wordsOf(value);
      else if (name == "X-CHANGEC-KEY")
        entry.key = wordsOf(value);
      else if (name == "X-CHANGEC-WORDS")
        entry.words = value;
      else if (name == "X-CHANGEC-FOR")
        entry.people = namesIn(value);
      else if (name == "X-CHANGEC-NO-LONGER-FOR")
        entry.former = namesIn(value);
      else if (name == "STATUS")
        entry.cancelled = value == "CANCELLED";
      else if (name == "SEQUENCE" && !readSequence(value, entry.sequence))
        return fmt::format("an event has the sequence number '{}'", value);
      else if (name == "DTSTAMP" && !readStamp(value, entry.stamp, stamped))
        return fmt::format("an event has the stamp '{}', which is no time in UTC", value);
      else if (name != "SEQUENCE" && name != "DTSTAMP" && name != "LAST-MODIFIED")
        entry.lines.push_back(lines_[i]);
    }
    if (entry.uid.empty() || entry.key.empty() || !stamped)
      return "an event lacks its UID, X-CHANGEC-KEY or DTSTAMP";
    if (!uids_.insert(entry.uid).second)
      return fmt::format("two events have the UID '{}'", entry.uid);
    entries_.push_back(std::move(entry));
    return {};
  }

  static bool readSequence(std::string_view text, int64_t &number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && number >= 0 && number < highestSequence;
  }

  static bool readStamp(std::string_view text, Instant &stamp, bool &stamped) {
    const std::optional<Instant> time = readCalendarTime(text);
    stamp = time.value_or(0);
    stamped = time.has_value();
    return stamped;
  }
};

/// `message/business/` of `message/business/start - 3d`; empty for what is no message.
std::string_view recipientOf(std::string_view key) {
  constexpr std::string_view messages = "message/";
  return key.starts_with(messages) ? key.substr(0, key.find('/', messages.size()) + 1) : std::string_view();
}

class Continuation {
public:
  Continuation(const std::vector<CalendarEntry> &earlier, std::string_view id, std::vector<CalendarEntry> &now)
      : earlier_(earlier), id_(id), now_(now), taken_(earlier.size(), false), before_(now.size(), nullptr) {}

  void run() {
    matchKeys();
    matchWords();
    for (const CalendarEntry &entry : earlier_)
      uids_.insert(entry.uid);
    for (size_t i = 0; i < now_.size(); ++i)
      before_[i] != nullptr ? follow(now_[i], *before_[i]) : makeUnique(now_[i]);
    for (size_t i = 0; i < earlier_.size(); ++i)
      if (!taken_[i])
        now_.push_back(cancelled(earlier_[i]));
  }

private:
  const std::vector<CalendarEntry> &earlier_;
  std::string_view id_;
  std::vector<CalendarEntry> &now_;
  std::vector<bool> taken_;
  std::vector<const CalendarEntry *> before_; ///< Of each of now.
  std::unordered_set<std::string_view> uids_;

  void match(size_t now, size_t earlier) {
    before_[now] = &earlier_[earlier];
    taken_[earlier] = true;
  }

  void matchKeys() {
    std::unordered_map<std::string_view, size_t> byKey;
    // Of several with one key, the one that is not cancelled comes first.
    for (const bool cancelled : {false, true})
      for (size_t i = 0; i < earlier_.size(); ++i)
        if (earlier_[i].cancelled == cancelled)
          byKey.emplace(earlier_[i].key, i);
    for (size_t i = 0; i < now_.size(); ++i)
      if (const auto found = byKey.find(now_[i].key); found != byKey.end())
        match(i, found->second);
  }

  /// A message whose time is written differently is the same one, if it says the same to the same recipient.
  void matchWords() {
    std::unordered_map<std::string, size_t> byWords;
    for (size_t i = 0; i < earlier_.size(); ++i)
      if (!taken_[i] && !earlier_[i].cancelled && !earlier_[i].words.empty())
        byWords.emplace(fmt::format("{}{}", recipientOf(earlier_[i].key), earlier_[i].words), i);
    for (size_t i = 0; i < now_.size(); ++i) {
      if (before_[i] != nullptr || now_[i].words.empty())
        continue;
      const auto found = byWords.find(fmt::format("{}{}", recipientOf(now_[i].key), now_[i].words));
      if (found != byWords.end() && !taken_[found->second])
        match(i, found->second);
    }
  }

  static void revise(CalendarEntry &entry, const CalendarEntry &before) {
    entry.sequence = before.sequence + 1;
    entry.stamp = std::max(entry.stamp, before.stamp) + 1;
  }

  static void follow(CalendarEntry &entry, const CalendarEntry &before) {
    entry.uid = before.uid;
    entry.former = before.former;
    entry.former.insert(entry.former.end(), before.people.begin(), before.people.end());
    std::sort(entry.former.begin(), entry.former.end());
    entry.former.erase(std::unique(entry.former.begin(), entry.former.end()), entry.former.end());
    std::erase_if(entry.former, [&](const std::string &name) {
      return std::find(entry.people.begin(), entry.people.end(), name) != entry.people.end();
    });
    if (before.cancelled || before.lines != entry.lines || before.people != entry.people) {
      revise(entry, before);
    } else {
      entry.sequence = before.sequence;
      entry.stamp = before.stamp;
    }
  }

  /// Its UID may be that of something else by now: of a message that was there under this key and has moved.
  void makeUnique(CalendarEntry &entry) {
    for (unsigned number = 2; uids_.contains(entry.uid); ++number)
      entry.uid = calendarUid(id_, fmt::format("{}/again/{}", entry.key, number));
  }

  static CalendarEntry cancelled(const CalendarEntry &before) {
    CalendarEntry entry = before;
    if (before.cancelled)
      return entry;
    entry.cancelled = true;
    const auto alarms = std::find(entry.lines.begin(), entry.lines.end(), "BEGIN:VALARM");
    entry.lines.erase(alarms, entry.lines.end());
    revise(entry, before);
    return entry;
  }
};

} // namespace

std::variant<std::vector<CalendarEntry>, CalendarFlaw> readCalendar(std::string_view text, std::string_view id) {
  const std::vector<std::string> lines = unfolded(text);
  return Reader(lines, id).run();
}

void continueCalendar(const std::vector<CalendarEntry> &earlier, std::string_view id, std::vector<CalendarEntry> &now) {
  Continuation(earlier, id, now).run();
}

} // namespace changec::emit
