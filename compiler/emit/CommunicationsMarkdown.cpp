#include "emit/Communications.h"

#include "emit/InvolvedContacts.h"
#include "emit/Judged.h"
#include "emit/Markdown.h"
#include "emit/PlanJsonNames.h"
#include "emit/Schedule.h"
#include "emit/Texts.h"
#include "emit/TimesMarkdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace changec::emit {

using namespace plan;

namespace {

class SchedulePage {
public:
  explicit SchedulePage(const Plan &plan) : plan_(plan), zone_(zoneOf(plan.window)), rows_(scheduleRows(plan)) {}

  std::string write() {
    heading();
    howToRead();
    part(SchedulePart::fixed, "1. At fixed times",
         "The script that communicates sends these, where somebody lets it run every minute (`--timer`); else the "
         "person "
         "under From does, at the time given.");
    part(
        SchedulePart::implementation, "2. While the change is implemented",
        "The implementation script sends these as they come. For a call it shows the number and the words, and waits.");
    part(SchedulePart::backout, "3. If the change is backed out",
         "The backout script sends these as they come. For a call it shows the number and the words, and waits.");
    contacts();
    if (const std::string times = timesMarkdown(plan_); !times.empty())
      out_ += "\n" + times;
    judgement();
    return std::move(out_);
  }

private:
  void heading() {
    out_ +=
        fmt::format("# Communication schedule: {}\n\n**{}**\n\n", markdownText(plan_.id), markdownText(plan_.title));
    const Window &window = plan_.window;
    if (!window.zone.empty())
      out_ += fmt::format("- Window: {} to {}, {} in all.\n", showTime(window.start, zone_),
                          showTime(window.end, zone_), showDuration(window.end - window.start));
    out_ += fmt::format("- Risk {}, impact {}.\n", nameOf(plan_.risk), nameOf(plan_.impact));
    reachable("Change manager", plan_.manager);
    if (plan_.decides != plan_.manager)
      reachable("Decides where there is no way back", plan_.decides);
    out_ += fmt::format("- Digest {}: the scripts that were made with this page carry the same.\n",
                        plan_.digest.substr(0, 12));
    out_ += '\n';
  }

  void reachable(std::string_view role, uint32_t contact) {
    if (contact >= plan_.contacts.size())
      return;
    const std::string_view phone = addressFor(plan_.contacts[contact], "phone");
    out_ += fmt::format("- {}: {}{}{}.\n", role, markdownText(contactTitle(plan_, contact)), phone.empty() ? "" : ", ",
                        markdownText(phone));
  }

  void howToRead() {
    std::string notes;
    if (!plan_.window.zone.empty() || anyRow([](const ScheduleRow &row) { return row.part == SchedulePart::fixed; }))
      notes += fmt::format("All times are local times in {}, each with its distance from UTC.\n", zone_.name());
    if (const std::optional<ClockChange> change = clockChangeInSchedule(plan_, rows_))
      notes += clocksChange(*change);
    if (anyRow([](const ScheduleRow &row) { return hasBlanks(row.message->text); }))
      notes += "Words in [brackets] are known only when the time comes.\n";
    if (anyRow([](const ScheduleRow &row) { return row.insteadOf != 0; }))
      notes += "A row that begins \"if ... fails\" is used only when the row it names could not be delivered.\n";
    if (!notes.empty())
      out_ += notes + '\n';
  }

  [[nodiscard]] std::string clocksChange(const ClockChange &change) const {
    const Duration step = change.after - change.before;
    // The second before the change is the last one that the old clock shows.
    const std::string before = showTime(change.instant - 1, zone_);
    const std::string after = showTime(change.instant, zone_);
    return fmt::format("**Clocks go {} by {}: one second after {} it is {}.** {}\n", step > 0 ? "forward" : "back",
                       showDuration(step > 0 ? step : -step), before, after,
                       step > 0 ? "The local times between do not exist that day."
                                : "Some local times come twice: the distance from UTC tells which is meant.");
  }

  template <typename Predicate> [[nodiscard]] bool anyRow(Predicate predicate) const {
    return std::any_of(rows_.begin(), rows_.end(), predicate);
  }

  static bool hasBlanks(const Text &text) { return !text.constant().has_value(); }

