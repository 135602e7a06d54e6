#include "plan/Timeline.h"

#include "plan/StepDurations.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace changec::plan {
namespace {

bool isCall(const Plan &plan, const Route &route) {
  if (route.deliveries.empty() || route.deliveries.front().channel >= plan.channels.size())
    return false;
  const Channel &channel = plan.channels[route.deliveries.front().channel];
  return channel.builtIn && channel.name == "phone";
}

/// How long the calls on each event take.
class Calls {
public:
  explicit Calls(const Plan &plan) {
    for (const Message &message : plan.messages) {
      const auto *on = std::get_if<OnEvent>(&message.when);
      if (on == nullptr)
        continue;
      const auto count = std::count_if(message.routes.begin(), message.routes.end(),
                                       [&](const Route &route) { return isCall(plan, route); });
      if (count != 0)
        (on->step.empty() ? ofChange_[on->event] : ofStep_[on->step][on->event]) += count * callTakes;
    }
  }

  Duration operator()(Event event) const { return find(ofChange_, event); }
  Duration operator()(std::string_view step, Event event) const {
    const auto found = ofStep_.empty() ? ofStep_.end() : ofStep_.find(step);
    return found == ofStep_.end() ? 0 : find(found->second, event);
  }

private:
  using ByEvent = std::unordered_map<Event, Duration>;

  static Duration find(const ByEvent &durations, Event event) {
    const auto found = durations.find(event);
    return found == durations.end() ? 0 : found->second;
  }

  ByEvent ofChange_;
  std::unordered_map<std::string_view, ByEvent> ofStep_;
};

Duration checks(const Plan &plan, const std::vector<Operation> &operations) {
  Duration result = 0;
  for (const Operation &operation : operations) {
    const bool isList = operation.kind == OperationKind::checks && operation.checkList < plan.checkLists.size();
    result += checkTakes * (isList ? static_cast<Duration>(plan.checkLists[operation.checkList].checks.size()) : 1);
  }
  return result;
}

/// For each resource, the steps that change it, in order.
class Writers {
public:
  explicit Writers(const Plan &plan) {
    for (const Scope &scope : plan.scopes)
      for (const Effect &effect : scope.effects)
        if (effect.kind == Effect::Kind::effect || effect.kind == Effect::Kind::refreshes)
          if (scope.step != none)
            steps_[effect.cell.resource].push_back(scope.step);
    for (auto &[resource, steps] : steps_)
      std::sort(steps.begin(), steps.end());
  }

  /// The first step after `step` that changes what the undo of it restores; none where no step does.
  [[nodiscard]] uint32_t firstAfter(const Plan &plan, uint32_t step) const {
    uint32_t first = none;
    for (const Operation &operation : plan.scopes[plan.steps[step].scope].inverse.operations)
      for (const Effect &effect : plan.scopes[operation.scope].effects)
        if (const auto found = steps_.find(effect.cell.resource);
            found != steps_.end() && effect.kind == Effect::Kind::restores)
          if (const auto after = std::upper_bound(found->second.begin(), found->second.end(), step);
              after != found->second.end())
            first = std::min(first, *after);
    return first;
  }

private:
  std::unordered_map<std::string_view, std::vector<uint32_t>> steps_;
};

class Computation {
public:
  explicit Computation(const Plan &plan) : plan_(plan), calls_(plan) {
    timeline_.steps.resize(plan.steps.size());
    timeline_.undoneFrom.resize(plan.steps.size());
  }

  Timeline run() {
    readDurations();
    placeUndos();
    forwards();
    backwards();
    answers();
    return std::move(timeline_);
  }

private:
  void readDurations() {
    for (const Requirement &requirement : plan_.requirements)
      timeline_.opening += checks(plan_, requirement.operations);
    timeline_.opening += calls_(Event::start);
    timeline_.closing = checks(plan_, plan_.verify);
    timeline_.tellingOfBackout = calls_(Event::backout);
    timeline_.health = checks(plan_, plan_.verifyUndo);
    timeline_.tellingOfSuccess = calls_(Event::backedOut);
    std::vector<uint32_t> leaveOf(plan_.steps.size(), none);
    for (const Guard &guard : plan_.guards)
      if (guard.enter < leaveOf.size())
        leaveOf[guard.enter] = guard.leave;
    onlyRestores_.resize(plan_.steps.size());
    std::string_view before;
    for (size_t i = 0; i < plan_.steps.size(); ++i) {
      const Step &step = plan_.steps[i];
      const uint32_t leave = leaveOf[i];
      const StepDurations durations =
          leave < plan_.steps.size() ? durationsOf(plan_, step, plan_.steps[leave]) : durationsOf(plan_, step);
      StepTimes &times = timeline_.steps[i];
      const Duration telling =
          step.lastOfName ? calls_(step.name, Event::stepStarted) + calls_(step.name, Event::stepDone) : 0;
      times.known = durations.known;
      times.planned = durations.planned + telling;
      times.worst = durations.worst + telling;
      // Of steps made by one `for`, the last undone is the first in the plan.
      times.undo =
          durations.undo == 0 ? 0 : durations.undo + (step.name == before ? 0 : calls_(step.name, Event::stepUndone));
      before = step.name;
      onlyRestores_[i] = durations.onlyRestores;
    }
  }

