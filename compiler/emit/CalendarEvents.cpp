#include "emit/CalendarEvents.h"

#include "emit/CalendarText.h"
#include "emit/PlanJsonNames.h"
#include "emit/Schedule.h"
#include "emit/Texts.h"
#include "plan/Time.h"
#include "plan/Timeline.h"

#include <fmt/format.h>
#include <llvm/ADT/ArrayRef.h>
#include <llvm/Support/SHA1.h>

#include <algorithm>
#include <unordered_map>

namespace changec::emit {

using namespace plan;

namespace {

using Digest = llvm::SHA1;

std::string hexadecimal(std::string_view bytes) {
  std::string result;
  for (const char byte : bytes)
    result += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return result;
}

std::string digestOf(std::string_view text) {
  Digest digest;
  digest.update(llvm::StringRef(text.data(), text.size()));
  const auto bytes = digest.final();
  return {bytes.begin(), bytes.end()};
}

std::string withSeparator(std::string_view text, std::string_view more) {
  return text.empty() ? std::string(more) : fmt::format("{}, {}", text, more);
}

/// How long before its start an event is announced, as a duration of RFC 5545, 3.3.6.
enum class Notice : uint8_t { dayAndHour, quarterOfAnHour, tenMinutes };

class CalendarWriter {
public:
  explicit CalendarWriter(const Plan &plan)
      : plan_(plan), zone_(zoneOf(plan.window)), timeline_(plan.timeline), organizer_(organizerLine(plan)) {}

  std::vector<CalendarEntry> run() {
    addWindow();
    for (size_t i = 0; i < plan_.steps.size(); ++i)
      if (timeline_.steps[i].dated)
        addStep(plan_.steps[i], timeline_.steps[i]);
    addMessages();
    return std::move(entries_);
  }

private:
  struct Attendee {
    uint32_t person = none;
    std::string_view role; ///< RFC 5545, 3.2.16.
  };

  /// As calendars write it.
  struct Mailbox {
    std::string name;
    std::string uri;
  };

  const Plan &plan_;
  Zone zone_;
  const Timeline &timeline_;
  std::unordered_map<uint32_t, Mailbox> mailboxes_;
  std::string organizer_;
  std::vector<CalendarEntry> entries_;
  std::unordered_map<std::string, unsigned> keys_; ///< How many there are of each.

  void addWindow() {
    if (plan_.window.zone.empty())
      return;
    const Window &window = plan_.window;
    std::string words = fmt::format("{}\nWindow: {} to {}, {} in all.\nRisk {}, impact {}.\n", plan_.title,
                                    showTime(window.start, zone_), showTime(window.end, zone_),
                                    showDuration(window.end - window.start), nameOf(plan_.risk), nameOf(plan_.impact));
    words += reachable("Change manager", plan_.manager);
    if (plan_.decides != plan_.manager)
      words += reachable("Decides where there is no way back", plan_.decides);
    begin("change", fmt::format("{}: {}", plan_.id, plan_.title), words, window.start, window.end, true);
    finish(actors(), Notice::dayAndHour);
  }

  void addStep(const Step &step, const StepTimes &times) {
    std::string words = fmt::format("{}: {}\n", plan_.id, plan_.title);
    words += step.kind == StepKind::gate ? "A decision: go, or no go.\n" : "";
    words += reachable("Owner", step.owner) + reachable("Deputy", step.deputy);
    words += fmt::format("Planned for {}", showTime(times.start, zone_));
    words += times.known && times.planned != 0 ? fmt::format(", {}.\n", showDuration(times.planned)) : ".\n";
    if (times.latestStart)
      words += fmt::format("{} by {}.\n", step.kind == StepKind::gate ? "To be answered" : "To be started",
                           showTime(*times.latestStart, zone_));
    if (step.reversibility == Reversibility::irreversible)
      words += "There is no way back from it.\n";
    else if (times.turnRound)
      words += fmt::format("While it is the last one begun, turn round by {}.\n", showTime(*times.turnRound, zone_));
    const std::string title = step.title == step.key ? step.key : fmt::format("{}: {}", step.key, step.title);
    begin(fmt::format("step/{}", step.key), fmt::format("{} {}", plan_.id, title), words, times.start, times.end,
          false);
    finish({{person(step.owner), "REQ-PARTICIPANT"}, {person(step.deputy), "OPT-PARTICIPANT"}},
           Notice::quarterOfAnHour);
  }

