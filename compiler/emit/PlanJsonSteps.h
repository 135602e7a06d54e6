// The part of the plan's JSON that tells of steps: their scopes, operations, inverses and texts.
#pragma once

#include "emit/PlanJsonNames.h"
#include "plan/Plan.h"
#include "plan/Time.h"
#include "plan/Timeline.h"
#include "source/JsonWriter.h"

namespace changec::emit {

/// Writes steps. An action's call stands inside the operation that calls, so that the JSON nests as the plan runs;
/// calls nest as deep as actions call actions, which cannot be in a circle.
class PlanJsonSteps {
public:
  PlanJsonSteps(const plan::Plan &plan, const plan::Timeline &timeline, const PlanNames &names, JsonWriter &json)
      : plan_(plan), timeline_(timeline), names_(names), json_(json), zone_(plan::zoneOf(plan.window)) {}

  void step(const plan::Step &step);
  void operation(const plan::Operation &operation);
  /// Members that hold lists, left out where the list is empty.
  void operations(std::string_view key, const std::vector<plan::Operation> &operations);
  void requirements(std::string_view key, const std::vector<plan::Requirement> &requirements);
  void effects(std::string_view key, const std::vector<plan::Effect> &effects);
  /// A string where all of it is known, else a list of its parts.
  void text(const plan::Text &text);

private:
  void scopeMembers(uint32_t index);
  void scopeValues(const plan::Scope &scope);
  void effect(const plan::Effect &effect);
  void cellMembers(const plan::Cell &cell);
  void operationWork(const plan::Operation &operation);
  void inverse(std::string_view key, const plan::Inverse &inverse);

  const plan::Plan &plan_;
  const plan::Timeline &timeline_;
  const PlanNames &names_;
  JsonWriter &json_;
  plan::Zone zone_;
  uint32_t scope_ = plan::none; ///< The scope being written: operations of another one name theirs.
};

} // namespace changec::emit
