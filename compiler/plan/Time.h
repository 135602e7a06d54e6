// Times and durations as a plan writes them: read, checked against a zone, and shown.
#pragma once

#include "plan/Plan.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace changec::plan {

/// A time zone of the IANA database, with its rules. Cheap to copy.
class Zone {
public:
  /// The zone of an IANA name (`Europe/Prague`), from the system's database; nothing where it has no such zone, and for
  /// what only looks like one: paths, `localtime` (differs from machine to machine), `posix/` and `right/` (other
  /// time scales). Case matters.
  static std::optional<Zone> load(std::string_view name);
  static Zone utc();

  [[nodiscard]] const std::string &name() const { return name_; }

private:
  friend struct ZoneRules;
  struct Rules;
  Zone(std::string name, std::shared_ptr<const Rules> rules);
  std::string name_;
  std::shared_ptr<const Rules> rules_;
};

/// The zone in which a window is shown; UTC where the name is none, which no checked plan has.
Zone zoneOf(const Window &window);

/// A time as it is written, on the calendar but not yet in a zone.
struct WrittenTime {
  int year = 1970;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::optional<Duration> offset; ///< Seconds east of UTC, where the time brings its own: `Z`, `+01:00`.
};

/// What is wrong with text that should be a time.
enum class TimeFlaw {
  malformed,    ///< Not `2026-12-05T22:00`, with optional `:30`, and `Z` or `+01:00`.
  noSuchDate,   ///< `2026-02-30`.
  noSuchTime,   ///< `25:00`, `22:60`.
  noSuchOffset, ///< `+15:00`: no place on earth is so far from UTC (-12:00 to +14:00).
};

/// Reads `2026-12-05T22:00`, with optional seconds, and an optional `Z` or `+01:00`.
std::variant<WrittenTime, TimeFlaw> parseTime(std::string_view text);

/// Which instant a written time is in a zone. On the night of a clock change a local time can be skipped, and then is
/// read by the clock before the change or after it, or repeated; both readings are given then, the earlier one first.
struct LocalTime {
  enum class Kind { unique, skipped, repeated };
  Kind kind = Kind::unique;
  Instant first = 0;
  Instant second = 0; ///< The same as `first` where the time is unique.
};

/// A time that brings its own offset is always unique.
LocalTime resolve(const WrittenTime &time, const Zone &zone);

/// As the language writes it: `2026-12-05T22:00+01:00`; seconds only where they are not zero.
std::string formatTime(Instant instant, const Zone &zone);
/// As RFC 3339 has it, always with seconds: `2026-12-05T22:00:00+01:00`.
std::string formatTimestamp(Instant instant, const Zone &zone);
/// For a person: `Sat 2026-12-05 22:00 CET (+01:00)`; zones without abbreviations show the offset alone.
std::string showTime(Instant instant, const Zone &zone);
/// The time of day alone, for a day that is known: `22:00`.
std::string showClock(Instant instant, const Zone &zone);
/// Seconds east of UTC at that instant.
Duration offsetAt(Instant instant, const Zone &zone);

/// Shows moments of one window as short as they are clear: `01:13`; `02:30 CEST` where clocks change that night; with
/// the day where that is more than a day after the window opens, or before, and where the window is longer than a day.
class Moments {
public:
  explicit Moments(const Window &window);
  [[nodiscard]] std::string show(Instant instant) const;

private:
  Zone zone_;
  Instant start_;
  bool isShort_;
  bool clocksChange_;
};

/// A change of a zone's clocks: until `instant` they are `before` seconds east of UTC, from then on `after`.
struct ClockChange {
  Instant instant = 0;
  Duration before = 0;
  Duration after = 0;
};
/// The first change of clocks later than `from` and no later than `to`.
std::optional<ClockChange> clockChange(Instant from, Instant to, const Zone &zone);

/// The longest duration that a plan can write, in seconds: ten years.
inline constexpr Duration longestDuration = 3650LL * 24 * 3600;

/// Reads `30s`, `5m`, `1h30m`, `7d`: each of d, h, m, s at most once and in this order. Nothing for other text, and
/// beyond the longest.
std::optional<Duration> parseDuration(std::string_view text);
/// As the language writes it: `1h30m`; `0s`. A negative one has a leading `-`.
std::string formatDuration(Duration duration);
/// For a person: `1h 30m`.
std::string showDuration(Duration duration);

} // namespace changec::plan