  /// From which step on each undo counts.
  void placeUndos() {
    std::vector<uint32_t> firstCovered(plan_.steps.size(), none);
    for (uint32_t i = 0; i < plan_.steps.size(); ++i)
      if (plan_.steps[i].scope != none) {
        const Inverse &inverse = plan_.scopes[plan_.steps[i].scope].inverse;
        if (inverse.kind == InverseKind::undoneBy && inverse.coveredBy < i)
          firstCovered[inverse.coveredBy] = std::min(firstCovered[inverse.coveredBy], i);
      }
    const Writers writers(plan_);
    for (uint32_t i = 0; i < plan_.steps.size(); ++i) {
      if (timeline_.steps[i].undo == 0)
        continue;
      const uint32_t later = onlyRestores_[i] ? std::min(firstCovered[i], writers.firstAfter(plan_, i)) : none;
      timeline_.undoneFrom[later == none ? i : later].push_back(i);
    }
  }

  /// Planned and worst times, phase by phase.
  void forwards() {
    bool dated = !plan_.window.zone.empty();
    Instant planned = dated ? plan_.window.start : 0;
    planned += timeline_.opening;
    Instant worst = planned;
    uint32_t phase = none;
    for (size_t i = 0; i < plan_.steps.size(); ++i) {
      StepTimes &times = timeline_.steps[i];
      const uint32_t own = ownWindow(plan_.steps[i]);
      if (own != none && own != phase) {
        const Instant opens = plan_.phases[own].window->start;
        planned = dated ? std::max(planned, opens) : opens;
        worst = dated ? std::max(worst, opens) : opens;
        dated = true;
      }
      phase = own;
      times.window = own;
      times.dated = dated;
      times.start = planned;
      times.worstStart = worst;
      times.end = planned += times.planned;
      times.worstEnd = worst += times.worst;
    }
    timeline_.dated = dated;
    timeline_.end = planned + timeline_.closing;
    timeline_.worstEnd = worst + timeline_.closing;
  }

  [[nodiscard]] uint32_t ownWindow(const Step &step) const {
    return step.phase != none && plan_.phases[step.phase].window ? step.phase : none;
  }

  /// How long a backout takes from each step, and when it has to begin.
  void backwards() {
    const Duration around = timeline_.tellingOfBackout + timeline_.health + timeline_.tellingOfSuccess;
    Duration undos = 0;
    uint32_t firstReached = 0; // a backout does not go back past the last irreversible step
    for (uint32_t i = 0; i < plan_.steps.size(); ++i) {
      StepTimes &times = timeline_.steps[i];
      if (!canTurnRound(plan_.steps[i])) {
        undos = 0;
        firstReached = i + 1;
      }
      for (const uint32_t undone : timeline_.undoneFrom[i])
        if (undone >= firstReached)
          undos += timeline_.steps[undone].undo;
      times.backout = around + undos;
      if (const Window *window = windowOf(plan_, times)) {
        times.turnRound = window->end - times.backout;
        times.latestStart = *times.turnRound - times.worst;
      }
    }
  }

  /// A gate has to be answered early enough for each later step to start in time.
  void answers() {
    std::optional<Instant> latest;
    if (!timeline_.steps.empty() && timeline_.steps.back().turnRound)
      latest = *timeline_.steps.back().turnRound - timeline_.closing;
    for (size_t i = plan_.steps.size(); i-- > 0;) {
      StepTimes &times = timeline_.steps[i];
      if (latest)
        *latest -= times.planned;
      if (times.latestStart)
        latest = latest ? std::min(*latest, *times.latestStart) : *times.latestStart;
      if (plan_.steps[i].kind == StepKind::gate && times.latestStart)
        times.latestStart = latest;
    }
  }

  const Plan &plan_;
  Calls calls_;
  std::vector<bool> onlyRestores_;
  Timeline timeline_;
};

} // namespace

Timeline timelineOf(const Plan &plan) {
  return Computation(plan).run();
}

const Window *windowOf(const Plan &plan, const StepTimes &step) {
  if (step.window != none)
    return &*plan.phases[step.window].window;
  return plan.window.zone.empty() ? nullptr : &plan.window;
}

bool canTurnRound(const Step &step) {
  return step.reversibility != Reversibility::irreversible;
}

} // namespace changec::plan
