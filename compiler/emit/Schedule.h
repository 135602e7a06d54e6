// The communication schedule as rows, in the order in which a person meets them. Each of its formats shows these rows.
#pragma once

#include "plan/Plan.h"
#include "plan/Time.h"

#include <string>
#include <string_view>
#include <vector>

namespace changec::emit {

/// `fixed`: at a time that is known when the plan is compiled. The others come with events of that half of the change.
enum class SchedulePart { fixed, implementation, backout };

/// One delivery of one message: one call to make, one email that goes out.
struct ScheduleRow {
  unsigned number = 0; ///< From 1, through all parts.
  SchedulePart part = SchedulePart::fixed;
  const plan::Message *message = nullptr;
  const plan::Delivery *delivery = nullptr; ///< Nothing where the message has no route.
  unsigned firstOfMessage = 0;              ///< The number of the message's first row; its own where it is that one.
  unsigned insteadOf = 0;                   ///< Not 0: this delivery is used only when that row's has failed.
};

/// All rows: fixed times by time; then the events of the implementation; then those of the backout, each in the order
/// in which they can happen, with regular updates after the event that starts them.
std::vector<ScheduleRow> scheduleRows(const plan::Plan &plan);

/// `fixed`, `implementation`, `backout`.
std::string_view nameOf(SchedulePart part);

/// The first change of clocks from the first fixed time or the window's start to the last one or the window's end.
std::optional<plan::ClockChange> clockChangeInSchedule(const plan::Plan &plan, const std::vector<ScheduleRow> &rows);

} // namespace changec::emit
