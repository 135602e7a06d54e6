#include "emit/WayBack.h"

#include "emit/Texts.h"

#include <fmt/format.h>

namespace changec::emit {

using namespace plan;

namespace {

std::string keys(const Plan &plan, const std::vector<uint32_t> &steps) {
  constexpr size_t mostNamed = 8;
  std::string result;
  for (size_t i = 0; i < steps.size() && i < mostNamed; ++i)
    result += fmt::format("{}'{}'", i == 0 ? "" : ", ", plan.steps[steps[i]].key);
  if (steps.size() > mostNamed)
    result += fmt::format(" and {} more", steps.size() - mostNamed);
  return result;
}

std::string sureness(const Plan &plan, const WayBack &back) {
  const auto reversible = static_cast<unsigned>(back.changing - back.irreversible.size());
  if (back.proven == reversible)
    return reversible == 1 ? "It is proven for the one step that can be taken back."
                           : fmt::format("It is proven for all {} steps that can be taken back.", reversible);
  std::string result = fmt::format("It is proven for {} of {} step{} that can be taken back", back.proven, reversible,
                                   reversible == 1 ? "" : "s");
  if (!back.believed.empty())
    result += fmt::format("; as the plan says, believed and not proven, for {}", keys(plan, back.believed));
  if (!back.byHand.empty())
    result += fmt::format("; by hand for {}", keys(plan, back.byHand));
  return result + '.';
}

} // namespace

WayBack wayBackOf(const Plan &plan, const Timeline &timeline) {
  WayBack back;
  Duration leastRoom = 0;
  for (uint32_t i = 0; i < plan.steps.size(); ++i) {
    const StepTimes &times = timeline.steps[i];
    switch (plan.steps[i].reversibility) {
    case Reversibility::nothing: break;
    case Reversibility::proven:
    case Reversibility::covered: ++back.proven; break;
    case Reversibility::stated: back.believed.push_back(i); break;
    case Reversibility::manual: back.byHand.push_back(i); break;
    case Reversibility::irreversible: back.irreversible.push_back(i); break;
    }
    if (times.backout > back.longest && canTurnRound(plan.steps[i])) {
      back.longest = times.backout;
      back.longestFrom = i;
    }
    if (times.dated && times.latestStart && (!back.tightest || *times.latestStart - times.start < leastRoom)) {
      leastRoom = *times.latestStart - times.start;
      back.tightest = i;
    }
  }
  back.changing =
      back.proven + static_cast<unsigned>(back.believed.size() + back.byHand.size() + back.irreversible.size());
  if (back.changing == back.irreversible.size())
    back.longestFrom.reset();
  return back;
}

std::string verdictOf(const Plan &plan, const WayBack &back) {
  if (back.changing == 0)
    return "Nothing that this change does has to be taken back.";
  if (back.irreversible.empty())
    return "There is a way back from every step. " + sureness(plan, back);
  const Step &first = plan.steps[back.irreversible.front()];
  const Inverse &inverse = plan.scopes[first.scope].inverse;
  std::string result =
      fmt::format("There is a way back only until '{}', which is irreversible: {}", first.key, inverse.because);
  if (inverse.acceptedBy != none)
    result += fmt::format("; {} accepts that", contactTitle(plan, inverse.acceptedBy));
  result += ". ";
  if (back.irreversible.size() > 1)
    result += fmt::format("{} steps are. ", back.irreversible.size());
  if (back.changing > back.irreversible.size())
    result += sureness(plan, back) + ' ';
  return result + fmt::format("Behind it a backout takes back what came later, and {} decides what else is done.",
                              contactTitle(plan, plan.decides != none ? plan.decides : plan.manager));
}

} // namespace changec::emit
