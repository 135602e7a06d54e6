#include "emit/ServiceNowRecord.h"

#include "emit/CalendarEvents.h"
#include "emit/Texts.h"

#include <fmt/format.h>

namespace changec::emit {

using namespace plan;

namespace {

/// How many characters the fields take where nobody has changed them; what is longer would be cut without a word.
constexpr size_t longestTitle = 160;
constexpr size_t longestText = 4000;

/// The values of the choices of `change_request.risk` and `.impact`.
std::string_view choiceOf(Risk risk) {
  switch (risk) {
  case Risk::low: return "4";
  case Risk::medium: return "3";
  case Risk::high: return "2";
  }
  return {};
}
std::string_view choiceOf(Impact impact) {
  switch (impact) {
  case Impact::none:
  case Impact::minor: return "3";
  case Impact::major: return "2";
  case Impact::severe: return "1";
  }
  return {};
}

class ServiceNowWriter {
public:
  ServiceNowWriter(JsonWriter &json, const Plan &plan, const RecordPlans &plans)
      : json_(json), plan_(plan), plans_(plans) {}

  void write() {
    json_.object("change", [&] { change(); });
    std::vector<uint32_t> steps(plan_.steps.size());
    for (uint32_t i = 0; i < steps.size(); ++i)
      steps[i] = i;
    json_.list("tasks", steps, [&](uint32_t step) { json_.object([&] { task(step); }); });
  }

private:
  JsonWriter &json_;
  const Plan &plan_;
  const RecordPlans &plans_;

  void change() {
    const std::string_view type = recordValue(plan_, "type");
    json_.member("type", type.empty() ? "normal" : type);
    json_.member("short_description", shortened(fmt::format("{}: {}", plan_.id, plan_.title), longestTitle));
    // There is no field for the communication plan.
    RecordText description = plans_.description();
    description.append(plans_.communication(), "Communication plan");
    text("description", description);
    text("justification", plans_.justification());
    text("implementation_plan", plans_.implementation());
    RecordText risk = plans_.riskAndImpact();
    risk.append(plans_.wayBackWords());
    risk.append(plans_.allowed(), "Allowed and accepted");
    text("risk_impact_analysis", risk);
    RecordText backout = plans_.wayBackWords();
    backout.append(plans_.backout());
    text("backout_plan", backout);
    text("test_plan", plans_.tests());
    if (!plan_.window.zone.empty())
      times("start_date", plan_.window.start, "end_date", plan_.window.end);
    json_.member("risk", choiceOf(plan_.risk));
    json_.member("impact", choiceOf(plan_.impact));
    json_.memberIfAny("assigned_to", contactTitle(plan_, plan_.manager));
    json_.memberIfAny("assignment_group", assignmentGroup(plan_));
    json_.memberIfAny("business_service", recordValue(plan_, "service"));
    json_.memberIfAny("cmdb_ci", recordValue(plan_, "item"));
    json_.member("correlation_id", plan_.digest);
    json_.member("correlation_display", "changec");
  }

  void task(uint32_t step) {
    const Step &it = plan_.steps[step];
    const StepTimes &planned = plans_.timeline().steps[step];
    json_.member("short_description", shortened(plans_.stepTitle(step), longestTitle));
    text("description", plans_.task(step));
    json_.member("change_task_type", "implementation");
    json_.member("order", step + 1);
    if (planned.dated)
      times("planned_start_date", planned.start, "planned_end_date", planned.end);
    const bool isTeam = it.owner < plan_.contacts.size() && plan_.contacts[it.owner].kind == ContactKind::team;
    if (isTeam)
      json_.memberIfAny("assignment_group", contactTitle(plan_, it.owner));
    json_.memberIfAny("assigned_to", contactTitle(plan_, isTeam ? plan_.contacts[it.owner].lead : it.owner));
    json_.member("correlation_id", calendarUid(plan_.id, fmt::format("step/{}", it.key)));
  }

  void text(std::string_view name, const RecordText &words) {
    json_.memberIfAny(name, plainText(words, longestText, plan_.id + ".record.md"));
  }

  void times(std::string_view start, Instant from, std::string_view end, Instant to) {
    json_.member(start, databaseTime(from));
    json_.member(end, databaseTime(to));
  }

  static std::string databaseTime(Instant instant) {
    std::string time = formatTimestamp(instant, Zone::utc()).substr(0, 19);
    time[10] = ' ';
    return time;
  }
};

} // namespace

void writeServiceNow(JsonWriter &json, const Plan &plan, const RecordPlans &plans) {
  ServiceNowWriter(json, plan, plans).write();
}

} // namespace changec::emit
