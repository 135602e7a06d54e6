#include "plan/Time.h"

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace changec::plan {

struct Zone::Rules {
  absl::TimeZone zone;
};

/// Opens a zone to the functions of this file, and to no other.
struct ZoneRules {
  static const absl::TimeZone &of(const Zone &zone) { return zone.rules_->zone; }
};

namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Names such as `America/Port-au-Prince` and `Etc/GMT+5`; no dots, no empty parts, so that no path can be spelled.
bool looksLikeZoneName(std::string_view name) {
  constexpr size_t longestName = 64;
  if (name.empty() || name.size() > longestName)
    return false;
  bool partStarts = true;
  for (char c : name) {
    if (partStarts ? !isLetter(c) : !(isLetter(c) || isDigit(c) || c == '_' || c == '-' || c == '+' || c == '/'))
      return false;
    partStarts = c == '/';
  }
  return !partStarts;
}

/// Names that the database's folder holds but that are no zones, or differ from machine to machine.
bool isExcluded(std::string_view name) {
  constexpr std::array<std::string_view, 3> names = {"localtime", "posixrules", "Factory"};
  return std::find(names.begin(), names.end(), name) != names.end() || name.substr(0, 6) == "posix/" ||
         name.substr(0, 6) == "right/";
}

/// Reads fixed-width fields from the front of a text.
class FieldReader {
public:
  explicit FieldReader(std::string_view text) : rest_(text) {}

  bool digits(size_t count, int &value) {
    if (rest_.size() < count || !std::all_of(rest_.begin(), rest_.begin() + static_cast<ptrdiff_t>(count), isDigit))
      return false;
    value = 0;
    for (char c : rest_.substr(0, count))
      value = value * 10 + (c - '0');
    rest_.remove_prefix(count);
    return true;
  }
  bool literal(char c) {
    if (rest_.empty() || rest_.front() != c)
      return false;
    rest_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] bool atEnd() const { return rest_.empty(); }

private:
  std::string_view rest_;
};

constexpr Duration minute = 60;
constexpr Duration hour = 60 * minute;
constexpr Duration day = 24 * hour;

struct Unit {
  char letter;
  Duration seconds;
};
constexpr std::array<Unit, 4> units = {{{'d', day}, {'h', hour}, {'m', minute}, {'s', 1}}};

/// What follows the seconds: nothing, `Z`, or `+01:00`.
std::optional<TimeFlaw> readOffset(FieldReader &reader, std::optional<Duration> &offset) {
  if (reader.atEnd())
    return std::nullopt;
  if (reader.literal('Z')) {
    offset = 0;
    return reader.atEnd() ? std::nullopt : std::optional(TimeFlaw::malformed);
  }
  const bool east = reader.literal('+');
  if (!east && !reader.literal('-'))
    return TimeFlaw::malformed;
  int hours = 0;
  int minutes = 0;
  if (!reader.digits(2, hours) || !reader.literal(':') || !reader.digits(2, minutes) || !reader.atEnd())
    return TimeFlaw::malformed;
  const Duration size = hours * hour + minutes * minute;
  if (minutes > 59 || size > (east ? 14 * hour : 12 * hour))
    return TimeFlaw::noSuchOffset;
  offset = east ? size : -size;
  return std::nullopt;
}

absl::TimeZone::CivilInfo civil(Instant instant, const Zone &zone) {
  return ZoneRules::of(zone).At(absl::FromUnixSeconds(instant));
}

// Digits by hand: the outputs of 20,000 steps have half a million times in them.
void putTwo(std::string &out, int64_t number) {
  out += static_cast<char>('0' + number / 10 % 10);
  out += static_cast<char>('0' + number % 10);
}

void putDate(std::string &out, absl::CivilSecond time) {
  if (time.year() >= 10000)
    out += std::to_string(time.year() / 10000);
  putTwo(out, time.year() / 100 % 100);
  putTwo(out, time.year() % 100);
  out += '-';
  putTwo(out, time.month());
  out += '-';
  putTwo(out, time.day());
}

void putClock(std::string &out, absl::CivilSecond time, bool always) {
  putTwo(out, time.hour());
  out += ':';
  putTwo(out, time.minute());
  if (time.second() == 0 && !always)
    return;
  out += ':';
  putTwo(out, time.second());
}

void putOffset(std::string &out, int offset) {
  const int minutes = std::abs(offset) / 60;
  out += offset < 0 ? '-' : '+';
  putTwo(out, minutes / 60);
  out += ':';
  putTwo(out, minutes % 60);
}

std::string written(const absl::TimeZone::CivilInfo &info, bool always) {
  std::string text;
  putDate(text, info.cs);
  text += 'T';
  putClock(text, info.cs, always);
  putOffset(text, info.offset);
  return text;
}

/// The zone's abbreviation; empty for zones that have none but their offset.
std::string_view abbreviationOf(const absl::TimeZone::CivilInfo &info) {
  const std::string_view abbreviation = info.zone_abbr;
  return !abbreviation.empty() && isLetter(abbreviation.front()) ? abbreviation : std::string_view{};
}

std::string clock(absl::CivilSecond time) {
  std::string text;
  putClock(text, time, false);
  return text;
}

std::string_view weekday(absl::CivilSecond time) {
  constexpr std::array<std::string_view, 7> names = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  return names[static_cast<size_t>(absl::GetWeekday(absl::CivilDay(time)))];
}

std::string durationText(Duration duration, std::string_view separator) {
  if (duration == 0)
    return "0s";
  std::string result = duration < 0 ? "-" : "";
  // Negated in unsigned arithmetic, where the least value has a negation too.
  auto rest = static_cast<uint64_t>(duration);
  if (duration < 0)
    rest = 0 - rest;
  bool first = true;
  for (const Unit &unit : units) {
    const uint64_t count = rest / static_cast<uint64_t>(unit.seconds);
    rest %= static_cast<uint64_t>(unit.seconds);
    if (count == 0)
      continue;
    result += fmt::format("{}{}{}", first ? "" : separator, count, unit.letter);
    first = false;
  }
  return result;
}

} // namespace

