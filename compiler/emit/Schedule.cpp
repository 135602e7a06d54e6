#include "emit/Schedule.h"

#include "emit/Texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace changec::emit {

using namespace plan;

namespace {

/// What rows are sorted by within the plan; messages of equal rank stay in the plan's order.
struct Rank {
  SchedulePart part = SchedulePart::fixed;
  int group = 0;
  int64_t position = 0; ///< A time, or a step's place.
  int phase = 0;        ///< Of one step: started, done, failed.

  friend bool operator<(const Rank &a, const Rank &b) {
    return std::tie(a.part, a.group, a.position, a.phase) < std::tie(b.part, b.group, b.position, b.phase);
  }
};

class Ranking {
public:
  explicit Ranking(const Plan &plan) {
    for (const Message &message : plan.messages)
      if (const auto *on = std::get_if<OnEvent>(&message.when); on != nullptr && !on->step.empty())
        stepPlaces_.try_emplace(on->step, 0);
    if (stepPlaces_.empty())
      return;
    // From the last to the first: of the steps that one `for` makes the first counts.
    for (size_t i = plan.steps.size(); i-- > 0;)
      if (const auto named = stepPlaces_.find(plan.steps[i].name); named != stepPlaces_.end())
        named->second = static_cast<int64_t>(i);
  }

  Rank operator()(const Message &message) const {
    return std::visit([this](const auto &when) { return this->rank(when); }, message.when);
  }

private:
  static Rank rank(const AtInstant &at) { return {SchedulePart::fixed, 0, at.instant, 0}; }
  static Rank rank(const Every &every) {
    return {every.duringBackout ? SchedulePart::backout : SchedulePart::implementation, 1, 0, 0};
  }
  [[nodiscard]] Rank rank(const OnEvent &on) const {
    switch (on.event) {
    case Event::start: return {SchedulePart::implementation, 0, 0, 0};
    case Event::stepStarted: return {SchedulePart::implementation, 2, place(on), 0};
    case Event::stepDone: return {SchedulePart::implementation, 2, place(on), 1};
    case Event::stepFailed: return {SchedulePart::implementation, 2, place(on), 2};
    case Event::decisionDeadline: return {SchedulePart::implementation, 3, 0, 0};
    case Event::failure: return {SchedulePart::implementation, 4, 0, 0};
    case Event::cancelled: return {SchedulePart::implementation, 5, 0, 0};
    case Event::finish: return {SchedulePart::implementation, 6, 0, 0};
    case Event::backout: return {SchedulePart::backout, 0, 0, 0};
    case Event::stepUndone: return {SchedulePart::backout, 2, -place(on), 0};
    case Event::backedOut: return {SchedulePart::backout, 3, 0, 0};
    case Event::backoutFailed: return {SchedulePart::backout, 4, 0, 0};
    }
    return {};
  }
  [[nodiscard]] int64_t place(const OnEvent &on) const {
    const auto found = stepPlaces_.find(on.step);
    return found == stepPlaces_.end() ? 0 : found->second;
  }

  std::unordered_map<std::string_view, int64_t> stepPlaces_; ///< Of those that messages name.
};

void addRoute(std::vector<ScheduleRow> &rows, ScheduleRow row, const Route &route) {
  for (const Delivery &delivery : route.deliveries) {
    row.delivery = &delivery;
    row.number = static_cast<unsigned>(rows.size()) + 1;
    if (row.insteadOf != 0)
      rows.back().thenRow = row.number;
    rows.push_back(row);
    row.insteadOf = row.number;
  }
}

void addRows(std::vector<ScheduleRow> &rows, const Message &message, SchedulePart part) {
  ScheduleRow row;
  row.number = static_cast<unsigned>(rows.size()) + 1;
  row.part = part;
  row.message = &message;
  row.firstOfMessage = row.number;
  row.to = message.to;
  for (const Route &route : message.routes)
    addRoute(rows, row, route);
  if (rows.size() < row.firstOfMessage)
    rows.push_back(row);
  for (const Escalation &escalation : message.unless) {
    row.unless = &escalation;
    row.to = escalation.to;
    addRoute(rows, row, escalation.route);
  }
}

} // namespace

std::vector<ScheduleRow> scheduleRows(const Plan &plan) {
  const Ranking ranking(plan);
  std::vector<std::pair<Rank, const Message *>> order;
  order.reserve(plan.messages.size());
  for (const Message &message : plan.messages)
    order.emplace_back(ranking(message), &message);
  std::stable_sort(order.begin(), order.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
  std::vector<ScheduleRow> rows;
  for (const auto &[rank, message] : order)
    addRows(rows, *message, rank.part);
  return rows;
}

std::string whenPhrase(const Plan &plan, const Message &message) {
  if (const auto *every = std::get_if<Every>(&message.when))
    return fmt::format("Every {} until the {} ends", showDuration(every->interval),
                       every->duringBackout ? "backout" : "implementation");
  if (const auto *on = std::get_if<OnEvent>(&message.when))
    return eventPhrase(plan, *on);
  const auto &at = std::get<AtInstant>(message.when);
  const std::string time = showTime(at.instant, zoneOf(plan.window));
  // What it was computed from is said too, unless the plan gives the time itself.
  const bool isComputed = !at.written.empty() && (at.written[0] < '0' || at.written[0] > '9');
  return isComputed ? fmt::format("{}, {}", time, at.written) : time;
}

bool isToldByPerson(const Plan &plan, const ScheduleRow &row) {
  return row.delivery != nullptr && row.delivery->channel < plan.channels.size() &&
         !plan.channels[row.delivery->channel].manual.empty();
}

std::string failurePhrase(const Plan &plan, const ScheduleRow &row) {
  if (row.delivery == nullptr)
    return "";
  const std::string_view tries = isToldByPerson(plan, row) ? "" : "tried again, then ";
  if (row.thenRow != 0)
    return fmt::format("{}row {}", tries, row.thenRow);
  const uint32_t reached = row.delivery->through == none ? row.to : row.delivery->through;
  const std::string_view phone = reached == none ? "" : addressFor(plan.contacts[reached], "phone");
  if (!isToldByPerson(plan, row) && !phone.empty())
    return fmt::format("{}a call to {}", tries, phone);
  return fmt::format("{}named at the end as still to be told", tries);
}

std::string_view nameOf(SchedulePart part) {
  switch (part) {
  case SchedulePart::fixed: return "fixed";
  case SchedulePart::implementation: return "implementation";
  case SchedulePart::backout: return "backout";
  }
  return {};
}

std::optional<ClockChange> clockChangeInSchedule(const Plan &plan, const std::vector<ScheduleRow> &rows) {
  Instant from = plan.window.start;
  Instant to = plan.window.end;
  for (const ScheduleRow &row : rows)
    if (const auto *at = std::get_if<AtInstant>(&row.message->when)) {
      from = std::min(from, at->instant);
      to = std::max(to, at->instant);
    }
  return clockChange(from, to, zoneOf(plan.window));
}

} // namespace changec::emit
