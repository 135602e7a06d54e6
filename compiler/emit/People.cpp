#include "emit/People.h"

#include "emit/InvolvedContacts.h"
#include "emit/Markdown.h"
#include "emit/Schedule.h"
#include "emit/Texts.h"
#include "plan/Time.h"
#include "plan/Timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace changec::emit {

using namespace plan;

namespace {

using Escape = std::string (*)(std::string_view);

std::string asItIs(std::string_view text) {
  return std::string(text);
}

class Pages {
public:
  Pages(const Plan &plan, Escape escape)
      : plan_(plan), escape_(escape), timeline_(plan.timeline), rows_(scheduleRows(plan)) {}

  std::string page(uint32_t contact) {
    const Contact &who = plan_.contacts[contact];
    std::string out = fmt::format("## {}{}\n\n", escape_(who.title),
                                  who.role.empty() ? std::string{} : fmt::format(", {}", escape_(who.role)));
    out += section("To do", toDo(contact), "Nothing.");
    out += section("To do in place of somebody else", toStandIn(contact), {});
    out += section("To say", toSay(contact), "Nothing by voice or by hand.");
    out += section("To hear", toHear(contact), {});
    return out;
  }

private:
  static std::string section(std::string_view title, const std::vector<std::string> &lines, std::string_view nothing) {
    if (lines.empty() && nothing.empty())
      return {};
    std::string out = fmt::format("### {}\n\n", title);
    for (const std::string &line : lines)
      out += fmt::format("- {}\n", line);
    if (lines.empty())
      out += fmt::format("{}\n", nothing);
    return out + '\n';
  }

  /// Whether what concerns `other` is this contact's: its own, or that of a team that it leads.
  [[nodiscard]] bool isOf(uint32_t contact, uint32_t other) const {
    return other != none && (other == contact || plan_.contacts[other].lead == contact);
  }

  std::string stepLine(size_t index) {
    const Step &step = plan_.steps[index];
    const StepTimes &times = timeline_.steps[index];
    std::string line = fmt::format("[{}/{}] {}", index + 1, plan_.steps.size(), escape_(step.key));
    if (step.title != step.key)
      line += fmt::format(": {}", escape_(step.title));
    if (const Window *window = windowOf(plan_, times); window != nullptr && times.dated) {
      const Moments &moments = moments_.try_emplace(times.window, *window).first->second;
      line += fmt::format("; planned at {}", moments.show(times.start));
      if (times.latestStart)
        line += fmt::format(", {} by {} at the latest", step.kind == StepKind::gate ? "answer" : "begin",
                            moments.show(*times.latestStart));
    }
    if (step.kind != StepKind::gate && times.planned != 0)
      line += fmt::format("; takes {}", showDuration(times.planned));
    if (times.undo != 0)
      line += fmt::format(", taking it back {}", showDuration(times.undo));
    return line;
  }

  std::vector<std::string> toDo(uint32_t contact) {
    std::vector<std::string> lines;
    if (plan_.manager == contact)
      lines.emplace_back("Accountable for the change.");
    if (isOf(contact, plan_.decides))
      lines.emplace_back("Decides where there is no way back.");
    for (size_t i = 0; i < plan_.steps.size(); ++i)
      if (isOf(contact, plan_.steps[i].owner))
        lines.push_back(stepLine(i));
    for (const CheckList &list : plan_.checkLists)
      if (isOf(contact, list.owner))
        lines.push_back(fmt::format("Checks {}: {}", escape_(list.name), escape_(list.title)));
    return lines;
  }

  std::vector<std::string> toStandIn(uint32_t contact) {
    std::vector<std::string> lines;
    for (size_t i = 0; i < plan_.steps.size(); ++i)
      if (isOf(contact, plan_.steps[i].deputy))
        lines.push_back(fmt::format("{}, of {}", stepLine(i), escape_(contactTitle(plan_, plan_.steps[i].owner))));
    return lines;
  }

  [[nodiscard]] std::string when(const ScheduleRow &row) const {
    std::string out = escape_(whenPhrase(plan_, *row.message));
    if (row.unless != nullptr)
      out += fmt::format(", {} later, unless it is acknowledged", showDuration(row.unless->within));
    if (row.insteadOf != 0)
      out += fmt::format(", if row {} fails", row.insteadOf);
    return out;
  }

  [[nodiscard]] std::string by(const ScheduleRow &row) const {
    if (row.delivery == nullptr)
      return {};
    const uint32_t through = reachedThrough(row.to, *row.delivery);
    return fmt::format("by {}, {}{}", escape_(plan_.channels[row.delivery->channel].name),
                       escape_(row.delivery->address),
                       through == none ? std::string{} : fmt::format(" ({})", escape_(contactTitle(plan_, through))));
  }

  [[nodiscard]] std::string words(const ScheduleRow &row) const {
    return escape_(textWithBlanks(plan_, row.message->text));
  }

  [[nodiscard]] std::vector<std::string> toSay(uint32_t contact) const {
    std::vector<std::string> lines;
    for (const ScheduleRow &row : rows_)
      if (isOf(contact, row.message->from) && isToldByPerson(plan_, row))
        lines.push_back(fmt::format("Row {}. {}: tell {} {}: \"{}\" If it fails: {}.", row.number, when(row),
                                    escape_(contactTitle(plan_, row.to)), by(row), words(row),
                                    escape_(failurePhrase(plan_, row))));
    return lines;
  }

  [[nodiscard]] std::vector<std::string> toHear(uint32_t contact) const {
    std::vector<std::string> lines;
    for (const ScheduleRow &row : rows_)
      if (isOf(contact, row.to))
        lines.push_back(fmt::format("Row {}. {}: from {} {}: \"{}\"", row.number, when(row),
                                    escape_(contactTitle(plan_, row.message->from)), by(row), words(row)));
    return lines;
  }

  const Plan &plan_;
  Escape escape_;
  const Timeline &timeline_;
  std::vector<ScheduleRow> rows_;
  std::map<uint32_t, Moments> moments_; ///< By window.
};

std::string heading(const Plan &plan, Escape escape) {
  std::string out = fmt::format("# {}: {}\n\n", escape(plan.id), escape(plan.title));
  if (!plan.window.zone.empty()) {
    const Zone zone = zoneOf(plan.window);
    out += fmt::format("Window: {} to {}.\n\n", showTime(plan.window.start, zone), showTime(plan.window.end, zone));
  }
  return out;
}

} // namespace

std::string personPage(const Plan &plan, uint32_t contact) {
  return heading(plan, asItIs) + Pages(plan, asItIs).page(contact);
}

std::string peopleMarkdown(const Plan &plan) {
  std::string out = heading(plan, markdownText);
  out += fmt::format("Who does and says what; a part each. Digest {}.\n\n", plan.digest.substr(0, 12));
  Pages pages(plan, markdownText);
  for (const uint32_t contact : involvedContacts(plan))
    out += pages.page(contact);
  return out;
}

} // namespace changec::emit
