#include "emit/BackoutExplanation.h"

#include "emit/Beliefs.h"
#include "emit/InversePhrase.h"
#include "emit/PlanJsonNames.h"
#include "emit/Texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

namespace changec::emit {
namespace {

using plan::InverseKind;
using plan::Reversibility;
using plan::StateChange;
using plan::Step;

class BackoutExplanation {
public:
  BackoutExplanation(const plan::Plan &plan, uint32_t stop) : plan_(plan), stop_(stop), first_(firstTakenBack()) {
    for (uint32_t step = 0; step < plan_.steps.size(); ++step)
      for (const StateChange &change : plan_.steps[step].changes)
        history_[change.cell].push_back({step, &change});
  }

  std::string run() {
    line(0, fmt::format("{}: a stop within '{}', step {} of {}", plan_.id, plan_.steps[stop_].key, stop_ + 1,
                        plan_.steps.size()));
    if (first_ > stop_) {
      line(0, "");
      line(1, fmt::format("'{}' is irreversible: there is no way back from it. {} decides.", plan_.steps[stop_].key,
                          contactTitle(plan_, plan_.decides != plan::none ? plan_.decides : plan_.manager)));
      return std::move(out_);
    }
    stopped();
    line(0, "");
    tell(plan::Event::backout, "Told that it begins");
    for (uint32_t step = stop_ + 1; step-- > first_;)
      takeBack(step);
    checks();
    tell(plan::Event::backedOut, "Told that it is done");
    line(0, "");
    outcome();
    return std::move(out_);
  }

private:
  const plan::Plan &plan_;
  uint32_t stop_;
  uint32_t first_;
  std::string out_;
  struct Change {
    uint32_t step;
    const StateChange *what;
  };
  std::unordered_map<std::string, std::vector<Change>> history_; ///< By cell, in order.
  std::map<std::string, std::string> now_;                       ///< By cell.
  std::map<uint32_t, std::set<std::string>> owed_; ///< By the step that covers: cells of those that it covers.

  void line(unsigned depth, std::string_view text) {
    out_.append(text.empty() ? 0 : size_t{2} * depth, ' ');
    out_ += text;
    out_ += '\n';
  }

  [[nodiscard]] const plan::Inverse *inverseOf(uint32_t step) const {
    const uint32_t scope = plan_.steps[step].scope;
    return scope == plan::none ? nullptr : &plan_.scopes[scope].inverse;
  }

  /// A backout goes back to the last irreversible step that has begun, and not past it.
  [[nodiscard]] uint32_t firstTakenBack() const {
    for (uint32_t step = stop_ + 1; step-- > 0;)
      if (plan_.steps[step].reversibility == Reversibility::irreversible)
        return step + 1;
    return 0;
  }

  /// What a cell is before a step: as the last change left it.
  [[nodiscard]] const std::string &before(const std::string &cell, uint32_t step) const {
    const std::vector<Change> &changes = history_.at(cell);
    const auto later = std::find_if(changes.begin(), changes.end(), [&](const Change &it) { return it.step >= step; });
    return later == changes.begin() ? changes.front().what->before : std::prev(later)->what->after;
  }

  void stopped() {
    for (uint32_t step = 0; step <= stop_; ++step)
      for (const StateChange &change : plan_.steps[step].changes)
        now_[change.cell] = step < stop_ || change.before == change.after
                                ? change.after
                                : fmt::format("{}, {}, or between", change.before, change.after);
    for (const auto &[cell, state] : now_)
      line(1, fmt::format("{} is {}", cell, state));
  }

  void tell(plan::Event event, std::string_view what) {
    std::vector<std::string_view> names;
    for (const plan::Message &message : plan_.messages)
      if (const auto *on = std::get_if<plan::OnEvent>(&message.when); on != nullptr && on->event == event)
        if (const auto name = contactTitle(plan_, message.to);
            std::find(names.begin(), names.end(), name) == names.end())
          names.push_back(name);
    line(1, fmt::format("{}: {}", what, names.empty() ? "nobody" : fmt::format("{}", fmt::join(names, ", "))));
  }

  void takeBack(uint32_t index) {
    const Step &step = plan_.steps[index];
    if (step.kind == plan::StepKind::gate)
      return;
    line(1, fmt::format("{} ({})", step.key, nameOf(step.reversibility)));
    for (const plan::Belief belief : beliefsOf(step))
      line(3, fmt::format("believed: {}", reasonOf(belief)));
    for (const std::string &phrase : inversePhrases(plan_, index))
      line(3, phrase);
    const plan::Inverse *inverse = inverseOf(index);
    if (inverse != nullptr && inverse->kind == InverseKind::undoneBy) {
      for (const StateChange &change : step.changes)
        owed_[inverse->coveredBy].insert(change.cell);
      return;
    }
    for (const StateChange &change : step.changes)
      if (!change.kept)
        putBack(change.cell, index);
    if (const auto owed = owed_.find(index); owed != owed_.end())
      for (const std::string &cell : owed->second)
        putBack(cell, index);
  }

  void putBack(const std::string &cell, uint32_t step) {
    std::string &state = now_[cell];
    const std::string &wanted = before(cell, step);
    if (state != wanted)
      line(3, fmt::format("{} is back to {}", cell, wanted));
    state = wanted;
  }

  void checks() {
    if (plan_.verifyUndo.empty())
      return;
    std::vector<std::string> names;
    for (const plan::Operation &operation : plan_.verifyUndo)
      names.push_back(operationPhrase(plan_, operation));
    line(1, fmt::format("Checked: {}", fmt::join(names, ", ")));
  }

  /// What is left of the plan, and how sure that is.
  void outcome() {
    std::map<std::string, std::string> left;
    std::vector<std::string> believed;
    for (uint32_t step = first_; step <= stop_; ++step) {
      const Reversibility grade = plan_.steps[step].reversibility;
      if (grade == Reversibility::stated || grade == Reversibility::manual)
        believed.push_back(fmt::format("'{}'", plan_.steps[step].key));
      for (const StateChange &change : plan_.steps[step].changes)
        if (change.kept)
          left[change.cell] = fmt::format("{} stays: '{}' made it", change.cell, plan_.steps[step].key);
    }
    if (first_ > 0)
      line(0, fmt::format("Then all is as it was after '{}', which is irreversible.", plan_.steps[first_ - 1].key));
    else
      line(0, "Then all is as it was before the change.");
    for (const auto &[cell, text] : left)
      line(1, text);
    if (!believed.empty())
      line(1, fmt::format("believed, not proven, of: {}", fmt::join(believed, ", ")));
  }
};

} // namespace

std::string reversibilitySummary(const plan::Plan &plan) {
  constexpr std::array order{Reversibility::proven, Reversibility::covered,      Reversibility::stated,
                             Reversibility::manual, Reversibility::irreversible, Reversibility::nothing};
  std::vector<std::string> counts;
  for (const Reversibility grade : order) {
    const auto count = std::count_if(plan.steps.begin(), plan.steps.end(),
                                     [&](const Step &step) { return step.reversibility == grade; });
    if (count != 0)
      counts.push_back(fmt::format(
          "{} {}", count, grade == Reversibility::nothing ? "with nothing to take back" : std::string(nameOf(grade))));
  }
  return fmt::format("{} step{}: {}", plan.steps.size(), plan.steps.size() == 1 ? "" : "s", fmt::join(counts, ", "));
}

std::string explainBackout(const plan::Plan &plan, uint32_t stop) {
  return BackoutExplanation(plan, stop).run();
}

} // namespace changec::emit
