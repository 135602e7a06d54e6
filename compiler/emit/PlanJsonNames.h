// The names by which the plan's JSON speaks of things that the Plan holds by index.
#pragma once

#include "plan/Plan.h"
#include "source/JsonWriter.h"

#include <string>
#include <string_view>
#include <vector>

namespace changec::emit {

std::string_view nameOf(plan::Risk risk);
std::string_view nameOf(plan::Impact impact);
std::string_view nameOf(plan::ContactKind kind);
std::string_view nameOf(plan::OnFailure reaction);
std::string_view nameOf(plan::StepKind kind);
std::string_view nameOf(plan::Reversibility reversibility);
std::string_view nameOf(plan::InverseKind kind);
std::string_view nameOf(plan::OperationKind kind);
std::string_view nameOf(plan::Effect::Kind kind);
std::string_view nameOf(plan::Verdict verdict);
std::string_view nameOf(plan::PolicyLimit::Kind kind);

/// Names of a plan's things; the empty name for `plan::none` and for an index out of range.
class PlanNames {
public:
  explicit PlanNames(const plan::Plan &plan) : plan_(plan) {}

  [[nodiscard]] std::string_view contact(uint32_t index) const { return nameIn(plan_.contacts, index); }
  [[nodiscard]] std::string_view channel(uint32_t index) const { return nameIn(plan_.channels, index); }
  [[nodiscard]] std::string_view guard(uint32_t index) const { return nameIn(plan_.guards, index); }
  [[nodiscard]] std::string_view checkList(uint32_t index) const { return nameIn(plan_.checkLists, index); }
  [[nodiscard]] std::string_view secret(uint32_t index) const { return nameIn(plan_.secrets, index); }
  [[nodiscard]] std::string_view step(uint32_t index) const { return keyIn(plan_.steps, index); }
  [[nodiscard]] std::string_view phase(uint32_t index) const { return keyIn(plan_.phases, index); }
  [[nodiscard]] std::string_view scope(uint32_t index) const { return keyIn(plan_.scopes, index); }
  [[nodiscard]] std::string_view remembered(uint32_t index) const { return keyIn(plan_.values, index); }

  /// The member `"at": "orders.change:42"`; nothing for what is written nowhere.
  void at(JsonWriter &json, plan::Place place) const;

private:
  template <typename Thing> static std::string_view nameIn(const std::vector<Thing> &things, uint32_t index) {
    return index < things.size() ? std::string_view(things[index].name) : std::string_view();
  }
  template <typename Thing> static std::string_view keyIn(const std::vector<Thing> &things, uint32_t index) {
    return index < things.size() ? std::string_view(things[index].key) : std::string_view();
  }
  const plan::Plan &plan_;
};

} // namespace changec::emit
