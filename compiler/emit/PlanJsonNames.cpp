#include "emit/PlanJsonNames.h"

namespace changec::emit {

using namespace plan;

std::string_view nameOf(Risk risk) {
  switch (risk) {
  case Risk::low: return "low";
  case Risk::medium: return "medium";
  case Risk::high: return "high";
  }
  return {};
}

std::string_view nameOf(Impact impact) {
  switch (impact) {
  case Impact::none: return "none";
  case Impact::minor: return "minor";
  case Impact::major: return "major";
  case Impact::severe: return "severe";
  }
  return {};
}

std::string_view nameOf(ContactKind kind) {
  switch (kind) {
  case ContactKind::person: return "person";
  case ContactKind::team: return "team";
  case ContactKind::desk: return "desk";
  }
  return {};
}

std::string_view nameOf(OnFailure reaction) {
  switch (reaction) {
  case OnFailure::stop: return "stop";
  case OnFailure::ask: return "ask";
  case OnFailure::backout: return "backout";
  }
  return {};
}

std::string_view nameOf(StepKind kind) {
  switch (kind) {
  case StepKind::step: return "step";
  case StepKind::guardEnter: return "guardEnter";
  case StepKind::guardLeave: return "guardLeave";
  case StepKind::gate: return "gate";
  }
  return {};
}

std::string_view nameOf(Reversibility reversibility) {
  switch (reversibility) {
  case Reversibility::proven: return "proven";
  case Reversibility::stated: return "stated";
  case Reversibility::manual: return "manual";
  case Reversibility::covered: return "covered";
  case Reversibility::nothing: return "nothing";
  case Reversibility::irreversible: return "irreversible";
  }
  return {};
}

std::string_view nameOf(InverseKind kind) {
  switch (kind) {
  case InverseKind::ofOperations: return "ofOperations";
  case InverseKind::undo: return "undo";
  case InverseKind::undoneBy: return "undoneBy";
  case InverseKind::nothing: return "nothing";
  case InverseKind::irreversible: return "irreversible";
  }
  return {};
}

std::string_view nameOf(OperationKind kind) {
  switch (kind) {
  case OperationKind::shell: return "shell";
  case OperationKind::manual: return "manual";
  case OperationKind::wait: return "wait";
  case OperationKind::waitUntil: return "waitUntil";
  case OperationKind::checks: return "checks";
  case OperationKind::call: return "call";
  case OperationKind::putBack: return "putBack";
  }
  return {};
}

std::string_view nameOf(Effect::Kind kind) {
  switch (kind) {
  case Effect::Kind::effect: return "effect";
  case Effect::Kind::needs: return "needs";
  case Effect::Kind::saves: return "saves";
  case Effect::Kind::restores: return "restores";
  case Effect::Kind::refreshes: return "refreshes";
  case Effect::Kind::produces: return "produces";
  }
  return {};
}

std::string_view nameOf(Verdict verdict) {
  switch (verdict) {
  case Verdict::allow: return "allow";
  case Verdict::warn: return "warn";
  case Verdict::deny: return "deny";
  }
  return {};
}

std::string_view nameOf(PolicyLimit::Kind kind) {
  switch (kind) {
  case PolicyLimit::Kind::window: return "window";
  case PolicyLimit::Kind::notice: return "notice";
  case PolicyLimit::Kind::acceptedBy: return "acceptedBy";
  case PolicyLimit::Kind::backout: return "backout";
  }
  return {};
}

void PlanNames::at(JsonWriter &json, Place place) const {
  if (place.file >= plan_.files.size() || place.line == 0)
    return;
  std::string text = plan_.files[place.file];
  text += ':';
  text += std::to_string(place.line);
  json.member("at", text);
}

} // namespace changec::emit
