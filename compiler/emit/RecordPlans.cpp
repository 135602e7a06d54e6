#include "emit/RecordPlans.h"

#include "emit/InversePhrase.h"
#include "emit/Judged.h"
#include "emit/PlanJsonNames.h"
#include "emit/Schedule.h"
#include "emit/Texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace changec::emit {

using namespace plan;

namespace {

constexpr std::array<std::string_view, 8> knownFields{"justification",    "description", "affected", "service",
                                                      "assignment_group", "test_plan",   "type",     "item"};

std::string_view team(const Plan &plan, uint32_t contact) {
  return contact < plan.contacts.size() && plan.contacts[contact].kind == ContactKind::team
             ? std::string_view(plan.contacts[contact].title)
             : std::string_view();
}

std::string listed(const std::vector<std::string> &values) {
  return fmt::format("{}", fmt::join(values, ", "));
}

const Scope *scopeOf(const Plan &plan, uint32_t step) {
  const uint32_t scope = plan.steps[step].scope;
  return scope < plan.scopes.size() ? &plan.scopes[scope] : nullptr;
}

} // namespace

const std::vector<std::string> *recordField(const Plan &plan, std::string_view name) {
  const auto found = std::find_if(plan.record.begin(), plan.record.end(),
                                  [&](const RecordField &field) { return field.name == name; });
  return found == plan.record.end() ? nullptr : &found->values;
}

std::string_view recordValue(const Plan &plan, std::string_view name) {
  const std::vector<std::string> *values = recordField(plan, name);
  return values == nullptr || values->empty() ? std::string_view() : std::string_view(values->front());
}

bool isKnownRecordField(std::string_view name) {
  return std::find(knownFields.begin(), knownFields.end(), name) != knownFields.end();
}

std::string_view assignmentGroup(const Plan &plan) {
  if (const std::string_view group = recordValue(plan, "assignment_group"); !group.empty())
    return group;
  for (const Step &step : plan.steps)
    if (const std::string_view owner = team(plan, step.owner); !owner.empty())
      return owner;
  const auto ofManager = std::find_if(plan.contacts.begin(), plan.contacts.end(), [&](const Contact &contact) {
    return contact.kind == ContactKind::team &&
           (contact.lead == plan.manager ||
            std::find(contact.members.begin(), contact.members.end(), plan.manager) != contact.members.end());
  });
  return ofManager == plan.contacts.end() ? std::string_view() : std::string_view(ofManager->title);
}

std::string describedContact(const Plan &plan, uint32_t contact) {
  if (contact >= plan.contacts.size())
    return {};
  const Contact &who = plan.contacts[contact];
  std::string result = who.title;
  if (!who.role.empty())
    result += ", " + who.role;
  if (const std::string_view phone = addressFor(who, "phone"); !phone.empty())
    result += fmt::format(", {}", phone);
  return result;
}

RecordPlans::RecordPlans(const Plan &plan)
    : plan_(plan), timeline_(plan.timeline), back_(wayBackOf(plan, timeline_)), zone_(zoneOf(plan.window)) {
  if (!plan.window.zone.empty())
    moments_.emplace(plan.window);
  times_.reserve(plan.steps.size());
  for (uint32_t step = 0; step < plan.steps.size(); ++step)
    times_.push_back(timesOf(step));
  writeImplementation();
  backout_ = backoutPlan();
  tests_ = testPlan();
  tasks_.reserve(plan.steps.size());
  for (uint32_t step = 0; step < plan.steps.size(); ++step)
    tasks_.push_back(taskOf(step));
}

std::string RecordPlans::stepTitle(uint32_t step) const {
  const Step &it = plan_.steps[step];
  const std::string place = fmt::format("[{}/{}] {}", step + 1, plan_.steps.size(), it.key);
  return it.title == it.key ? place : fmt::format("{}: {}", place, it.title);
}

std::string RecordPlans::momentOf(Instant instant) const {
  return moments_ ? moments_->show(instant) : showTime(instant, zone_);
}

RecordText RecordPlans::wayBackWords() const {
  RecordText text;
  text.paragraph(verdictOf(plan_, back_));
  for (const std::string &line : turnRoundLines())
    text.item(line);
  return text;
}

RecordText RecordPlans::description() const {
  RecordText text;
  text.paragraph(plan_.title);
  for (const std::string_view more : {recordValue(plan_, "description"), std::string_view(plan_.doc)})
    if (!more.empty())
      text.paragraph(std::string(more));
  text.paragraph(verdictOf(plan_, back_));
  text.paragraph(fmt::format("Accountable: {}.", describedContact(plan_, plan_.manager)));
  if (plan_.decides != plan_.manager && plan_.decides != none)
    text.paragraph(fmt::format("Decides where there is no way back: {}.", describedContact(plan_, plan_.decides)));
  for (const RecordField &field : plan_.record)
    if (!isKnownRecordField(field.name))
      text.paragraph(fmt::format("{}: {}.", field.name, listed(field.values)));
  return text;
}

