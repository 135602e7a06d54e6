#include "emit/PlanText.h"

#include "diagnostics/Display.h"
#include "diagnostics/Ink.h"
#include "emit/BackoutExplanation.h"
#include "emit/InversePhrase.h"
#include "emit/PlanJsonNames.h"
#include "emit/PlanTable.h"
#include "emit/Schedule.h"
#include "emit/Texts.h"
#include "plan/Time.h"
#include "plan/Timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace changec::emit {
namespace {

using plan::Step;
using plan::StepKind;
using plan::StepTimes;

/// Text that is painted word by word, so that a broken line is painted on each of its lines.
struct Piece {
  std::string_view text;
  Ink ink = Ink::plain;
  std::string address = {}; ///< What it is a link to; empty for nothing.
};

Ink inkOf(plan::Reversibility reversibility) {
  switch (reversibility) {
  case plan::Reversibility::proven:
  case plan::Reversibility::covered:
  case plan::Reversibility::nothing: return Ink::added;
  case plan::Reversibility::stated:
  case plan::Reversibility::manual: return Ink::warning;
  case plan::Reversibility::irreversible: return Ink::error;
  }
  return Ink::plain;
}

class PlanText {
public:
  PlanText(const plan::Plan &plan, const TextStyle &style) : plan_(plan), style_(style), timeline_(plan.timeline) {}

  std::string whole() {
    header();
    table();
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
  const TextStyle &style_;
  const plan::Timeline &timeline_;
  std::string out_;

  /// Words from a column on to the end of the line; those that do not fit go on below, at another column.
  void words(size_t column, const std::vector<Piece> &pieces, size_t below) {
    bool first = true;
    for (const Piece &piece : pieces) {
      const std::string shown = printable(piece.text);
      for (std::string_view text = shown; !text.empty();) {
        const size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        if (!first && column + 1 + columnsOf(word) > style_.width) {
          out_ += '\n';
          out_.append(below, ' ');
          column = below;
        } else if (!first) {
          out_ += ' ';
          ++column;
        }
        std::string painted;
        paint(painted, piece.ink, word, style_.colour);
        link(out_, piece.address, painted);
        column += columnsOf(word);
        text.remove_prefix(std::min(end + 1, text.size()));
        first = false;
      }
    }
    out_ += '\n';
  }

  /// What is broken goes on `hang` columns further in.
  void line(size_t indent, const std::vector<Piece> &pieces, size_t hang = 2) {
    out_.append(indent, ' ');
    words(indent, pieces, indent + hang);
  }

  void labelled(size_t indent, std::string_view label, std::string_view text, Ink ink = Ink::plain) {
    constexpr size_t labelWidth = 9;
    out_.append(indent, ' ');
    paint(out_, Ink::secondary, label, style_.colour);
    out_.append(labelWidth - label.size(), ' ');
    words(indent + labelWidth, {{text, ink}}, indent + labelWidth);
  }

  /// Lines that are indented already. The first is a heading.
  void paragraphs(std::string_view text) {
    for (bool first = true; !text.empty(); first = false) {
      const size_t end = std::min(text.find('\n'), text.size());
      std::string_view row = text.substr(0, end);
      const size_t indent = std::min(row.find_first_not_of(' '), row.size());
      line(indent, {{row.substr(indent), first ? Ink::strong : Ink::plain}});
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  void header() {
    line(0, {{fmt::format("{}: {}", plan_.id, plan_.title), Ink::strong}});
    line(2, {{fmt::format("manager {}, risk {}, impact {}", contactTitle(plan_, plan_.manager), nameOf(plan_.risk),
                          nameOf(plan_.impact))}});
    if (!plan_.window.zone.empty()) {
      const plan::Zone zone = plan::zoneOf(plan_.window);
      line(2, {{fmt::format("window {} to {}", plan::showTime(plan_.window.start, zone),
                            plan::showTime(plan_.window.end, zone))}});
    }
    line(2, {{reversibilitySummary(plan_)}});
  }

  /// What fits into the width of a line: the columns in the order of what matters.
  void table() {
    if (plan_.steps.empty())
      return;
    PlanTable table({"step", "way back", "owner", "planned", "round by"});
    for (uint32_t index = 0; index < plan_.steps.size(); ++index) {
      const Step &step = plan_.steps[index];
      const StepTimes &times = timeline_.steps[index];
      const plan::Window *window = windowOf(plan_, times);
      const bool dated = window != nullptr && times.turnRound && times.latestStart;
      const bool gate = step.kind == StepKind::gate;
      const auto shown = [&](plan::Instant instant) { return plan::Moments(*window).show(instant); };
      table.add({{step.key, Ink::strong},
                 {gate ? "-" : std::string(nameOf(step.reversibility)), gate ? Ink::plain : inkOf(step.reversibility)},
                 {std::string(contactTitle(plan_, step.owner))},
                 {dated ? shown(times.start) : ""},
                 {dated && !gate && canTurnRound(step) ? shown(*times.turnRound)
                  : dated                              ? "-"
                                                       : ""}});
    }
    out_ += '\n';
    table.write(out_, style_);
  }

  void step(uint32_t index) {
    const Step &step = plan_.steps[index];
    const StepTimes &times = timeline_.steps[index];
    out_ += out_.empty() ? "" : "\n";
    const plan::Place &place = step.place;
    const std::string number = fmt::format("{}/{}", index + 1, plan_.steps.size());
    const std::string name = step.key + ':';
    line(0,
         {{number},
          {name, Ink::strong,
           style_.linkTo && place.file < plan_.files.size() ? style_.linkTo(plan_.files[place.file], place.line) : ""},
          {step.title, Ink::strong}},
         4);
    labelled(4, "owner",
             step.deputy == plan::none
                 ? std::string(contactTitle(plan_, step.owner))
                 : fmt::format("{}, deputy {}", contactTitle(plan_, step.owner), contactTitle(plan_, step.deputy)));
    timesOf(step, times);
    if (step.kind == StepKind::gate)
      return;
    if (!step.when.empty())
      labelled(4, "when", step.when);
    const plan::Scope &scope = plan_.scopes[step.scope];
    operations("do", scope.operations);
    operations("verify", scope.verify);
    std::string_view label = "undo";
    for (const std::string &phrase : inversePhrases(plan_, index))
      labelled(4, std::exchange(label, ""), phrase);
    operations("verify", scope.verifyUndo);
    labelled(4, "way back", nameOf(step.reversibility), inkOf(step.reversibility));
    if (!step.loses.empty())
      labelled(4, "loses", step.loses);
  }

  void operations(std::string_view label, const std::vector<plan::Operation> &operations) {
    for (const plan::Operation &operation : operations)
      labelled(4, std::exchange(label, ""), operationPhrase(plan_, operation));
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
    line(0, {{"Who is told:", Ink::strong}});
    for (const ScheduleRow &row : rows)
      line(2,
           {{fmt::format("{} {}: {} to {}{}: {}", row.number, whenOf(*row.message),
                         contactTitle(plan_, row.message->from), contactTitle(plan_, row.message->to), wayOf(row),
                         row.firstOfMessage == row.number ? textWithBlanks(plan_, row.message->text)
                                                          : fmt::format("as in {}", row.firstOfMessage))}},
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

std::string planText(const plan::Plan &plan, const TextStyle &style) {
  return PlanText(plan, style).whole();
}

std::string stepText(const plan::Plan &plan, uint32_t step, const TextStyle &style) {
  return PlanText(plan, style).one(step);
}

} // namespace changec::emit
