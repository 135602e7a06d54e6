#include "sema/TimeSums.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace changec::sema {
namespace {

/// More terms are not read: the longest are named, and the rest are one.
constexpr size_t mostTerms = 10;

class Sum {
public:
  explicit Sum(char sign) : sign_(sign) {}

  void add(plan::Duration duration, std::string_view what) {
    if (duration != 0)
      terms_.push_back({duration, what});
  }

  [[nodiscard]] std::string text() const {
    std::vector<plan::Duration> longest;
    longest.reserve(terms_.size());
    for (const Term &term : terms_)
      longest.push_back(term.duration);
    plan::Duration least = 0;
    size_t others = 0;
    plan::Duration rest = 0;
    if (longest.size() > mostTerms) {
      const auto nth = longest.begin() + (mostTerms - 1);
      std::nth_element(longest.begin(), nth, longest.end(), std::greater<>());
      least = *nth;
    }
    size_t room = mostTerms;
    std::string result;
    for (const Term &term : terms_) {
      if (term.duration >= least && room != 0) {
        --room;
        result += fmt::format(" {}{} {}", sign_, plan::formatDuration(term.duration), term.what);
      } else {
        ++others;
        rest += term.duration;
      }
    }
    if (others != 0)
      result += fmt::format(" {}{} of {} others", sign_, plan::formatDuration(rest), others);
    return result;
  }

private:
  struct Term {
    plan::Duration duration;
    std::string_view what;
  };
  char sign_;
  std::vector<Term> terms_;
};

} // namespace

std::string sumToEnd(const plan::Plan &plan, const plan::Timeline &timeline, uint32_t step,
                     const plan::Moments &moments) {
  uint32_t first = step;
  const auto opensItsWindow = [&](uint32_t at) {
    const plan::StepTimes &times = timeline.steps[at];
    return times.window != plan::none && (at == 0 || timeline.steps[at - 1].window != times.window) &&
           times.start == plan.phases[times.window].window->start;
  };
  while (first > 0 && !opensItsWindow(first))
    --first;
  Sum sum('+');
  const bool fromStart = !opensItsWindow(first);
  if (fromStart)
    sum.add(timeline.opening, "requirements and calls");
  for (uint32_t at = first; at <= step; ++at)
    sum.add(timeline.steps[at].planned, plan.steps[at].key);
  const plan::Instant opens = fromStart ? timeline.steps[0].start - timeline.opening : timeline.steps[first].start;
  return fmt::format("{} the window opens{} = {}", moments.show(opens), sum.text(),
                     moments.show(timeline.steps[step].end));
}

std::string sumToTurnRound(const plan::Plan &plan, const plan::Timeline &timeline, uint32_t step,
                           const plan::Moments &moments) {
  uint32_t begin = step + 1;
  while (begin > 0 && plan::canTurnRound(plan.steps[begin - 1]))
    --begin;
  Sum sum('-');
  sum.add(timeline.tellingOfSuccess, "calls of its success");
  sum.add(timeline.health, "checks");
  std::vector<uint32_t> undone;
  for (uint32_t at = begin; at <= step; ++at)
    for (const uint32_t each : timeline.undoneFrom[at])
      if (each >= begin)
        undone.push_back(each);
  std::sort(undone.begin(), undone.end());
  for (const uint32_t each : undone)
    sum.add(timeline.steps[each].undo, plan.steps[each].key);
  sum.add(timeline.tellingOfBackout, "calls of the backout");
  const plan::Window *window = plan::windowOf(plan, timeline.steps[step]);
  return fmt::format("{} the window ends{} = {}", moments.show(window->end), sum.text(),
                     moments.show(*timeline.steps[step].turnRound));
}

} // namespace changec::sema
