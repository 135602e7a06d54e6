// What changed between two versions of a plan, in the plan's own terms. Plain data: how it is shown is the outputs'.
#pragma once

#include "plan/Plan.h"

#include <optional>
#include <string>
#include <vector>

namespace changec::compare {

/// What kind of thing differs.
enum class Area : uint8_t {
  change, ///< The change as a whole: its window, its risk, its health.
  phase,
  step, ///< Guards and gates too.
  checks,
  message,
  contact,
  channel,
  parameter,
  secret,
  policy,
  allowance,
};
constexpr size_t areaCount = static_cast<size_t>(Area::allowance) + 1;

enum class Kind : uint8_t { added, dropped, changed };

/// One thing that is said of a thing in both versions, and differs; a text is empty where a version says nothing.
struct Detail {
  std::string what; ///< `owner`
  std::string before;
  std::string after;
  bool lessSafe = false; ///< The way back is less sure, or a check is gone.
  std::string within;    ///< The call of an action that it belongs to; empty for what the plan itself says.
};

/// One thing that differs. Of an added or dropped one the details are all that is said of it.
struct Difference {
  Area area = Area::change;
  Kind kind = Kind::changed;
  std::string name; ///< In the new version; of a dropped one in the old.
  std::string was;  ///< The old name of a renamed one.
  std::string title;
  bool moved = false;
  /// Of a moved one: the names that it stands after; empty for the first.
  std::string afterBefore;
  std::string afterNow;
  std::vector<Detail> details;
};

/// When a step is planned, or a moment of the plan, in both versions.
struct TimeShift {
  std::string step; ///< In the new version.
  plan::Instant startBefore = 0;
  plan::Instant startAfter = 0;
  /// Until when it can be turned round from (docs/time.md); nothing of a gate, and where there is no way back.
  std::optional<plan::Instant> turnBefore;
  std::optional<plan::Instant> turnAfter;

  friend bool operator==(const TimeShift &, const TimeShift &) = default;
};

/// One version, for a heading.
struct Version {
  std::string id;
  std::string title;
  plan::Window window;
};

struct Comparison {
  Version before;
  Version after;
  std::vector<Difference> differences; ///< By area, then in the order of the new version.
  std::vector<TimeShift> shifts;       ///< Of steps that both versions have and plan at a time; those that differ.

  [[nodiscard]] bool same() const { return differences.empty() && shifts.empty(); }
};

/// Compares two checked plans. Places in files, the order of what is no step, and contacts without a part in the change
/// do not count.
Comparison compare(const plan::Plan &before, const plan::Plan &after);

/// `step`, `parameter`: as JSON and people call it.
std::string_view nameOf(Area area);
std::string_view nameOf(Kind kind);

} // namespace changec::compare
