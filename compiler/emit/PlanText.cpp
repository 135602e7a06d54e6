#include "emit/PlanText.h"

#include "emit/BackoutExplanation.h"
#include "emit/InversePhrase.h"
#include "emit/PlanJsonNames.h"
#include "emit/Schedule.h"
#include "emit/Texts.h"
#include "plan/Time.h"
#include "plan/Timeline.h"
#include "source/Utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace changec::emit {
namespace {

using plan::Step;
using plan::StepKind;
using plan::StepTimes;

size_t columnsOf(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !utf8::continues(c); }));
}

class PlanText {
public:
  PlanText(const plan::Plan &plan, unsigned width) : plan_(plan), width_(width), timeline_(timelineOf(plan)) {}

  std::string whole() {
    header();
    for (uint32_t step = 0; step < plan_.steps.size(); ++step)
      this->step(step);
    if (!plan_.steps.empty()) {
      out_ += '\n';
      paragraphs(explainBackout(plan_, static_cast<uint32_t>(plan_.steps.size()) - 1));
    }
    schedule();
    return std::move(out_);
  }

  std::string one(uint32_t index) {
    step(index);
    out_ += '\n';
    paragraphs(explainBackout(plan_, index));
    return std::move(out_);
  }

private:
  const plan::Plan &plan_;
  size_t width_;
  plan::Timeline timeline_;
  std::string out_;

  /// A line, broken at blanks; what follows stands `hang` columns further in than its start.
  void line(size_t indent, std::string_view text, size_t hang = 2) {
    size_t column = indent;
    out_.append(indent, ' ');
    bool first = true;
    while (!text.empty()) {
      const size_t end = std::min(text.find(' '), text.size());
      const std::string_view word = text.substr(0, end);
      if (!first && column + 1 + columnsOf(word) > width_) {
        out_ += '\n';
        out_.append(indent + hang, ' ');
        column = indent + hang;
      } else if (!first) {
        out_ += ' ';
        ++column;
      }
      out_ += word;
      column += columnsOf(word);
      text.remove_prefix(std::min(end + 1, text.size()));
      first = false;
    }
    out_ += '\n';
  }

  void labelled(size_t indent, std::string_view label, std::string_view text) {
    constexpr size_t labelWidth = 9;
    line(indent, fmt::format("{:<{}}{}", label, labelWidth, text), labelWidth);
  }

  /// Lines that are indented already.
  void paragraphs(std::string_view text) {
    while (!text.empty()) {
      const size_t end = std::min(text.find('\n'), text.size());
      std::string_view row = text.substr(0, end);
      const size_t indent = std::min(row.find_first_not_of(' '), row.size());
      line(indent, row.substr(indent));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  void header() {
    line(0, fmt::format("{}: {}", plan_.id, plan_.title));
    line(2, fmt::format("manager {}, risk {}, impact {}", contactTitle(plan_, plan_.manager), nameOf(plan_.risk),
                        nameOf(plan_.impact)));
    if (!plan_.window.zone.empty()) {
      const plan::Zone zone = plan::zoneOf(plan_.window);
      line(2, fmt::format("window {} to {}", plan::showTime(plan_.window.start, zone),
                          plan::showTime(plan_.window.end, zone)));
    }
    line(2, reversibilitySummary(plan_));
  }

  void step(uint32_t index) {
    const Step &step = plan_.steps[index];
    const StepTimes &times = timeline_.steps[index];
    out_ += out_.empty() ? "" : "\n";
    line(0, fmt::format("{}/{} {}: {}", index + 1, plan_.steps.size(), step.key, step.title), 4);
    labelled(4, "owner",
             step.deputy == plan::none
                 ? std::string(contactTitle(plan_, step.owner))
                 : fmt::format("{}, deputy {}", contactTitle(plan_, step.owner), contactTitle(plan_, step.deputy)));
    timesOf(step, times);
    if (step.kind == StepKind::gate)
      return;
    if (!step.when.empty())
      labelled(4, "when", step.when);
    std::string_view label = "do";
    for (const plan::Operation &operation : plan_.scopes[step.scope].operations)
      labelled(4, std::exchange(label, ""), operationPhrase(plan_, operation));
    label = "undo";
    for (const std::string &phrase : inversePhrases(plan_, index))
      labelled(4, std::exchange(label, ""), phrase);
    labelled(4, "way back", nameOf(step.reversibility));
    if (!step.loses.empty())
      labelled(4, "loses", step.loses);
  }

  void timesOf(const Step &step, const StepTimes &times) {
    const plan::Window *window = windowOf(plan_, times);
    if (window == nullptr || !times.turnRound || !times.latestStart)
      return;
    const plan::Moments moments(*window);
    const bool gate = step.kind == StepKind::gate;
    labelled(4, "planned",
             gate ? fmt::format("{}, answered by {}", moments.show(times.start), moments.show(*times.latestStart))
                  : fmt::format("{}, takes {}, started by {}", moments.show(times.start),
                                times.known ? plan::showDuration(times.planned) : "not known",
                                moments.show(*times.latestStart)));
    if (!gate)
      labelled(4, "turn",
               canTurnRound(step) ? fmt::format("round by {}", moments.show(*times.turnRound)) : "no way back");
  }

  void schedule() {
    const std::vector<ScheduleRow> rows = scheduleRows(plan_);
    if (rows.empty())
      return;
    out_ += '\n';
    line(0, "Who is told:");
    for (const ScheduleRow &row : rows)
      line(2,
           fmt::format("{} {}: {} to {}{}: {}", row.number, whenOf(*row.message),
                       contactTitle(plan_, row.message->from), contactTitle(plan_, row.message->to), wayOf(row),
                       row.firstOfMessage == row.number ? textWithBlanks(plan_, row.message->text)
                                                        : fmt::format("as in {}", row.firstOfMessage)),
           4);
  }

  [[nodiscard]] std::string whenOf(const plan::Message &message) const {
    if (const auto *at = std::get_if<plan::AtInstant>(&message.when))
      return plan::showTime(at->instant, plan::zoneOf(plan_.window));
    if (const auto *every = std::get_if<plan::Every>(&message.when))
      return fmt::format("Every {} during the {}", plan::showDuration(every->interval),
                         every->duringBackout ? "backout" : "implementation");
    return eventPhrase(plan_, std::get<plan::OnEvent>(message.when));
  }

  [[nodiscard]] std::string wayOf(const ScheduleRow &row) const {
    if (row.delivery == nullptr || row.delivery->channel >= plan_.channels.size())
      return {};
    const std::string way = fmt::format(" by {} {}", plan_.channels[row.delivery->channel].name, row.delivery->address);
    return row.insteadOf == 0 ? way : fmt::format(" if {} fails{}", row.insteadOf, way);
  }
};

} // namespace

std::string planText(const plan::Plan &plan, unsigned width) {
  return PlanText(plan, width).whole();
}

std::string stepText(const plan::Plan &plan, uint32_t step, unsigned width) {
  return PlanText(plan, width).one(step);
}

} // namespace changec::emit
