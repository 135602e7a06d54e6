#include "sema/Header.h"

#include "sema/Contacts.h"
#include "sema/Names.h"
#include "sema/Placement.h"
#include "sema/Scopes.h"
#include "sema/Values.h"
#include "sema/Windows.h"

#include <algorithm>
#include <array>

namespace changec::sema {
namespace {

using syntax::Declaration;

constexpr std::array<std::string_view, 3> risks{"low", "medium", "high"};
constexpr std::array<std::string_view, 4> impacts{"none", "minor", "major", "severe"};
constexpr std::array<std::string_view, 3> reactions{"stop", "ask", "backout"};

/// The index of a word among those allowed; nothing after a report.
std::optional<size_t> readWord(Context &context, const syntax::Name &name, std::string_view what,
                               std::span<const std::string_view> words) {
  const auto found = std::find(words.begin(), words.end(), name.text);
  if (found != words.end())
    return static_cast<size_t>(found - words.begin());
  auto builder = context.diagnostics.report(diag::unknownWord, name.range, what, name.text,
                                            fmt::format("{}", fmt::join(words, ", ")));
  suggest(builder, name, words);
  return std::nullopt;
}

const syntax::People *people(const Declaration &change, syntax::People::Kind kind) {
  return clauseOf<syntax::People>(change, [kind](const auto &c) { return c.kind == kind; });
}

uint32_t personNamed(Lowering &lowering, const syntax::Name &name) {
  const uint32_t index = ownerNamed(lowering.context, lowering.module, name);
  if (index != plan::none && lowering.context.plan.contacts[index].kind != plan::ContactKind::person) {
    lowering.context.diagnostics.report(diag::notAPerson, name.range, name.text, "team")
        .help("one person is accountable for the whole plan");
    return plan::none;
  }
  return index;
}

void missingClause(Lowering &lowering, std::string_view clause, std::string_view example) {
  const Declaration &change = *lowering.change;
  if (change.damaged)
    return;
  const Range inside{change.open.file, change.open.end, change.open.end};
  lowering.context.diagnostics.report(diag::missingClause, change.name.range, "change", change.name.text, clause)
      .edit(fmt::format("write `{}`", clause), inside, fmt::format("\n  {} {}", clause, example), false);
}

void readGrades(Lowering &lowering) {
  plan::Plan &plan = lowering.context.plan;
  if (const auto *risk = clauseOf<syntax::RiskOrImpact>(*lowering.change, [](const auto &c) { return c.isRisk; })) {
    const auto grade = readWord(lowering.context, risk->grade, "risk", risks);
    lowering.riskUnknown = !grade;
    if (grade)
      plan.risk = static_cast<plan::Risk>(*grade);
  }
  if (const auto *impact = clauseOf<syntax::RiskOrImpact>(*lowering.change, [](const auto &c) { return !c.isRisk; })) {
    if (const auto grade = readWord(lowering.context, impact->grade, "impact", impacts))
      plan.impact = static_cast<plan::Impact>(*grade);
  }
}

void readPeople(Lowering &lowering) {
  plan::Plan &plan = lowering.context.plan;
  if (const auto *manager = people(*lowering.change, syntax::People::Kind::manager))
    plan.manager = personNamed(lowering, manager->who);
  else
    missingClause(lowering, "manager", "NAME");
  plan.decides = plan.manager;
  if (const auto *decides = people(*lowering.change, syntax::People::Kind::decides))
    plan.decides = personNamed(lowering, decides->who);
}

void readChangeWindow(Lowering &lowering) {
  plan::Plan &plan = lowering.context.plan;
  if (const auto *window = clauseOf<syntax::WindowClause>(*lowering.change)) {
    if (auto read = readWindow(lowering.context, *window, ""))
      plan.window = std::move(*read);
  } else if (plan.risk != plan::Risk::low && !lowering.riskUnknown) {
    lowering.windowMissing = true;
    missingClause(lowering, "window", "2026-12-05T22:00 .. 2026-12-06T02:00 in \"Europe/Prague\"");
  }
}

void readRecord(Lowering &lowering) {
  const auto *record = clauseOf<syntax::RecordClause>(*lowering.change);
  if (record == nullptr)
    return;
  const TextNames names = lowering.textNames(lowering.parameters);
  for (const syntax::RecordField &field : record->fields) {
    plan::RecordField result{std::string(field.name.text), {}};
    if (const auto *items = std::get_if<std::span<const syntax::Value>>(&field.value.what)) {
      for (const syntax::Value &item : *items)
        if (const auto text = readValue(lowering.context, item, names))
          result.values.push_back(text->text.constant().value_or(""));
    } else if (const auto text = readValue(lowering.context, field.value, names)) {
      result.values.push_back(text->text.constant().value_or(""));
    }
    lowering.context.plan.record.push_back(std::move(result));
  }
}

void makeFacts(Lowering &lowering) {
  const plan::Plan &plan = lowering.context.plan;
  auto &facts = lowering.facts;
  facts.emplace_back("change.id", plan.id);
  facts.emplace_back("change.title", plan.title);
  facts.emplace_back("change.risk", risks[static_cast<size_t>(plan.risk)]);
  facts.emplace_back("change.impact", impacts[static_cast<size_t>(plan.impact)]);
  facts.emplace_back("change.manager", plan.manager == plan::none ? "" : plan.contacts[plan.manager].title);
  if (const auto zone = plan.window.zone.empty() ? std::nullopt : plan::Zone::load(plan.window.zone)) {
    facts.emplace_back("window.start", plan::showTime(plan.window.start, *zone));
    facts.emplace_back("window.end", plan::showTime(plan.window.end, *zone));
    facts.emplace_back("window.length", plan::showDuration(plan.window.end - plan.window.start));
  }
}

} // namespace

void lowerHeader(Lowering &lowering) {
  Context &context = lowering.context;
  const Declaration &change = *lowering.change;
  plan::Plan &plan = context.plan;
  plan.id = change.name.text;
  plan.title = change.title ? readPlain(context, *change.title) : plan.id;
  plan.doc = readDoc(change.doc);
  plan.place = context.place(change.name.range);
  if (plan.id.size() > 100)
    context.diagnostics.report(diag::idTooLong, change.name.range, 100U);
  readGrades(lowering);
  readPeople(lowering);
  readChangeWindow(lowering);
  if (const auto *monitor = clauseOf<syntax::Monitor>(change))
    plan.monitor = readDuration(context, monitor->length);
  if (const auto *failure = clauseOf<syntax::OnFailureClause>(change))
    if (const auto reaction = readWord(context, failure->reaction, "reaction to a failure", reactions))
      plan.onFailure = static_cast<plan::OnFailure>(*reaction);
  makeFacts(lowering);
}

void lowerPlanChecks(Lowering &lowering) {
  Context &context = lowering.context;
  readRecord(lowering);
  const uint32_t scope = addScope(lowering, "change", plan::none, plan::none);
  lowering.planScope = scope;
  Environment variables(&lowering.parameters);
  const Frame frame{&lowering.module, &variables, scope, plan::none, nullptr, nullptr, 0};
  std::vector<syntax::Shell> texts;
  for (const syntax::Clause &clause : lowering.change->clauses) {
    if (const auto *require = std::get_if<syntax::Require>(&clause.what))
      collectShell(require->what.items, texts);
    else if (const auto *verify = std::get_if<syntax::Verify>(&clause.what))
      collectShell(verify->what.items, texts);
  }
  bindVariables(lowering, frame, texts);
  unsigned number = 0;
  for (const syntax::Clause &clause : lowering.change->clauses) {
    if (const auto *require = std::get_if<syntax::Require>(&clause.what)) {
      plan::Requirement requirement =
          lowerRequirement(lowering, frame, *require, fmt::format("change/require/{}.", ++number));
      context.plan.requirements.push_back(std::move(requirement));
    } else if (const auto *verify = std::get_if<syntax::Verify>(&clause.what)) {
      std::vector<plan::Operation> operations = lowerOperations(
          lowering, frame, verify->what, verify->afterUndo ? "change/verify-undo/" : "change/verify/", Use::look);
      (verify->afterUndo ? context.plan.verifyUndo : context.plan.verify) = std::move(operations);
    }
  }
}

} // namespace changec::sema
