#include "emit/ScriptSteps.h"

#include "emit/ScriptTimes.h"
#include "emit/ShellText.h"

namespace changec::emit {

namespace {

std::string number(uint32_t value) {
  return std::to_string(value);
}

std::string seconds(const std::optional<plan::Duration> &duration) {
  return duration ? std::to_string(*duration) : "''";
}

} // namespace

ScriptSteps::ScriptSteps(const plan::Plan &plan, ScriptUnits &units, ScriptOperations &operations)
    : plan_(plan), units_(units), operations_(operations), restores_(plan), ofScope_(plan.scopes.size()),
      ofOperation_(plan.scopes.size()), coveredBy_(plan.steps.size()), guardOf_(plan.steps.size(), plan::none) {
  for (uint32_t step = 0; step < plan.steps.size(); ++step) {
    const uint32_t scope = plan.steps[step].scope;
    if (scope == plan::none)
      continue;
    const plan::Inverse &inverse = plan.scopes[scope].inverse;
    if (inverse.kind == plan::InverseKind::undoneBy && inverse.coveredBy < step)
      coveredBy_[inverse.coveredBy].push_back(step);
  }
  for (uint32_t guard = 0; guard < plan.guards.size(); ++guard) {
    guardOf_[plan.guards[guard].enter] = guard;
    guardOf_[plan.guards[guard].leave] = guard;
  }
}

uint32_t ScriptSteps::enterThatDecides(uint32_t step) const {
  uint32_t guard = guardOf_[step];
  if (guard == plan::none)
    guard = plan_.steps[step].guard;
  else if (plan_.guards[guard].enter == step)
    guard = plan_.guards[guard].outer;
  return guard == plan::none ? plan::none : plan_.guards[guard].enter;
}

std::string ScriptSteps::heading(uint32_t index) const {
  const plan::Step &step = plan_.steps[index];
  std::string out = "# [" + number(index + 1) + "/" + std::to_string(plan_.steps.size()) + "] ";
  put(out,
      {journalWord(step.key), ": ", printfEscapes(step.title), "\n#   ", printfEscapes(ownerTitle(plan_, step.owner))});
  if (step.deputy != plan::none)
    put(out, {", deputy ", printfEscapes(ownerTitle(plan_, step.deputy))});
  put(out, {" - ", placeWord(plan_, step.place), "\n"});
  return out;
}

std::string ScriptSteps::implementation() {
  std::string out;
  for (uint32_t step = 0; step < plan_.steps.size(); ++step)
    implement(out, step);
  unitsOfImplementation_ = units_.next() - 1;
  return out;
}

void ScriptSteps::implement(std::string &out, uint32_t index) {
  const plan::Step &step = plan_.steps[index];
  ScriptBody body;
  body.step = index;
  put(body.calls, {"  cx_step ", number(index + 1)});
  if (!step.when.empty()) {
    plan::Operation condition;
    condition.key = step.key + "/when";
    condition.text = step.when;
    condition.scope = step.whenScope;
    condition.place = step.place;
    operations_.condition(body, condition);
  }
  body.calls += " || return 0\n";
  operations_.requirements(body, step.requirements, CheckPurpose::require);
  if (step.kind == plan::StepKind::gate) {
    put(body.calls, {"  cx_gate ", number(index + 1), "\n"});
  } else {
    if (step.kind == plan::StepKind::guardLeave)
      operations_.checks(body, plan_.scopes[step.scope].verify, CheckPurpose::verify);
    implementScope(body, step.scope, plan::none);
    body.calls += "  cx_step_done\n";
  }
  put(out, {heading(index), "step_", number(index + 1), "() {\n", body.calls, "}\n\n", body.texts});
}

ScriptBody ScriptSteps::requirementsOf(const ScriptBody &body, uint32_t scope) {
  ScriptBody required;
  required.step = body.step;
  required.indent = body.indent + "  ";
  operations_.requirements(required, plan_.scopes[scope].requirements, CheckPurpose::require);
  return required;
}

void ScriptSteps::requireBefore(ScriptBody &body, size_t start, const ScriptBody &required, UnitRange operations) {
  if (required.calls.empty())
    return;
  std::string calls;
  put(calls, {body.indent, "if ! cx_begun ", number(operations.first), " ", number(operations.last), "; then\n",
              required.calls, body.indent, "fi\n"});
  body.calls.insert(start, calls);
  body.texts += required.texts;
}

uint32_t ScriptSteps::verification(ScriptBody &body, uint32_t scope, uint32_t settle) {
  const std::vector<plan::Operation> &verify = plan_.scopes[scope].verify;
  if (verify.empty())
    return settle;
  ScriptBody checks;
  checks.step = body.step;
  operations_.checks(checks, verify, CheckPurpose::verify);
  put(body.texts,
      {"verify_", number(scope), "() {\n", checks.calls.empty() ? "  :\n" : checks.calls, "}\n\n", checks.texts});
  return scope;
}

void ScriptSteps::implementScope(ScriptBody &body, uint32_t index, uint32_t settle) {
  const plan::Scope &scope = plan_.scopes[index];
  const bool leavesGuard = scope.parent == plan::none && scope.step != plan::none &&
                           plan_.steps[scope.step].kind == plan::StepKind::guardLeave;
  const bool isStep = scope.parent == plan::none && scope.step != plan::none;
  const plan::Duration confirmWithin = isStep ? plan_.steps[scope.step].confirmWithin.value_or(0) : 0;
  const size_t start = body.calls.size();
  const ScriptBody required = requirementsOf(body, index);
  operations_.readOnce(body, index);
  // The undo that runs by itself has to be ready before there is anything to take back.
  if (confirmWithin != 0)
    put(body.calls, {body.indent, "cx_arm ", std::to_string(confirmWithin), "\n"});
  const uint32_t own = leavesGuard ? plan::none : verification(body, index, settle);
  UnitRange all{units_.next(), 0};
  for (size_t i = 0; i < scope.operations.size(); ++i) {
    const plan::Operation &operation = scope.operations[i];
    const uint32_t settles = i + 1 == scope.operations.size() ? own : plan::none;
    UnitRange range{units_.next(), 0};
    if (operation.kind == plan::OperationKind::call) {
      implementScope(body, operation.scope, settles);
    } else {
      const uint32_t unit = operations_.run(body, operation, UnitKind::operation, settles);
      restores_.ran(index, unit, body.step);
    }
    range.last = units_.next() - 1;
    ofOperation_[index].push_back(range);
  }
  all.last = units_.next() - 1;
  ofScope_[index] = all;
  requireBefore(body, start, required, all);
  restores_.wrote(index, all);
  if (!leavesGuard && !scope.verify.empty())
    put(body.calls, {body.indent, "verify_", number(index), "\n"});
  for (const plan::Effect &effect : scope.effects) {
    if (effect.kind != plan::Effect::Kind::saves)
      continue;
    const std::string key = journalWord(scope.key) + "/saved";
    const uint32_t unit = units_.add(UnitKind::operation, key, body.step, "-");
    put(body.calls, {body.indent, "cx_saved ", number(unit), " '", key, "' -\n"});
    restores_.saved(index, unit);
    break;
  }
  if (confirmWithin != 0)
    put(body.calls, {body.indent, "cx_confirmed || return 0\n"});
}

std::string ScriptSteps::backout() {
  std::string out;
  operations_.ofBackout(true);
  for (auto step = static_cast<uint32_t>(plan_.steps.size()); step-- > 0;)
    takeBack(out, step);
  operations_.ofBackout(false);
  return out;
}

void ScriptSteps::takeBack(std::string &out, uint32_t index) {
  const plan::Step &step = plan_.steps[index];
  ScriptBody body;
  body.step = index;
  const std::string name = "undo_" + number(index + 1);
  // A guard that is only left has an enter that does nothing, and is left again by that one's inverse.
  if (step.scope == plan::none ||
      (plan_.scopes[step.scope].operations.empty() && plan_.scopes[step.scope].inverse.operations.empty())) {
    put(out, {heading(index), name, "() { cx_undo_nothing ", number(index + 1), "; }\n\n"});
    return;
  }
  const plan::Scope &scope = plan_.scopes[step.scope];
  const UnitRange units = ofScope_[step.scope];
  put(body.calls,
      {"  cx_undo_step ", number(index + 1), " ", number(units.first), " ", number(units.last), " || return 0\n"});
  if (scope.inverse.kind == plan::InverseKind::undoneBy) {
    put(body.calls, {"  cx_owed '", journalWord(plan_.steps[scope.inverse.coveredBy].key), "'\n"});
  } else {
    if (step.kind == plan::StepKind::guardEnter) {
      const plan::Step &leave = plan_.steps[plan_.guards[guardOf_[index]].leave];
      operations_.checks(body, plan_.scopes[leave.scope].verify, CheckPurpose::verify);
    }
    takeBackScope(body, step.scope);
    if (!coveredBy_[index].empty()) {
      body.calls += "  cx_cover_done\n";
      for (size_t i = coveredBy_[index].size(); i-- > 0;)
        checkCovered(body, coveredBy_[index][i]);
      put(body.calls, {"  cx_covers_checked ", number(index + 1), "\n"});
    }
    body.calls += "  cx_step_undone\n";
  }
  put(out, {heading(index), name, "() {\n", body.calls, "}\n\n", body.texts});
}

void ScriptSteps::checkCovered(ScriptBody &body, uint32_t step) {
  put(body.calls, {"  if cx_covered ", number(step + 1), "; then\n"});
  body.indent = "    ";
  afterUndo(body, plan_.steps[step].scope);
  body.calls += "    cx_step_undone\n  fi\n";
  body.indent = "  ";
}

void ScriptSteps::takeBackScope(ScriptBody &body, uint32_t index) {
  const plan::Scope &scope = plan_.scopes[index];
  // What an undo reads must be there when it runs, and what it writes must not stay.
  const bool undoBetween = scope.inverse.kind == plan::InverseKind::undo;
  if (undoBetween)
    operations_.putBack(body, index, "/put-back");
  if (scope.inverse.kind == plan::InverseKind::ofOperations)
    takeBackOperations(body, index);
  else
    inverse(body, scope.inverse, ofScope_[index]);
  operations_.putBack(body, index, undoBetween ? "/put-back-again" : "/put-back");
  afterUndo(body, index);
}

void ScriptSteps::afterUndo(ScriptBody &body, uint32_t index) {
  operations_.checks(body, plan_.scopes[index].verifyUndo, CheckPurpose::undone);
  operations_.observeAgain(body, index);
}

void ScriptSteps::takeBackOperations(ScriptBody &body, uint32_t index) {
  const plan::Scope &scope = plan_.scopes[index];
  const std::string indent = body.indent;
  for (size_t i = scope.operations.size(); i-- > 0;) {
    const plan::Operation &operation = scope.operations[i];
    const bool isCall = operation.kind == plan::OperationKind::call;
    if (!operation.inverse && !isCall)
      continue;
    const UnitRange range = ofOperation_[index][i];
    ScriptBody inner;
    inner.step = body.step;
    inner.indent = indent + "  ";
    if (operation.inverse && operation.inverse->kind != plan::InverseKind::ofOperations)
      inverse(inner, *operation.inverse, range);
    else if (isCall)
      takeBackScope(inner, operation.scope);
    if (inner.calls.empty())
      continue;
    put(body.calls, {indent, "if cx_begun ", number(range.first), " ", number(range.last), "; then\n", inner.calls,
                     indent, "fi\n"});
    body.texts += inner.texts;
  }
}

void ScriptSteps::inverse(ScriptBody &body, const plan::Inverse &inverse, UnitRange of) {
  switch (inverse.kind) {
  case plan::InverseKind::undo: inverseOperations(body, inverse.operations); break;
  case plan::InverseKind::irreversible:
    put(body.calls, {body.indent, "cx_irreversible ", number(of.first), " ", number(of.last), " ",
                     shellWord(inverse.because), " ", shellWord(ownerTitle(plan_, inverse.acceptedBy)), "\n"});
    break;
  case plan::InverseKind::ofOperations:
  case plan::InverseKind::undoneBy:
  case plan::InverseKind::nothing: break;
  }
}

void ScriptSteps::inverseOperations(ScriptBody &body, const std::vector<plan::Operation> &operations) {
  for (const plan::Operation &operation : operations) {
    if (operation.kind == plan::OperationKind::call)
      inverseCall(body, operation);
    else
      operations_.run(body, operation, UnitKind::inverse, plan::none);
  }
}

void ScriptSteps::inverseCall(ScriptBody &body, const plan::Operation &call) {
  std::vector<UnitRange> covered;
  for (const uint32_t step : coveredBy_[body.step])
    covered.push_back(ofScope_[plan_.steps[step].scope]);
  const auto condition = restores_.condition(call.scope, body.step, covered);
  const std::string indent = body.indent;
  if (condition) {
    const std::string key = journalWord(call.key);
    put(body.calls,
        {indent, "if cx_restorable '", key, "' ", condition->save == 0 ? std::string("-") : number(condition->save)});
    if (condition->save != 0)
      units_.watch({condition->save, condition->save});
    for (const UnitRange &range : condition->writers) {
      units_.watch(range);
      put(body.calls, {" ", number(range.first), "-", number(range.last)});
    }
    body.calls += "; then\n";
    body.indent = indent + "  ";
  }
  const plan::Scope &scope = plan_.scopes[call.scope];
  const size_t start = body.calls.size();
  const ScriptBody required = requirementsOf(body, call.scope);
  operations_.readOnce(body, call.scope);
  const uint32_t first = units_.next();
  inverseOperations(body, scope.operations);
  requireBefore(body, start, required, {first, units_.next() - 1});
  operations_.checks(body, scope.verify, CheckPurpose::verify);
  if (condition) {
    body.indent = indent;
    put(body.calls, {indent, "fi\n"});
  }
}

std::string ScriptSteps::about() const {
  ScriptTimes times(plan_);
  std::unordered_map<std::string_view, uint32_t> firstOfName;
  std::string out;
  for (uint32_t index = 0; index < plan_.steps.size(); ++index) {
    const plan::Step &step = plan_.steps[index];
    const bool isFirst = firstOfName.emplace(step.name, index).second;
    const std::string key = journalWord(step.key);
    const std::string name = journalWord(step.name);
    std::string_view inverse;
    std::string cover;
    if (step.scope != plan::none) {
      switch (plan_.scopes[step.scope].inverse.kind) {
      case plan::InverseKind::undoneBy:
        cover = number(plan_.scopes[step.scope].inverse.coveredBy + 1);
        inverse = "by the undo of an earlier step";
        break;
      case plan::InverseKind::nothing: inverse = "nothing to take back"; break;
      case plan::InverseKind::irreversible: inverse = "IRREVERSIBLE"; break;
      case plan::InverseKind::ofOperations:
      case plan::InverseKind::undo: break;
      }
    }
    put(out, {"about_", number(index + 1), "() {\n  cx_about '", key, "' ", shellWord(step.title), " ",
              shellWord(ownerTitle(plan_, step.owner)), " ", seconds(step.takes), " ",
              seconds(step.undoTakes ? step.undoTakes : step.takes), " '", inverse, "'"});
    if (name != key || !isFirst || !step.lastOfName)
      put(out, {" '", name, "' '", isFirst ? name : "", "' '", step.lastOfName ? name : "", "'"});
    out += '\n';
    times.call(out, index);
    if (const uint32_t enter = enterThatDecides(index); enter != plan::none)
      put(out, {"  cx_step_enter=", number(enter + 1), "\n"});
    if (!cover.empty())
      put(out, {"  cx_step_cover=", cover, "\n"});
    if (!step.loses.empty())
      put(out, {"  cx_step_loses=", shellWord(step.loses), "\n"});
    if (step.expires)
      put(out, {"  cx_step_expires=", shellWord(step.expiresBecause), "\n"});
    if (step.phase != plan::none && plan_.phases[step.phase].window) {
      const plan::Window &window = *plan_.phases[step.phase].window;
      put(out, {"  cx_step_from=", std::to_string(window.start), " cx_step_until=", std::to_string(window.end), "\n"});
    }
    out += "}\n";
  }
  return out + "\n";
}

} // namespace changec::emit