  void part(SchedulePart part, std::string_view title, std::string_view introduction) {
    MarkdownTable table({"No.", "When", "From", "To", "By", "Number or address", "If it fails", "Words"});
    for (const ScheduleRow &row : rows_)
      if (row.part == part)
        table.add(cells(row));
    out_ += fmt::format("## {}\n\n", title);
    if (table.empty())
      out_ += "Nobody is told anything.\n\n";
    else
      out_ += fmt::format("{}\n\n{}\n", introduction, table.text());
  }

  [[nodiscard]] std::vector<std::string> cells(const ScheduleRow &row) const {
    const Message &message = *row.message;
    return {std::to_string(row.number),
            when(row),
            markdownText(contactTitle(plan_, message.from)),
            recipient(row),
            by(row),
            markdownText(row.delivery ? row.delivery->address : ""),
            markdownText(failurePhrase(plan_, row)),
            row.firstOfMessage == row.number ? markdownText(textWithBlanks(plan_, message.text))
                                             : fmt::format("as in {}", row.firstOfMessage)};
  }

  [[nodiscard]] std::string when(const ScheduleRow &row) const {
    if (row.unless == nullptr)
      return markdownText(whenPhrase(plan_, *row.message));
    return fmt::format("{} after {}, unless it is acknowledged", showDuration(row.unless->within), row.firstOfMessage);
  }

  [[nodiscard]] std::string recipient(const ScheduleRow &row) const {
    std::string result = markdownText(contactTitle(plan_, row.to));
    const uint32_t through = row.delivery ? reachedThrough(row.to, *row.delivery) : none;
    if (through != none)
      result += fmt::format(", through {}", markdownText(contactTitle(plan_, through)));
    return result;
  }

  [[nodiscard]] std::string by(const ScheduleRow &row) const {
    if (!row.delivery || row.delivery->channel >= plan_.channels.size())
      return "-";
    const std::string channel = markdownText(plan_.channels[row.delivery->channel].name);
    return row.insteadOf == 0 ? channel : fmt::format("if {} fails: {}", row.insteadOf, channel);
  }

  void contacts() {
    const std::vector<uint32_t> involved = involvedContacts(plan_);
    const std::vector<std::string_view> channels = channelsOf(plan_, involved);
    std::vector<std::string> titles = {"Name", "Who"};
    for (std::string_view channel : channels)
      titles.push_back(markdownText(channel));
    MarkdownTable table(std::move(titles));
    for (uint32_t index : involved)
      table.add(contactCells(plan_.contacts[index], channels));
    out_ += fmt::format("## 4. Contacts\n\n{}", table.text());
  }

  void judgement() {
    const std::vector<std::string> lines = judgedBy(plan_);
    if (lines.empty())
      return;
    out_ += "\n## What the plan was judged by\n\n";
    for (const std::string &line : lines)
      out_ += fmt::format("- {}\n", markdownText(line));
  }

  [[nodiscard]] std::vector<std::string> contactCells(const Contact &contact,
                                                      const std::vector<std::string_view> &channels) const {
    std::vector<std::string> result = {markdownText(contact.title), who(contact)};
    std::transform(channels.begin(), channels.end(), std::back_inserter(result),
                   [&](std::string_view channel) { return markdownText(addressFor(contact, channel)); });
    return result;
  }

  [[nodiscard]] std::string who(const Contact &contact) const {
    if (contact.kind != ContactKind::team)
      return markdownText(contact.role.empty() ? nameOf(contact.kind) : contact.role);
    std::string result = contact.role.empty() ? "team" : markdownText(contact.role);
    if (contact.lead < plan_.contacts.size())
      result += fmt::format("; lead {}", markdownText(contactTitle(plan_, contact.lead)));
    std::string_view separator = "; with ";
    for (uint32_t member : contact.members) {
      if (member == contact.lead)
        continue;
      result += separator;
      result += markdownText(contactTitle(plan_, member));
      separator = ", ";
    }
    return result;
  }

  const Plan &plan_;
  Zone zone_;
  std::vector<ScheduleRow> rows_;
  std::string out_;
};

} // namespace

std::string communicationsMarkdown(const Plan &plan) {
  return SchedulePage(plan).write();
}

} // namespace changec::emit
