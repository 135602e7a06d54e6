#include "emit/TimesMarkdown.h"

#include "emit/Markdown.h"
#include "emit/Texts.h"
#include "plan/Time.h"
#include "plan/Timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace changec::emit {

using namespace plan;

namespace {

constexpr std::string_view introduction =
    "*Turn round by* is the latest moment to begin the backout and be done, verified and announced before the window "
    "ends; *start by* is the latest moment to begin the step and still be able to, however long it takes. A gate is to "
    "be answered by then.";

/// The title, and the key where that says more.
std::string stepCell(const Step &step) {
  return step.title == step.key ? markdownText(step.key)
                                : fmt::format("{}: {}", markdownText(step.key), markdownText(step.title));
}

std::string lengthCell(const Step &step, const StepTimes &times) {
  if (step.kind == StepKind::gate)
    return "-";
  return times.known ? showDuration(times.planned) : "not known";
}

} // namespace

std::string timesMarkdown(const Plan &plan) {
  const Timeline &timeline = plan.timeline;
  MarkdownTable table({"No.", "Step", "Who", "Planned", "Takes", "Undo", "Start by", "Turn round by"});
  std::map<uint32_t, Moments> byWindow;
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const Step &step = plan.steps[i];
    const StepTimes &times = timeline.steps[i];
    const Window *window = windowOf(plan, times);
    if (window == nullptr || !times.turnRound)
      continue;
    const Moments &moments = byWindow.try_emplace(times.window, *window).first->second;
    table.add({std::to_string(i + 1), stepCell(step), markdownText(contactTitle(plan, step.owner)),
               moments.show(times.start), lengthCell(step, times), times.undo == 0 ? "-" : showDuration(times.undo),
               moments.show(*times.latestStart), canTurnRound(step) ? moments.show(*times.turnRound) : "no way back"});
  }
  if (table.empty())
    return {};
  return fmt::format("## 5. Steps, and when to turn round\n\n{}\n\n{}", introduction, table.text());
}

} // namespace changec::emit
