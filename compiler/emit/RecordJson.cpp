#include "emit/Record.h"

#include "emit/JiraRecord.h"
#include "emit/PlanJsonNames.h"
#include "emit/RecordPlans.h"
#include "emit/ServiceNowRecord.h"
#include "emit/Texts.h"
#include "emit/TimesJson.h"

namespace changec::emit {

using namespace plan;

namespace {

class RecordJsonWriter {
public:
  RecordJsonWriter(const Plan &plan, const RecordPlans &plans, llvm::raw_ostream &out)
      : plan_(plan), json_(out, 1), plans_(plans) {}

  void write() {
    json_.object([&] {
      json_.member("format", "changec.record");
      json_.member("version", 1);
      json_.member("compiler", plan_.compiler);
      json_.member("digest", plan_.digest);
      json_.object("change", [&] {
        json_.member("id", plan_.id);
        json_.member("title", plan_.title);
        writeWindow(json_, plan_.window);
      });
      json_.object("record", [&] { record(); });
      json_.object("wayBack", [&] { wayBack(); });
      json_.list("people", people(), [&](uint32_t it) { person(it); });
      json_.object("servicenow", [&] { writeServiceNow(json_, plan_, plans_); });
      json_.object("jira", [&] { writeJira(json_, plan_, plans_); });
    });
  }

private:
  const Plan &plan_;
  JsonWriter json_;
  const RecordPlans &plans_;

  void record() {
    json_.member("shortDescription", visibleText(plan_.title));
    text("description", plans_.description());
    text("justification", plans_.justification());
    text("implementationPlan", plans_.implementation());
    text("wayBack", plans_.wayBackWords());
    text("riskAndImpactAnalysis", plans_.riskAndImpact());
    text("backoutPlan", plans_.backout());
    text("testPlan", plans_.tests());
    text("communicationPlan", plans_.communication());
    text("allowed", plans_.allowed());
    json_.member("risk", nameOf(plan_.risk));
    json_.member("impact", nameOf(plan_.impact));
    json_.memberIfAny("assignedTo", contactTitle(plan_, plan_.manager));
    json_.memberIfAny("assignmentGroup", assignmentGroup(plan_));
    json_.listIfAny("fields", plan_.record, [&](const RecordField &field) {
      json_.object([&] {
        json_.member("name", field.name);
        json_.list("values", field.values, [&](const std::string &value) { json_.value(value); });
      });
    });
  }

  void text(std::string_view name, const RecordText &words) { json_.memberIfAny(name, plainText(words)); }

  void wayBack() {
    const WayBack &back = plans_.wayBack();
    json_.member("verdict", verdictOf(plan_, back));
    json_.flag("everywhere", back.irreversible.empty());
    json_.flag("proven", back.proven == back.changing);
    json_.member("changing", back.changing);
    json_.member("provenSteps", back.proven);
    steps("believed", back.believed);
    steps("byHand", back.byHand);
    steps("irreversible", back.irreversible);
    if (!back.longestFrom || back.longest == 0)
      return;
    const StepTimes &times = plans_.timeline().steps[*back.longestFrom];
    json_.object("longest", [&] {
      json_.member("from", plan_.steps[*back.longestFrom].key);
      json_.member("takes", back.longest);
      if (times.dated && times.turnRound)
        json_.member("turnRound", formatTimestamp(*times.turnRound, zoneOf(plan_.window)));
    });
  }

  void steps(std::string_view name, const std::vector<uint32_t> &indices) {
    json_.listIfAny(name, indices, [&](uint32_t step) { json_.value(plan_.steps[step].key); });
  }

  /// Who is named as assigned to something, with the lead of a team: a system may know them by address.
  [[nodiscard]] std::vector<uint32_t> people() const {
    std::vector<bool> named(plan_.contacts.size(), false);
    const auto add = [&](uint32_t contact) {
      if (contact < named.size())
        named[contact] = true;
    };
    add(plan_.manager);
    for (const Step &step : plan_.steps)
      add(step.owner);
    for (size_t i = 0; i < named.size(); ++i)
      if (named[i])
        add(plan_.contacts[i].lead);
    std::vector<uint32_t> result;
    for (uint32_t i = 0; i < named.size(); ++i)
      if (named[i])
        result.push_back(i);
    return result;
  }

  void person(uint32_t index) {
    const Contact &contact = plan_.contacts[index];
    json_.object([&] {
      json_.member("name", contact.name);
      json_.member("kind", nameOf(contact.kind));
      json_.member("title", contact.title);
      json_.memberIfAny("email", addressFor(contact, "email"));
    });
  }
};

} // namespace

std::string recordJson(const Plan &plan, const RecordPlans &plans) {
  constexpr size_t bytesOfStep = 2000;
  return writeToString(
      [&](llvm::raw_ostream &out) {
        RecordJsonWriter(plan, plans, out).write();
        out << '\n';
      },
      plan.steps.size() * bytesOfStep);
}

} // namespace changec::emit
