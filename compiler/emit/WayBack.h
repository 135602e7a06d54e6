// Whether there is a way back, how sure it is, and until when: what a reviewer asks first.
#pragma once

#include "plan/Plan.h"
#include "plan/Timeline.h"

#include <optional>
#include <string>
#include <vector>

namespace changec::emit {

struct WayBack {
  unsigned changing = 0;              ///< Steps that have something to take back, the irreversible ones included.
  unsigned proven = 0;                ///< Of these, those whose way back is proven; those covered by a proven one too.
  std::vector<uint32_t> believed;     ///< Steps whose inverse is what the plan says, in order.
  std::vector<uint32_t> byHand;       ///< Those that a person takes back.
  std::vector<uint32_t> irreversible; ///< Those past which there is only forward.
  /// The step from which a backout takes longest, and how long; nothing where no step has anything to take back.
  std::optional<uint32_t> longestFrom;
  plan::Duration longest = 0;
  /// The step between whose planned and latest start there is the least room. Only where steps have moments.
  std::optional<uint32_t> tightest;
};

WayBack wayBackOf(const plan::Plan &plan, const plan::Timeline &timeline);

/// One sentence or a few: whether there is a way back from everywhere, and how far it is proven.
std::string verdictOf(const plan::Plan &plan, const WayBack &back);

} // namespace changec::emit
