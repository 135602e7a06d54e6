// The proof rests on states that nothing in the plan has set: the resource's probe is asked before the unit begins.
#include "sema/Proof.h"
#include "sema/Texts.h"
#include "syntax/Characters.h"

#include <algorithm>
#include <type_traits>

namespace changec::sema {
namespace {

/// Needs no more than single quotes in shell.
bool isSimple(const std::string &argument) {
  return std::all_of(argument.begin(), argument.end(), [](char c) {
    return syntax::isWordPart(c) || c == '/' || c == '.' || c == ':' || c == '@' || c == '-';
  });
}

} // namespace

void Proof::ask(CellId cell, const std::string &wanted, const Unit &unit, Judgement &judgement) {
  const ResourceFacts &resource = *symbols_.cell(cell).facts;
  const bool probed = std::get<syntax::ResourceDetails>(resource.declaration->details).probe.has_value();
  if (resource.opaque || !probed)
    judgement.believe(plan::Belief::noProbe);
  if (resource.opaque)
    return;
  if (CellState &known = state(cell); symbols_.value(known.now).kind == Value::Kind::copy)
    known.now = known.history.front().value = symbols_.was(cell); // it has read nothing, or something else
  symbols_.learn(cell, symbols_.state(wanted));
  if (!probed)
    return judgement.assumed.push_back(cell);
  addProbe(cell, wanted, unit);
  judgement.learnt.push_back(cell);
}

void Proof::addProbe(CellId cell, const std::string &wanted, const Unit &unit) {
  if (!context_.options.demandValues)
    return; // to check a plan, what its scripts would ask is not made
  plan::Plan &plan = context_.plan;
  const CellFacts &facts = symbols_.cell(cell);
  const ResourceFacts &resource = *facts.facts;
  const auto &details = std::get<syntax::ResourceDetails>(resource.declaration->details);
  plan::Operation operation;
  operation.key =
      fmt::format("{}/probe/{}", plan.scopes[unit.scope].key, plan.scopes[unit.scope].requirements.size() + 1);
  operation.scope = unit.scope;
  operation.place = context_.place(details.probe->range);
  operation.text = "probed_state=$(\n";
  plan::Scope scope;
  for (size_t i = 0; i < facts.arguments.size(); ++i) {
    const std::string_view name = resource.declaration->parameters[i].name.text;
    if (isSimple(facts.arguments[i])) { // spares a scope, of which there would be as many as steps
      operation.text += fmt::format("{}='{}'\n", name, facts.arguments[i]);
    } else {
      plan::Text value;
      value.parts.emplace_back(plan::Text::Literal{facts.arguments[i]});
      scope.bindings.push_back({std::string(name), std::move(value)});
    }
  }
  operation.text += fmt::format("{}\n)\nif [ \"$probed_state\" != '{}' ]; then\n"
                                "  printf '%s\\n' \"it is ${{probed_state:-in no known state}}\"\n  exit 1\nfi",
                                shellText(*details.probe), wanted);
  if (!scope.bindings.empty()) {
    scope.key = operation.key;
    operation.scope = static_cast<uint32_t>(plan.scopes.size());
    // Units point to the clauses of scopes: these stay where they are when the vector grows only if scopes are moved.
    static_assert(std::is_nothrow_move_constructible_v<plan::Scope>);
    plan.scopes.push_back(std::move(scope));
  }
  plan::Requirement requirement;
  requirement.why = fmt::format("{} is {}", facts.show(), wanted);
  requirement.place = operation.place;
  requirement.operations.push_back(std::move(operation));
  plan.scopes[unit.scope].requirements.push_back(std::move(requirement));
}

} // namespace changec::sema