  void addMessages() {
    const std::vector<ScheduleRow> rows = scheduleRows(plan_);
    for (auto row = rows.begin(); row != rows.end();) {
      const auto end = std::find_if(row, rows.end(), [&](const auto &it) { return it.message != row->message; });
      if (const auto *at = std::get_if<AtInstant>(&row->message->when))
        addMessage(*row->message, *at, {&*row, static_cast<size_t>(end - row)});
      row = end;
    }
  }

  void addMessage(const Message &message, const AtInstant &at, llvm::ArrayRef<ScheduleRow> rows) {
    const std::string_view to = contactTitle(plan_, message.to);
    std::string channels;
    std::string words =
        fmt::format("{}: {}\nAt {}, {} tells {}:\n\n{}\n\n", plan_.id, plan_.title, showTime(at.instant, zone_),
                    contactTitle(plan_, message.from), to, textWithBlanks(plan_, message.text));
    for (const ScheduleRow &row : rows) {
      if (row.delivery == nullptr || row.delivery->channel >= plan_.channels.size())
        continue;
      const std::string &channel = plan_.channels[row.delivery->channel].name;
      if (row.insteadOf == 0 && row.unless == nullptr)
        channels = withSeparator(channels, channel);
      if (row.insteadOf != 0)
        words += "if that fails, ";
      else if (row.unless != nullptr)
        words += fmt::format("unless it is acknowledged within {}, tell {}, ", showDuration(row.unless->within),
                             contactTitle(plan_, row.to));
      words += fmt::format("{}: {}", channel, row.delivery->address);
      const uint32_t through = reachedThrough(row.to, *row.delivery);
      words += through == none ? "\n" : fmt::format(" ({})\n", contactTitle(plan_, through));
    }
    const Instant end = at.instant + callTakes;
    begin(fmt::format("message/{}/{}", nameOf(message.to), at.written),
          fmt::format("{} tell {}{}", plan_.id, to, channels.empty() ? "" : fmt::format(" ({})", channels)), words,
          at.instant, end, false);
    entries_.back().words = hexadecimal(digestOf(textWithBlanks(plan_, message.text)).substr(0, 8));
    finish({{person(message.from), "REQ-PARTICIPANT"}}, Notice::tenMinutes);
  }

  void begin(std::string key, std::string_view summary, std::string_view description, Instant start, Instant end,
             bool transparent) {
    if (description.ends_with('\n'))
      description.remove_suffix(1);
    const unsigned known = keys_[key]++;
    CalendarEntry entry;
    entry.key = known == 0 ? std::move(key) : fmt::format("{}/{}", key, known + 1);
    entry.uid = calendarUid(plan_.id, entry.key);
    entry.lines = {
        "DTSTART:" + calendarTime(start),
        // What takes no time would not be seen in a calendar.
        "DTEND:" + calendarTime(std::max(end, start + callTakes)),
        "SUMMARY:" + calendarText(summary),
        "DESCRIPTION:" + calendarText(description),
        transparent ? "TRANSP:TRANSPARENT" : "TRANSP:OPAQUE",
    };
    entries_.push_back(std::move(entry));
  }

  void finish(const std::vector<Attendee> &attendees, Notice notice) {
    CalendarEntry &entry = entries_.back();
    std::vector<std::string> lines;
    for (const Attendee &attendee : attendees) {
      if (attendee.person >= plan_.contacts.size())
        continue;
      const Contact &contact = plan_.contacts[attendee.person];
      if (std::find(entry.people.begin(), entry.people.end(), contact.name) != entry.people.end())
        continue;
      entry.people.push_back(contact.name);
      const Mailbox &mailbox = mailboxOf(attendee.person);
      if (!mailbox.uri.empty())
        lines.push_back(fmt::format("ATTENDEE;CN={};ROLE={}:{}", mailbox.name, attendee.role, mailbox.uri));
    }
    // Attendees need somebody who has asked them.
    if (!organizer_.empty()) {
      entry.lines.push_back(organizer_);
      entry.lines.insert(entry.lines.end(), lines.begin(), lines.end());
    }
    const std::string summary = entry.lines[2].substr(std::string_view("SUMMARY:").size());
    switch (notice) {
    case Notice::dayAndHour:
      alarm(entry, "-P1D", summary);
      alarm(entry, "-PT1H", summary);
      break;
    case Notice::quarterOfAnHour: alarm(entry, "-PT15M", summary); break;
    case Notice::tenMinutes: alarm(entry, "-PT10M", summary); break;
    }
  }