RecordText RecordPlans::justification() const {
  RecordText text;
  if (const std::string_view why = recordValue(plan_, "justification"); !why.empty())
    text.paragraph(std::string(why));
  return text;
}

std::string RecordPlans::timesOf(uint32_t step) const {
  const StepTimes &times = timeline_.steps[step];
  const bool isGate = plan_.steps[step].kind == StepKind::gate;
  std::string result;
  if (times.dated)
    result = fmt::format("planned for {}", momentOf(times.start));
  if (times.planned != 0)
    result += fmt::format("{}takes {}", result.empty() ? "" : ", ", showDuration(times.planned));
  else if (!times.known)
    result += fmt::format("{}how long it takes is not known", result.empty() ? "" : ", ");
  if (times.dated && times.latestStart)
    result += fmt::format(", to be {} by {}", isGate ? "answered" : "started", momentOf(*times.latestStart));
  return result;
}

std::vector<std::string> RecordPlans::checksOf(const std::vector<Operation> &operations) const {
  std::vector<std::string> lines;
  for (const Operation &operation : operations) {
    if (operation.kind != OperationKind::checks || operation.checkList >= plan_.checkLists.size()) {
      lines.push_back(operationPhrase(plan_, operation));
      continue;
    }
    const CheckList &list = plan_.checkLists[operation.checkList];
    std::vector<std::string> titles;
    for (const Check &check : list.checks)
      titles.push_back(check.title);
    lines.push_back(fmt::format("{} ({}): {}", list.title, contactTitle(plan_, list.owner), fmt::join(titles, "; ")));
  }
  return lines;
}

std::vector<std::string> RecordPlans::demandsOf(const Requirement &requirement) const {
  return requirement.why.empty() ? checksOf(requirement.operations) : std::vector{requirement.why};
}

std::vector<std::string> RecordPlans::doingOf(uint32_t step) const {
  std::vector<std::string> lines;
  const Step &it = plan_.steps[step];
  if (!it.when.empty())
    lines.push_back(fmt::format("only where this holds: {}", it.when));
  const auto require = [&](const std::vector<Requirement> &requirements) {
    for (const Requirement &requirement : requirements)
      for (const std::string &check : demandsOf(requirement))
        lines.push_back(fmt::format("first: {}", check));
  };
  require(it.requirements);
  const Scope *scope = scopeOf(plan_, step);
  if (scope == nullptr)
    return lines;
  require(scope->requirements);
  for (const Operation &operation : scope->operations)
    lines.push_back(operationPhrase(plan_, operation));
  for (const std::string &check : checksOf(scope->verify))
    lines.push_back(fmt::format("then: {}", check));
  return lines;
}

void RecordPlans::writeImplementation() {
  RecordText &text = implementation_;
  text.paragraph(fmt::format("Run by {}.implement.sh, which journals each operation, can be stopped and resumed, and "
                             "stops at the first failure.",
                             plan_.id));
  for (const Requirement &requirement : plan_.requirements)
    for (const std::string &check : demandsOf(requirement))
      text.item(fmt::format("Before anything: {}", check));
  firstStep_ = text.blocks().size();
  for (uint32_t i = 0; i < plan_.steps.size(); ++i) {
    const std::string &times = times_[i];
    text.item(fmt::format("{} - {}{}{}", stepTitle(i), contactTitle(plan_, plan_.steps[i].owner),
                          times.empty() ? "" : "; ", times),
              doingOf(i));
  }
  for (const std::string &check : checksOf(plan_.verify))
    text.item(fmt::format("At the end: {}", check));
}

