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
  unsigned thenRow = 0;                     ///< Not 0: that row is used when this delivery has failed.
  uint32_t to = plan::none;                 ///< Who is told: the message's recipient, or the escalation's.
  /// Not null: this row is used only where nobody acknowledges the message in time.
  const plan::Escalation *unless = nullptr;
};

/// All rows: fixed times by time; then the events of the implementation; then those of the backout, each in the order
/// in which they can happen, with regular updates after the event that starts them.
std::vector<ScheduleRow> scheduleRows(const plan::Plan &plan);

/// When a message goes out, for a person: `2026-12-05 21:45 CET (+01:00), start - 15m`, `When the backout begins`,
/// `Every 30m until the backout ends`.
std::string whenPhrase(const plan::Plan &plan, const plan::Message &message);

/// What happens, and what is to be done, when a row's delivery fails: `tried again, then row 7`.
std::string failurePhrase(const plan::Plan &plan, const ScheduleRow &row);

/// Who tells by a row: a person for `phone` and other channels of people, a script for the rest.
bool isToldByPerson(const plan::Plan &plan, const ScheduleRow &row);

/// `fixed`, `implementation`, `backout`.
std::string_view nameOf(SchedulePart part);

/// The first change of clocks from the first fixed time or the window's start to the last one or the window's end.
std::optional<plan::ClockChange> clockChangeInSchedule(const plan::Plan &plan, const std::vector<ScheduleRow> &rows);

} // namespace changec::emit
