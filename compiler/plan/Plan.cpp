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

} // namespace changec::plan