std::vector<std::string> RecordPlans::turnRoundLines() const {
  std::vector<std::string> lines;
  if (back_.longestFrom && back_.longest != 0) {
    const StepTimes &times = timeline_.steps[*back_.longestFrom];
    const std::string until = times.dated && times.turnRound
                                  ? fmt::format(", and has then to begin by {}", momentOf(*times.turnRound))
                                  : std::string();
    lines.push_back(fmt::format("The longest backout takes {}, from '{}'{}.", showDuration(back_.longest),
                                plan_.steps[*back_.longestFrom].key, until));
  }
  if (back_.tightest) {
    const StepTimes &times = timeline_.steps[*back_.tightest];
    const Duration room = *times.latestStart - times.start;
    lines.push_back(
        fmt::format("The least room is at '{}': planned for {}, to be {} by {}: {}.", plan_.steps[*back_.tightest].key,
                    momentOf(times.start), plan_.steps[*back_.tightest].kind == StepKind::gate ? "answered" : "started",
                    momentOf(*times.latestStart),
                    room >= 0 ? showDuration(room) + " to spare" : fmt::format("{} too late", showDuration(-room))));
  }
  const auto unknown = std::count_if(timeline_.steps.begin(), timeline_.steps.end(),
                                     [](const StepTimes &times) { return !times.known; });
  if (unknown != 0)
    lines.push_back(fmt::format("Of {} step{} the plan does not say how long {} take{}: these times are too good.",
                                unknown, unknown == 1 ? "" : "s", unknown == 1 ? "it" : "they",
                                unknown == 1 ? "s" : ""));
  return lines;
}

RecordText RecordPlans::riskAndImpact() const {
  RecordText text;
  text.paragraph(fmt::format("Risk {}, impact {}.", nameOf(plan_.risk), nameOf(plan_.impact)));
  for (const std::string_view name : {"service", "item", "affected"})
    if (const std::vector<std::string> *values = recordField(plan_, name))
      text.paragraph(fmt::format("{}: {}.",
                                 name == "service" ? "Service"
                                 : name == "item"  ? "Items"
                                                   : "Affected",
                                 listed(*values)));
  for (const Guard &guard : plan_.guards) {
    if (guard.enter >= plan_.steps.size() || guard.leave >= plan_.steps.size())
      continue;
    const StepTimes &enter = timeline_.steps[guard.enter];
    const StepTimes &leave = timeline_.steps[guard.leave];
    text.item(fmt::format("From '{}' to '{}': {}{}.", plan_.steps[guard.enter].key, plan_.steps[guard.leave].key,
                          guard.title,
                          enter.dated && leave.dated
                              ? fmt::format(", as planned from {} to {}", momentOf(enter.start), momentOf(leave.end))
                              : std::string()));
  }
  for (const uint32_t step : back_.irreversible) {
    const Scope *scope = scopeOf(plan_, step);
    text.item(fmt::format("Irreversible: {}{}.", stepTitle(step),
                          scope == nullptr || scope->inverse.because.empty() ? "" : ": " + scope->inverse.because));
  }
  for (uint32_t i = 0; i < plan_.steps.size(); ++i) {
    const Step &step = plan_.steps[i];
    if (!step.loses.empty())
      text.item(fmt::format("A backout of '{}' loses: {}.", step.key, step.loses));
    if (step.expires)
      text.item(fmt::format("'{}' can be taken back for {}: {}.", step.key, showDuration(*step.expires),
                            step.expiresBecause));
    if (step.confirmWithin)
      text.item(fmt::format("'{}' is taken back by itself unless it is confirmed within {}.", step.key,
                            showDuration(*step.confirmWithin)));
  }
  if (plan_.monitor)
    text.item(fmt::format("A failure may still show for {}.", showDuration(*plan_.monitor)));
  return text;
}

std::string RecordPlans::backoutTitle(uint32_t step) const {
  const StepTimes &times = timeline_.steps[step];
  return fmt::format("{} - {}; {}{}", stepTitle(step), contactTitle(plan_, plan_.steps[step].owner),
                     nameOf(plan_.steps[step].reversibility),
                     times.undo == 0 ? "" : fmt::format(", at most {}", showDuration(times.undo)));
}

RecordText RecordPlans::backoutPlan() const {
  RecordText text;
  text.paragraph(
      fmt::format("Run by {0}.backout.sh, from wherever the change has stopped: it takes back what was begun "
                  "and nothing else, the last first. After a failure {1}.",
                  plan_.id,
                  plan_.onFailure == OnFailure::backout
                      ? "it is run at once, unless somebody at the terminal decides otherwise"
                      : fmt::format("the implementation stops, and {} decides", contactTitle(plan_, plan_.manager))));
  for (auto i = static_cast<uint32_t>(plan_.steps.size()); i-- > 0;) {
    std::vector<std::string> lines = inversePhrases(plan_, i);
    if (plan_.steps[i].reversibility == Reversibility::nothing && lines.empty())
      continue;
    const Scope *scope = scopeOf(plan_, i);
    if (plan_.steps[i].reversibility == Reversibility::irreversible)
      lines.emplace_back("a backout stops here");
    if (scope != nullptr)
      for (const std::string &check : checksOf(scope->verifyUndo))
        lines.push_back(fmt::format("then: {}", check));
    text.item(backoutTitle(i), std::move(lines));
  }
  for (const std::string &check : checksOf(plan_.verifyUndo))
    text.item(fmt::format("At the end: {}", check));
  return text;
}