  const Mailbox &mailboxOf(uint32_t person) {
    const auto [found, added] = mailboxes_.try_emplace(person);
    if (added) {
      const Contact &contact = plan_.contacts[person];
      found->second = {calendarParameter(contact.title), mailtoUri(addressFor(contact, "email"))};
    }
    return found->second;
  }

  static void alarm(CalendarEntry &entry, std::string_view trigger, std::string_view summary) {
    entry.lines.insert(entry.lines.end(), {"BEGIN:VALARM", "ACTION:DISPLAY", fmt::format("DESCRIPTION:{}", summary),
                                           fmt::format("TRIGGER:{}", trigger), "END:VALARM"});
  }

  /// Everybody who does or says something, the manager first.
  [[nodiscard]] std::vector<Attendee> actors() const {
    std::vector<Attendee> result{{person(plan_.manager), "CHAIR"}, {person(plan_.decides), "REQ-PARTICIPANT"}};
    std::vector<bool> known(plan_.contacts.size(), false);
    const auto add = [&](uint32_t contact, std::string_view role) {
      const uint32_t who = person(contact);
      if (who < known.size() && !known[who])
        result.push_back({who, role});
      if (who < known.size())
        known[who] = true;
    };
    for (const Step &step : plan_.steps)
      add(step.owner, "REQ-PARTICIPANT");
    for (const Message &message : plan_.messages)
      add(message.from, "REQ-PARTICIPANT");
    for (const Step &step : plan_.steps)
      add(step.deputy, "OPT-PARTICIPANT");
    return result;
  }

  /// The person who is meant by a contact: of a team its lead; none for a desk.
  [[nodiscard]] uint32_t person(uint32_t contact) const {
    if (contact >= plan_.contacts.size() || plan_.contacts[contact].kind == ContactKind::desk)
      return none;
    return plan_.contacts[contact].kind == ContactKind::team ? plan_.contacts[contact].lead : contact;
  }

  [[nodiscard]] std::string_view nameOf(uint32_t contact) const {
    return contact < plan_.contacts.size() ? std::string_view(plan_.contacts[contact].name) : std::string_view();
  }
  static std::string_view nameOf(Risk risk) { return emit::nameOf(risk); }
  static std::string_view nameOf(Impact impact) { return emit::nameOf(impact); }

  [[nodiscard]] std::string reachable(std::string_view what, uint32_t contact) const {
    if (contact >= plan_.contacts.size())
      return {};
    const std::string_view phone = addressFor(plan_.contacts[contact], "phone");
    return fmt::format("{}: {}{}{}.\n", what, contactTitle(plan_, contact), phone.empty() ? "" : ", ", phone);
  }
};

} // namespace

std::vector<CalendarEntry> calendarEntries(const Plan &plan) {
  return CalendarWriter(plan).run();
}

std::string calendarUid(std::string_view change, std::string_view key) {
  // The namespace of changec's calendars: a UUID that was drawn once, as bytes.
  constexpr std::string_view space = "\x6b\x1f\x4c\x0a\x5d\x0e\x4b\x7e\x9a\x3c\x2f\x81\xd4\x6e\x70\x15";
  std::string bytes = digestOf(fmt::format("{}{}/{}", space, change, key)).substr(0, 16);
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0FU) | 0x50U);
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3FU) | 0x80U);
  const std::string digits = hexadecimal(bytes);
  return fmt::format("{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4), digits.substr(12, 4),
                     digits.substr(16, 4), digits.substr(20));
}

std::string organizerLine(const Plan &plan) {
  if (plan.manager >= plan.contacts.size())
    return {};
  const Contact &manager = plan.contacts[plan.manager];
  const std::string uri = mailtoUri(addressFor(manager, "email"));
  return uri.empty() ? uri : fmt::format("ORGANIZER;CN={}:{}", calendarParameter(manager.title), uri);
}

} // namespace changec::emit
