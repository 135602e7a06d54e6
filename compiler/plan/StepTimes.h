// What a timeline says: of each step and of the whole. plan/Timeline.h computes it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace changec::plan {

/// Seconds since 1970-01-01T00:00:00Z.
using Instant = int64_t;
/// Seconds.
using Duration = int64_t;

/// The times of one step. Its calls ("on step x done via phone") count with it.
struct StepTimes {
  bool known = false;   ///< Whether the plan says how long it takes; a gate always is.
  Duration planned = 0; ///< p: `takes`.
  Duration worst = 0;   ///< w: every try to its timeout, with the pauses between.
  Duration undo = 0; ///< v: what its undo adds to a backout, in the worst case; 0 where nothing or another undoes it.
  /// Whether the four times are moments; without a window they count from the plan's start.
  bool dated = false;
  Instant start = 0; ///< As planned.
  Instant end = 0;
  Instant worstStart = 0; ///< Where it and all before it take as long as they can.
  Instant worstEnd = 0;
  uint32_t window = UINT32_MAX; ///< Its window: a phase that has one of its own, or `none`: the change's.
  /// B: how long a backout takes that begins while this step is the last one begun.
  Duration backout = 0;
  /// T: the latest moment to begin that backout and be done, verified and announced before the window ends.
  std::optional<Instant> turnRound;
  /// L: T less the worst case. Of a gate: the latest answer that leaves every later step its own.
  std::optional<Instant> latestStart;
};

struct Timeline {
  std::vector<StepTimes> steps; ///< One for each of the Plan's.
  /// For each step: the steps whose undo counts from it on. A cover that restores counts from the first it covers.
  std::vector<std::vector<uint32_t>> undoneFrom;
  Duration opening = 0; ///< Requirements of the change, and calls, before the first step.
  Duration closing = 0; ///< Checks of the change's health after the last step.
  Duration tellingOfBackout = 0;
  Duration health = 0; ///< Checks of the change's health after a backout.
  Duration tellingOfSuccess = 0;
  bool dated = false; ///< Whether `end` and `worstEnd` are moments.
  Instant end = 0;    ///< Of the closing checks, as planned.
  Instant worstEnd = 0;
};

} // namespace changec::plan