Zone::Zone(std::string name, std::shared_ptr<const Rules> rules) : name_(std::move(name)), rules_(std::move(rules)) {}

std::optional<Zone> Zone::load(std::string_view name) {
  if (!looksLikeZoneName(name) || isExcluded(name))
    return std::nullopt;
  absl::TimeZone zone;
  if (!absl::LoadTimeZone({name.data(), name.size()}, &zone))
    return std::nullopt;
  return Zone(std::string(name), std::make_shared<const Rules>(Rules{zone}));
}

Zone Zone::utc() {
  return {"UTC", std::make_shared<const Rules>(Rules{absl::UTCTimeZone()})};
}

Zone zoneOf(const Window &window) {
  return Zone::load(window.zone).value_or(Zone::utc());
}

std::variant<WrittenTime, TimeFlaw> parseTime(std::string_view text) {
  FieldReader reader(text);
  WrittenTime time;
  if (!reader.digits(4, time.year) || !reader.literal('-') || !reader.digits(2, time.month) || !reader.literal('-') ||
      !reader.digits(2, time.day) || !reader.literal('T') || !reader.digits(2, time.hour) || !reader.literal(':') ||
      !reader.digits(2, time.minute))
    return TimeFlaw::malformed;
  if (reader.literal(':') && !reader.digits(2, time.second))
    return TimeFlaw::malformed;
  const std::optional<TimeFlaw> offsetFlaw = readOffset(reader, time.offset);
  if (offsetFlaw == TimeFlaw::malformed)
    return *offsetFlaw;
  // The calendar carries what does not exist over to the next month: a date that comes back changed is none.
  const absl::CivilDay date(time.year, time.month, time.day);
  if (time.year == 0 || date.year() != time.year || date.month() != time.month || date.day() != time.day)
    return TimeFlaw::noSuchDate;
  if (time.hour > 23 || time.minute > 59 || time.second > 59)
    return TimeFlaw::noSuchTime;
  if (offsetFlaw)
    return *offsetFlaw;
  return time;
}

