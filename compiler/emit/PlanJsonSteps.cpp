#include "emit/PlanJsonSteps.h"

#include "emit/Beliefs.h"
#include "emit/TimesJson.h"

namespace changec::emit {

using namespace plan;

namespace {

template <typename... Functions> struct Overloaded : Functions... { using Functions::operator()...; };
template <typename... Functions> Overloaded(Functions...) -> Overloaded<Functions...>;

} // namespace

void PlanJsonSteps::step(const Step &step) {
  json_.object([&] {
    json_.member("key", step.key);
    json_.member("kind", nameOf(step.kind));
    json_.member("name", step.name);
    json_.memberIfAny("element", step.element);
    if (!step.lastOfName)
      json_.flag("lastOfName", false);
    json_.member("title", step.title);
    json_.memberIfAny("doc", step.doc);
    json_.memberIfAny("owner", names_.contact(step.owner));
    json_.memberIfAny("deputy", names_.contact(step.deputy));
    json_.memberIfAny("phase", names_.phase(step.phase));
    json_.memberIfAny("guard", names_.guard(step.guard));
    json_.member("reversibility", nameOf(step.reversibility));
    json_.listIfAny("believed", beliefsOf(step), [&](Belief it) { json_.value(nameOf(it)); });
    json_.listIfAny("changes", step.changes, [&](const StateChange &it) {
      json_.object([&] {
        json_.member("cell", it.cell);
        json_.member("before", it.before);
        json_.member("after", it.after);
        if (it.kept)
          json_.flag("kept", true);
      });
    });
    json_.memberIfAny("when", step.when);
    if (step.whenScope != step.scope)
      json_.memberIfAny("whenScope", names_.scope(step.whenScope));
    json_.memberIfAny("takes", step.takes);
    json_.memberIfAny("undoTakes", step.undoTakes);
    json_.memberIfAny("confirmWithin", step.confirmWithin);
    writeStepTimes(json_, step, timeline_.steps[static_cast<size_t>(&step - plan_.steps.data())], zone_);
    if (step.expires)
      json_.object("expires", [&] {
        json_.member("after", *step.expires);
        json_.member("because", step.expiresBecause);
      });
    if (!step.loses.empty())
      json_.object("loses", [&] {
        json_.member("what", step.loses);
        json_.memberIfAny("acceptedBy", names_.contact(step.losesAcceptedBy));
      });
    if (step.kind == StepKind::gate)
      requirements("requires", step.requirements);
    scopeMembers(step.scope);
    names_.at(json_, step.place);
  });
}

void PlanJsonSteps::scopeMembers(uint32_t index) {
  if (index >= plan_.scopes.size())
    return;
  const uint32_t outer = scope_;
  scope_ = index;
  const Scope &scope = plan_.scopes[index];
  scopeValues(scope);
  requirements("requires", scope.requirements);
  effects("effects", scope.effects);
  operations("do", scope.operations);
  inverse("inverse", scope.inverse);
  operations("verify", scope.verify);
  operations("verifyUndo", scope.verifyUndo);
  json_.memberIfAny("timeout", scope.timeout);
  json_.memberIfAny("undoTimeout", scope.undoTimeout);
  if (scope.retries != 0)
    json_.object("retry", [&] {
      json_.member("times", scope.retries);
      json_.member("pause", scope.retryPause);
    });
  if (scope.safeToRepeat)
    json_.flag("safeToRepeat", true);
  scope_ = outer;
}

void PlanJsonSteps::scopeValues(const Scope &scope) {
  json_.listIfAny("bindings", scope.bindings, [&](const Binding &it) {
    json_.object([&] {
      json_.member("name", it.name);
      json_.member("value", [&] { text(it.value); });
    });
  });
  json_.listIfAny("remembers", scope.remembers, [&](uint32_t it) {
    const RememberedValue &value = plan_.values[it];
    json_.object([&] {
      json_.member("key", value.key);
      json_.member("name", value.name);
      json_.member("shell", value.shell);
      if (value.secret)
        json_.flag("secret", true);
      names_.at(json_, value.place);
    });
  });
  json_.listIfAny("keeps", scope.keeps, [&](const Keep &it) {
    json_.object([&] {
      json_.member("path", [&] { text(it.path); });
      names_.at(json_, it.place);
    });
  });
  json_.listIfAny("observes", scope.observes, [&](const Observe &it) {
    json_.object([&] {
      json_.member("shell", it.shell);
      names_.at(json_, it.place);
    });
  });
}

void PlanJsonSteps::effects(std::string_view key, const std::vector<Effect> &effects) {
  json_.listIfAny(key, effects, [&](const Effect &it) { effect(it); });
}

void PlanJsonSteps::effect(const Effect &effect) {
  json_.object([&] {
    json_.member("kind", nameOf(effect.kind));
    cellMembers(effect.cell);
    json_.memberIfAny("from", effect.from);
    json_.memberIfAny("to", effect.to);
    if (!effect.key.empty())
      json_.member("as", [&] { text(effect.key); });
    if (effect.kind == Effect::Kind::refreshes)
      json_.object("source", [&] { cellMembers(effect.source); });
    names_.at(json_, effect.place);
  });
}

void PlanJsonSteps::cellMembers(const Cell &cell) {
  json_.member("resource", cell.resource);
  json_.listIfAny("arguments", cell.arguments, [&](const Text &it) { text(it); });
}

void PlanJsonSteps::operations(std::string_view key, const std::vector<Operation> &operations) {
  json_.listIfAny(key, operations, [&](const Operation &it) { operation(it); });
}

void PlanJsonSteps::operation(const Operation &operation) {
  json_.object([&] {
    json_.member("key", operation.key);
    json_.member("kind", nameOf(operation.kind));
    const bool namesItsScope = operation.kind == OperationKind::call || operation.kind == OperationKind::putBack;
    if (!namesItsScope && operation.scope != scope_)
      json_.memberIfAny("scope", names_.scope(operation.scope));
    operationWork(operation);
    if (operation.inverse)
      inverse("inverse", *operation.inverse);
    names_.at(json_, operation.place);
  });
}

void PlanJsonSteps::operationWork(const Operation &operation) {
  switch (operation.kind) {
  case OperationKind::shell:
  case OperationKind::waitUntil: json_.member("shell", operation.text); break;
  case OperationKind::manual: json_.member("instruction", [&] { text(operation.instruction); }); break;
  case OperationKind::wait: json_.member("duration", operation.duration); break;
  case OperationKind::checks: json_.member("checks", names_.checkList(operation.checkList)); break;
  case OperationKind::call:
    json_.object("call", [&] {
      if (operation.scope < plan_.scopes.size())
        json_.member("action", plan_.scopes[operation.scope].action);
      scopeMembers(operation.scope);
    });
    break;
  case OperationKind::putBack: json_.member("keepsOf", names_.scope(operation.scope)); break;
  }
}

void PlanJsonSteps::inverse(std::string_view key, const Inverse &inverse) {
  json_.object(key, [&] {
    json_.member("kind", nameOf(inverse.kind));
    operations("operations", inverse.operations);
    json_.memberIfAny("coveredBy", names_.step(inverse.coveredBy));
    json_.memberIfAny("because", inverse.because);
    json_.memberIfAny("acceptedBy", names_.contact(inverse.acceptedBy));
    names_.at(json_, inverse.place);
  });
}

void PlanJsonSteps::requirements(std::string_view key, const std::vector<Requirement> &requirements) {
  json_.listIfAny(key, requirements, [&](const Requirement &it) {
    json_.object([&] {
      operations("operations", it.operations);
      json_.memberIfAny("why", it.why);
      names_.at(json_, it.place);
    });
  });
}

void PlanJsonSteps::text(const Text &text) {
  if (const std::optional<std::string> constant = text.constant()) {
    json_.value(*constant);
    return;
  }
  json_.list(text.parts, [&](const Text::Part &part) {
    std::visit(
        Overloaded{
            [&](const Text::Literal &it) { json_.value(it.text); },
            [&](const Text::Remembered &it) {
              json_.object([&] { json_.member("remembered", names_.remembered(it.value)); });
            },
            [&](const Text::Secret &it) { json_.object([&] { json_.member("secret", names_.secret(it.secret)); }); },
            [&](const Text::Placeholder &it) { json_.object([&] { json_.member("placeholder", it.name); }); },
        },
        part);
  });
}

} // namespace changec::emit