RecordText RecordPlans::testPlan() const {
  RecordText text;
  if (const std::vector<std::string> *tried = recordField(plan_, "test_plan"))
    for (const std::string &line : *tried)
      text.paragraph(line);
  const auto checked = [&](std::string_view title, const std::vector<Operation> &operations) {
    if (std::vector<std::string> lines = checksOf(operations); !lines.empty())
      text.item(std::string(title), std::move(lines));
  };
  for (uint32_t i = 0; i < plan_.steps.size(); ++i)
    if (const Scope *scope = scopeOf(plan_, i); scope != nullptr) {
      checked(fmt::format("After {}", stepTitle(i)), scope->verify);
      checked(fmt::format("After {} was taken back", stepTitle(i)), scope->verifyUndo);
      if (!scope->observes.empty())
        text.item(fmt::format("What {} changes is compared with what it was, once it was taken back", stepTitle(i)));
    }
  checked("After the change", plan_.verify);
  checked("After a backout", plan_.verifyUndo);
  return text;
}

RecordText RecordPlans::communication() const {
  RecordText text;
  const std::vector<ScheduleRow> rows = scheduleRows(plan_);
  std::optional<SchedulePart> part;
  for (auto row = rows.begin(); row != rows.end();) {
    const auto end = std::find_if(row, rows.end(), [&](const auto &it) { return it.message != row->message; });
    if (part != row->part)
      text.heading(row->part == SchedulePart::fixed            ? "At fixed times"
                   : row->part == SchedulePart::implementation ? "While the change is implemented"
                                                               : "If the change is backed out");
    part = row->part;
    const Message &message = *row->message;
    std::string when;
    if (const auto *at = std::get_if<AtInstant>(&message.when))
      when = showTime(at->instant, zone_);
    else if (const auto *every = std::get_if<Every>(&message.when))
      when = fmt::format("Every {} until {} ends", showDuration(every->interval),
                         every->duringBackout ? "the backout" : "the implementation");
    else
      when = eventPhrase(plan_, std::get<OnEvent>(message.when));
    std::string ways;
    for (auto it = row; it != end; ++it)
      if (it->delivery != nullptr && it->delivery->channel < plan_.channels.size())
        ways += fmt::format("{}{}{} {}",
                            ways.empty()         ? ""
                            : it->insteadOf == 0 ? ", "
                                                 : ", else ",
                            it->unless == nullptr || it->insteadOf != 0
                                ? std::string{}
                                : fmt::format("unless it is acknowledged within {}, {} by ",
                                              showDuration(it->unless->within), contactTitle(plan_, it->to)),
                            plan_.channels[it->delivery->channel].name, it->delivery->address);
    text.item(fmt::format("{}: {} tells {}{}", when, contactTitle(plan_, message.from), contactTitle(plan_, message.to),
                          ways.empty() ? "" : fmt::format(" by {}", ways)),
              {textWithBlanks(plan_, message.text)});
    row = end;
  }
  return text;
}

RecordText RecordPlans::allowed() const {
  RecordText text;
  for (const std::string &line : judgedBy(plan_))
    text.item(line);
  for (uint32_t i = 0; i < plan_.steps.size(); ++i) {
    const Step &step = plan_.steps[i];
    const Scope *scope = scopeOf(plan_, i);
    if (scope != nullptr && scope->inverse.kind == InverseKind::irreversible && scope->inverse.acceptedBy != none)
      text.item(fmt::format("{} accepts that '{}' is irreversible: {}", contactTitle(plan_, scope->inverse.acceptedBy),
                            step.key, scope->inverse.because));
    if (step.losesAcceptedBy != none)
      text.item(fmt::format("{} accepts that a backout of '{}' loses {}", contactTitle(plan_, step.losesAcceptedBy),
                            step.key, step.loses));
  }
  return text;
}

RecordText RecordPlans::taskOf(uint32_t step) const {
  RecordText text;
  const Step &it = plan_.steps[step];
  text.paragraph(fmt::format("{}; {}.", describedContact(plan_, it.owner), nameOf(it.reversibility)));
  if (!times_[step].empty())
    text.paragraph(fmt::format("Times: {}.", times_[step]));
  for (const std::string &line : implementation_.blocks()[firstStep_ + step].details)
    text.item(line);
  if (const std::vector<std::string> back = inversePhrases(plan_, step); !back.empty())
    text.item("taken back by:", back);
  return text;
}

} // namespace changec::emit