LocalTime resolve(const WrittenTime &time, const Zone &zone) {
  const absl::CivilSecond written(time.year, time.month, time.day, time.hour, time.minute, time.second);
  if (time.offset) {
    const Instant instant = absl::ToUnixSeconds(absl::FromCivil(written, absl::UTCTimeZone())) - *time.offset;
    return {LocalTime::Kind::unique, instant, instant};
  }
  const absl::TimeZone::TimeInfo info = ZoneRules::of(zone).At(written);
  const Instant before = absl::ToUnixSeconds(info.pre);
  const Instant after = absl::ToUnixSeconds(info.post);
  switch (info.kind) {
  case absl::TimeZone::TimeInfo::SKIPPED: return {LocalTime::Kind::skipped, after, before};
  case absl::TimeZone::TimeInfo::REPEATED: return {LocalTime::Kind::repeated, before, after};
  case absl::TimeZone::TimeInfo::UNIQUE: break;
  }
  return {LocalTime::Kind::unique, before, before};
}

std::string formatTime(Instant instant, const Zone &zone) {
  return written(civil(instant, zone), false);
}

std::string formatTimestamp(Instant instant, const Zone &zone) {
  return written(civil(instant, zone), true);
}

std::string showTime(Instant instant, const Zone &zone) {
  const absl::TimeZone::CivilInfo info = civil(instant, zone);
  std::string text(weekday(info.cs));
  text += ' ';
  putDate(text, info.cs);
  text += ' ';
  putClock(text, info.cs, false);
  text += ' ';
  const std::string_view abbreviation = abbreviationOf(info);
  if (abbreviation.empty()) {
    putOffset(text, info.offset);
    return text;
  }
  text += abbreviation;
  text += " (";
  putOffset(text, info.offset);
  text += ')';
  return text;
}

std::string showClock(Instant instant, const Zone &zone) {
  return clock(civil(instant, zone).cs);
}

Duration offsetAt(Instant instant, const Zone &zone) {
  return civil(instant, zone).offset;
}

std::optional<ClockChange> clockChange(Instant from, Instant to, const Zone &zone) {
  const absl::TimeZone &rules = ZoneRules::of(zone);
  absl::TimeZone::CivilTransition transition;
  // A transition that changes the abbreviation alone leaves the clocks as they are: the next one is asked for.
  while (rules.NextTransition(absl::FromUnixSeconds(from), &transition)) {
    const Instant instant = absl::ToUnixSeconds(rules.At(transition.to).trans);
    if (instant > to || instant <= from)
      return std::nullopt;
    const Duration before = offsetAt(instant - 1, zone);
    const Duration after = offsetAt(instant, zone);
    if (before != after)
      return ClockChange{instant, before, after};
    from = instant;
  }
  return std::nullopt;
}

Moments::Moments(const Window &window)
    : zone_(zoneOf(window)), start_(window.start), isShort_(window.end - window.start <= day),
      clocksChange_(clockChange(window.start, window.start + day, zone_).has_value()) {}

std::string Moments::show(Instant instant) const {
  if (!isShort_ || instant < start_ || instant >= start_ + day)
    return showTime(instant, zone_);
  const absl::TimeZone::CivilInfo info = civil(instant, zone_);
  if (!clocksChange_)
    return clock(info.cs);
  const std::string_view abbreviation = abbreviationOf(info);
  std::string text = clock(info.cs) + ' ';
  if (abbreviation.empty())
    putOffset(text, info.offset);
  else
    text += abbreviation;
  return text;
}

std::optional<Duration> parseDuration(std::string_view text) {
  if (text.empty())
    return std::nullopt;
  Duration total = 0;
  size_t unit = 0;
  while (!text.empty()) {
    Duration count = 0;
    size_t digits = 0;
    for (; digits < text.size() && isDigit(text[digits]); ++digits) {
      count = count * 10 + (text[digits] - '0');
      if (count > longestDuration)
        return std::nullopt;
    }
    if (digits == 0 || digits == text.size())
      return std::nullopt;
    while (unit < units.size() && units[unit].letter != text[digits])
      ++unit;
    if (unit == units.size())
      return std::nullopt;
    total += count * units[unit].seconds;
    if (total > longestDuration)
      return std::nullopt;
    ++unit;
    text.remove_prefix(digits + 1);
  }
  return total;
}

std::string formatDuration(Duration duration) {
  return durationText(duration, "");
}
std::string showDuration(Duration duration) {
  return durationText(duration, " ");
}

} // namespace changec::plan
