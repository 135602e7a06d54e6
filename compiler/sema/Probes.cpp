// The proof rests on states that nothing in the plan has set: the resource's probe is asked before the unit begins.
#include "sema/Proof.h"
#include "sema/Texts.h"

namespace changec::sema {

void Proof::addProbe(CellId cell, const std::string &wanted, const Unit &unit) {
  plan::Plan &plan = context_.plan;
  const CellFacts facts = symbols_.cell(cell);
  const ResourceFacts &resource = *symbols_.resource(facts.resource);
  const auto &details = std::get<syntax::ResourceDetails>(resource.declaration->details);
  plan::Scope scope;
  scope.key = fmt::format("{}/probe/{}", plan.scopes[unit.scope].key, plan.scopes[unit.scope].requirements.size() + 1);
  for (size_t i = 0; i < facts.arguments.size(); ++i) {
    plan::Text value;
    if (!facts.arguments[i].empty())
      value.parts.emplace_back(plan::Text::Literal{facts.arguments[i]});
    scope.bindings.push_back({std::string(resource.declaration->parameters[i].name.text), std::move(value)});
  }
  plan::Operation operation;
  operation.key = scope.key;
  operation.scope = static_cast<uint32_t>(plan.scopes.size());
  operation.place = context_.place(details.probe->range);
  operation.text = fmt::format("probed_state=$(\n{}\n)\nif [ \"$probed_state\" != '{}' ]; then\n"
                               "  printf '%s\\n' \"it is ${{probed_state:-in no known state}}\"\n  exit 1\nfi",
                               shellText(*details.probe), wanted);
  plan::Requirement requirement;
  requirement.why = fmt::format("{} is {}", facts.show(), wanted);
  requirement.place = operation.place;
  requirement.operations.push_back(std::move(operation));
  plan.scopes.push_back(std::move(scope));
  plan.scopes[unit.scope].requirements.push_back(std::move(requirement));
}

} // namespace changec::sema
