#include "plan/Plan.h"

namespace changec::plan {

std::optional<std::string> Text::constant() const {
  std::string result;
  for (const Part &part : parts) {
    const auto *literal = std::get_if<Literal>(&part);
    if (!literal)
      return std::nullopt;
    result += literal->text;
  }
  return result;
}

std::string_view name(Event event) {
  switch (event) {
  case Event::start: return "start";
  case Event::finish: return "finish";
  case Event::failure: return "failure";
  case Event::cancelled: return "cancelled";
  case Event::backout: return "backout";
  case Event::backedOut: return "backed_out";
  case Event::backoutFailed: return "backout_failed";
  case Event::decisionDeadline: return "decision_deadline";
  case Event::stepStarted: return "started";
  case Event::stepDone: return "done";
  case Event::stepUndone: return "undone";
  case Event::stepFailed: return "failed";
  }
  return {};
}

namespace {

template <typename Field> Field inherited(const Plan &plan, uint32_t scope, Field Scope::*field) {
  for (; scope != none; scope = plan.scopes[scope].parent)
    if (plan.scopes[scope].*field)
      return plan.scopes[scope].*field;
  return {};
}

} // namespace

Limits limitsOf(const Plan &plan, uint32_t scope) {
  Limits limits;
  limits.timeout = inherited(plan, scope, &Scope::timeout);
  limits.undoTimeout = inherited(plan, scope, &Scope::undoTimeout);
  limits.retries = inherited(plan, scope, &Scope::retries);
  limits.pause = limits.retries == 0 ? 0 : inherited(plan, scope, &Scope::retryPause);
  return limits;
}

} // namespace changec::plan
