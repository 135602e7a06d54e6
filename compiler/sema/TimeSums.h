// The arithmetic behind a turn-round time, for a reviewer to follow. Private to this library.
#pragma once

#include "plan/Plan.h"
#include "plan/Time.h"
#include "plan/Timeline.h"

#include <string>

namespace changec::sema {

/// `22:00 the window opens +2m closed.enter +20m backup = 22:22`: how the planned end of a step comes about.
std::string sumToEnd(const plan::Plan &plan, const plan::Timeline &timeline, uint32_t step,
                     const plan::Moments &moments);

/// `02:00 the window ends -5m telling -35m backup -2m closed.enter -5m telling = 01:13`: how its turn-round time does.
std::string sumToTurnRound(const plan::Plan &plan, const plan::Timeline &timeline, uint32_t step,
                           const plan::Moments &moments);

} // namespace changec::sema
