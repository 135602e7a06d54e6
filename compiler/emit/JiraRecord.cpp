#include "emit/JiraRecord.h"

#include "emit/Texts.h"

#include <fmt/format.h>

namespace changec::emit {

using namespace plan;

namespace {

/// The most characters that `summary` takes; and a field of several lines, whose JSON is what is counted: "The entered
/// text is too long. It exceeds the allowed limit of 32,767 characters."
constexpr size_t longestSummary = 255;
constexpr size_t longestDocument = 32767;

/// The options that Jira Service Management brings for "Change risk" and "Impact".
std::string_view optionOf(Risk risk) {
  switch (risk) {
  case Risk::low: return "Low";
  case Risk::medium: return "Medium";
  case Risk::high: return "High";
  }
  return {};
}
std::string_view optionOf(Impact impact) {
  switch (impact) {
  case Impact::none:
  case Impact::minor: return "Minor / Localized";
  case Impact::major: return "Significant / Large";
  case Impact::severe: return "Extensive / Widespread";
  }
  return {};
}

class JiraWriter {
public:
  JiraWriter(JsonWriter &json, const Plan &plan, const RecordPlans &plans)
      : json_(json), plan_(plan), plans_(plans), zone_(zoneOf(plan.window)) {}

  void write() {
    json_.object("issue", [&] {
      json_.object("fields", [&] {
        json_.member("summary", shortened(fmt::format("{}: {}", plan_.id, plan_.title), longestSummary));
        document("description", description());
        json_.list("labels", std::array{"changec"}, [&](std::string_view label) { json_.value(label); });
      });
      json_.list("properties", std::array{0}, [&](int) { correlation(); });
    });
    json_.object("namedFields", [&] { namedFields(); });
    json_.memberIfAny("assigneeEmail", emailOf(plan_.manager));
    std::vector<uint32_t> steps(plan_.steps.size());
    for (uint32_t i = 0; i < steps.size(); ++i)
      steps[i] = i;
    json_.list("subtasks", steps, [&](uint32_t step) { json_.object([&] { subtask(step); }); });
  }

private:
  JsonWriter &json_;
  const Plan &plan_;
  const RecordPlans &plans_;
  Zone zone_;

  /// With all that Jira Service Management brings no field for.
  [[nodiscard]] RecordText description() const {
    RecordText text = plans_.description();
    text.append(plans_.justification(), "Justification");
    text.append(plans_.riskAndImpact(), "Risk and impact analysis");
    text.append(plans_.allowed(), "Allowed and accepted");
    text.append(plans_.communication(), "Communication plan");
    return text;
  }

  /// An issue has no field for where it comes from: it is an entity property, which can be searched for.
  void correlation() {
    json_.object([&] {
      json_.member("key", "changec");
      json_.object("value", [&] {
        json_.member("correlation_id", plan_.digest);
        json_.member("change", plan_.id);
      });
    });
  }

  void namedFields() {
    document("Implementation plan", plans_.implementation());
    RecordText backout = plans_.wayBackWords();
    backout.append(plans_.backout());
    document("Backout plan", backout);
    document("Test plan", plans_.tests());
    if (!plan_.window.zone.empty()) {
      json_.member("Planned start", dateTime(plan_.window.start));
      json_.member("Planned end", dateTime(plan_.window.end));
    }
    json_.object("Change risk", [&] { json_.member("value", optionOf(plan_.risk)); });
    json_.object("Impact", [&] { json_.member("value", optionOf(plan_.impact)); });
  }

  void subtask(uint32_t step) {
    json_.object("fields", [&] {
      json_.member("summary", shortened(plans_.stepTitle(step), longestSummary));
      document("description", plans_.task(step));
    });
    json_.memberIfAny("assigneeEmail", emailOf(plan_.steps[step].owner));
  }

  void document(std::string_view name, const RecordText &text) {
    if (!text.empty())
      json_.member(name, [&] {
        json_.compactly([&] {
          json_.object([&] { writeAtlassianDocument(json_, text, longestDocument, plan_.id + ".record.md"); });
        });
      });
  }

  /// Of a person; of a team, of its lead.
  [[nodiscard]] std::string_view emailOf(uint32_t contact) const {
    if (contact >= plan_.contacts.size())
      return {};
    const Contact &who = plan_.contacts[contact];
    const uint32_t person = who.kind == ContactKind::team ? who.lead : contact;
    return person < plan_.contacts.size() ? addressFor(plan_.contacts[person], "email") : std::string_view();
  }

  /// `2026-12-05T22:00:00.000+0100`
  [[nodiscard]] std::string dateTime(Instant instant) const {
    std::string time = formatTimestamp(instant, zone_);
    if (time.ends_with('Z'))
      time.replace(time.size() - 1, 1, "+00:00");
    time.erase(time.size() - 3, 1);
    return time.insert(19, ".000");
  }
};

} // namespace

void writeJira(JsonWriter &json, const Plan &plan, const RecordPlans &plans) {
  JiraWriter(json, plan, plans).write();
}

} // namespace changec::emit
