#include "emit/Record.h"

#include "emit/Markdown.h"
#include "emit/PlanJsonNames.h"
#include "emit/RecordPlans.h"
#include "emit/Texts.h"

#include <fmt/format.h>

#include <algorithm>

namespace changec::emit {

using namespace plan;

namespace {

class RecordPage {
public:
  RecordPage(const Plan &plan, const RecordPlans &plans) : plan_(plan), plans_(plans), zone_(zoneOf(plan.window)) {}

  std::string write() {
    heading();
    wayBack();
    why();
    section("3. Risk and impact", plans_.riskAndImpact(), "");
    section("4. What is allowed, and why", plans_.allowed(),
            "Nothing is allowed or accepted that would else be refused.");
    section("5. Implementation plan", plans_.implementation(), "");
    section("6. Backout plan", plans_.backout(), "");
    section("7. Test plan", plans_.tests(), "**The plan checks nothing.**");
    section("8. Communication plan", plans_.communication(), "**Nobody is told anything.**");
    footer();
    return std::move(out_);
  }

private:
  const Plan &plan_;
  const RecordPlans &plans_;
  Zone zone_;
  std::string out_;

  void heading() {
    out_ += fmt::format("# Change record: {}\n\n**{}**\n\n", markdownText(plan_.id), markdownText(plan_.title));
    MarkdownTable table({"", ""});
    const auto row = [&](std::string_view what, std::string_view value) {
      if (!value.empty())
        table.add({std::string(what), markdownText(value)});
    };
    const Window &window = plan_.window;
    if (window.zone.empty())
      row("Planned", "no window is given");
    else
      row("Planned", fmt::format("{} to {}, {} in all", showTime(window.start, zone_), showTime(window.end, zone_),
                                 showDuration(window.end - window.start)));
    if (const Timeline &timeline = plans_.timeline(); timeline.dated)
      row("Done by", fmt::format("{} as planned{}", showTime(timeline.end, zone_),
                                 timeline.worstEnd == timeline.end
                                     ? std::string()
                                     : fmt::format(", {} at the latest", showTime(timeline.worstEnd, zone_))));
    row("Risk, impact", fmt::format("{}, {}", nameOf(plan_.risk), nameOf(plan_.impact)));
    row("Accountable", describedContact(plan_, plan_.manager));
    if (plan_.decides != plan_.manager)
      row("Decides where there is no way back", describedContact(plan_, plan_.decides));
    row("Assignment group", assignmentGroup(plan_));
    for (const RecordField &field : plan_.record)
      if (field.name != "justification" && field.name != "description" && field.name != "test_plan" &&
          field.name != "assignment_group")
        row(field.name, fmt::format("{}", fmt::join(field.values, ", ")));
    row("Correlation", plan_.digest);
    out_ += table.text();
  }

  /// The first thing a reviewer asks: does the way back hold, how sure is it, and until when.
  void wayBack() {
    RecordText times;
    const RecordText words = plans_.wayBackWords();
    for (const RecordBlock &block : words.blocks())
      if (block.kind == RecordBlock::Kind::item)
        times.item(block.text);
    out_ += fmt::format("\n## 1. The way back\n\n**{}**\n\n{}\n", markdownText(verdictOf(plan_, plans_.wayBack())),
                        markdownOf(times));
    MarkdownTable table({"No.", "Step", "Who", "Way back", "Undo takes", "Backout from here", "Turn round by"});
    for (uint32_t i = 0; i < plan_.steps.size(); ++i) {
      const Step &step = plan_.steps[i];
      const StepTimes &times = plans_.timeline().steps[i];
      std::string turnRound = canTurnRound(step) ? "-" : "no way back";
      if (canTurnRound(step) && times.turnRound)
        turnRound = plans_.momentOf(*times.turnRound);
      table.add({std::to_string(i + 1),
                 step.title == step.key ? markdownText(step.key)
                                        : fmt::format("{}: {}", markdownText(step.key), markdownText(step.title)),
                 markdownText(contactTitle(plan_, step.owner)), step.kind == StepKind::gate ? "gate" : wayBackOf(step),
                 times.undo == 0 ? "-" : showDuration(times.undo),
                 times.backout == 0 ? "-" : showDuration(times.backout), turnRound});
    }
    if (!table.empty())
      out_ += table.text();
    out_ +=
        "\n*Proven*: the steps declare what they change, and the compiler has followed it back from every point at "
        "which the change can stop. *Covered*: the undo of an earlier, proven step takes it back. *Stated*: the plan "
        "says how, and is believed. *Manual*: a person does it.\n";
  }

  static std::string wayBackOf(const Step &step) {
    const bool strong = step.reversibility == Reversibility::stated || step.reversibility == Reversibility::manual ||
                        step.reversibility == Reversibility::irreversible;
    const std::string_view mark = strong ? "**" : "";
    return fmt::format("{0}{1}{0}", mark, nameOf(step.reversibility));
  }

  void why() {
    out_ += "\n## 2. Why, and what\n\n";
    RecordText text = plans_.justification();
    const bool isJustified = !text.empty();
    for (const std::string_view more : {recordValue(plan_, "description"), std::string_view(plan_.doc)})
      if (!more.empty())
        text.paragraph(std::string(more));
    if (!isJustified)
      out_ += fmt::format("**The plan gives no justification.**\n{}", text.empty() ? "" : "\n");
    out_ += markdownOf(text);
  }

  void section(std::string_view title, const RecordText &text, std::string_view nothing) {
    out_ += fmt::format("\n## {}\n\n", title);
    out_ += text.empty() ? std::string(nothing) + '\n' : markdownOf(text);
  }

  void footer() {
    out_ +=
        fmt::format("\n---\n\nMade by changec {} from {}, with the scripts that carry the digest {}.\n", plan_.compiler,
                    markdownText(plan_.files.empty() ? plan_.id : plan_.files.front()), plan_.digest.substr(0, 12));
  }
};

} // namespace

std::string recordMarkdown(const Plan &plan, const RecordPlans &plans) {
  return RecordPage(plan, plans).write();
}

} // namespace changec::emit
