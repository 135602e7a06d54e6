#include "sema/Units.h"

#include <algorithm>

namespace changec::sema {
namespace {

using plan::Effect;
using plan::InverseKind;
using plan::Operation;
using plan::OperationKind;
using plan::Scope;

bool onlyLooks(const Operation &operation) {
  return operation.kind == OperationKind::wait || operation.kind == OperationKind::waitUntil ||
         operation.kind == OperationKind::checks;
}

bool writes(const Effect &effect) {
  return effect.kind != Effect::Kind::needs;
}

/// The clauses that operations are declared to mean. Calls nest no deeper than sema allows.
class Clauses {
public:
  Clauses(const plan::Plan &plan, llvm::SmallVectorImpl<const Effect *> &result) : plan_(plan), result_(result) {}

  bool raw = false;
  bool manual = false;

  /// A scope's own clauses stand for all that it does; without any, what it calls speaks for it.
  void addScope(const Scope &scope) {
    // What is saved and needed is looked at before anything changes, wherever it is written.
    for (const bool looks : {true, false})
      for (const Effect &effect : scope.effects)
        if (looks == (effect.kind == Effect::Kind::saves || effect.kind == Effect::Kind::needs))
          result_.push_back(&effect);
    if (std::none_of(scope.effects.begin(), scope.effects.end(), writes))
      addOperations(scope.operations, scope.action.empty());
  }

  void addOperations(const std::vector<Operation> &operations, bool ofStep) {
    for (const Operation &operation : operations) {
      if (operation.kind == OperationKind::call)
        addScope(plan_.scopes[operation.scope]);
      else if (!onlyLooks(operation) && !takesNothingBack(operation, ofStep))
        note(operation);
    }
  }

  /// What takes a scope back, the last operation first.
  void addInverse(const Scope &scope) {
    if (scope.inverse.kind == InverseKind::undo)
      return addOperations(scope.inverse.operations, true);
    if (scope.inverse.kind != InverseKind::ofOperations)
      return;
    for (size_t i = scope.operations.size(); i-- > 0;) {
      const Operation &operation = scope.operations[i];
      if (operation.inverse)
        addOperations(operation.inverse->operations, true);
      else if (operation.kind == OperationKind::call)
        addInverse(plan_.scopes[operation.scope]);
    }
  }

private:
  const plan::Plan &plan_;
  llvm::SmallVectorImpl<const Effect *> &result_;

  /// A look within an action that says so: `test ...` undo none.
  static bool takesNothingBack(const Operation &operation, bool ofStep) {
    return !ofStep && operation.inverse && operation.inverse->kind == InverseKind::nothing;
  }

  void note(const Operation &operation) {
    if (operation.kind == OperationKind::manual)
      manual = true;
    raw = true;
  }
};

class UnitBuilder {
public:
  UnitBuilder(const plan::Plan &plan, const plan::Step &step, const plan::Guard *guard)
      : plan_(plan), step_(step), guard_(guard), index_(static_cast<uint32_t>(&step - plan.steps.data())) {}

  std::vector<Unit> run() {
    const Scope &root = plan_.scopes[step_.scope];
    if (guard_ != nullptr && (step_.kind == plan::StepKind::guardLeave || guard_->leaveWritten))
      return {guardUnit()};
    addScope(root, step_.scope, step_.place, root.inverse.place.line != 0 ? root.inverse.place : step_.place);
    return std::move(units_);
  }

private:
  const plan::Plan &plan_;
  const plan::Step &step_;
  const plan::Guard *guard_;
  uint32_t index_;
  std::vector<Unit> units_;

  /// Enter and leave are each other's inverse; without an enter, its undo pays for the leave.
  Unit guardUnit() {
    const plan::Guard &held = *guard_;
    const Scope &enter = plan_.scopes[plan_.steps[held.enter].scope];
    const Scope &leave = plan_.scopes[plan_.steps[held.leave].scope];
    const bool entering = held.enter == index_;
    Unit unit = begin(step_.scope, step_.place, step_.place);
    if (!held.leaveWritten) {
      unit.inverse = UnitInverse::mirror;
      return unit;
    }
    const std::vector<Operation> &does = entering ? enter.operations : leave.operations;
    const std::vector<Operation> &undoes = entering ? leave.operations : enter.operations;
    Clauses doing(plan_, unit.doing);
    if (entering)
      for (const Effect &effect : enter.effects)
        unit.doing.push_back(&effect);
    doing.addOperations(does, true);
    unit.rawDo = doing.raw;
    Clauses undoing(plan_, unit.undoing);
    undoing.addOperations(undoes, true);
    unit.rawUndo = undoing.raw;
    unit.manualUndo = undoing.manual;
    if (undoes.empty())
      unit.inverse = UnitInverse::debt;
    else
      unit.inverse = unit.undoing.empty() ? UnitInverse::believed : UnitInverse::actions;
    return unit;
  }

  /// Whether it is done and taken back as one. What it remembers or observes alone takes nothing back.
  static bool isWhole(const Scope &scope) {
    return scope.inverse.kind != InverseKind::ofOperations || !scope.keeps.empty() ||
           std::any_of(scope.effects.begin(), scope.effects.end(), writes);
  }

  Unit begin(uint32_t scope, plan::Place doPlace, plan::Place undoPlace) const {
    Unit unit;
    unit.step = index_;
    unit.scope = scope;
    unit.doPlace = doPlace;
    unit.undoPlace = undoPlace;
    return unit;
  }

  void addScope(const Scope &scope, uint32_t index, plan::Place doPlace, plan::Place undoPlace) {
    if (isWhole(scope)) {
      addWhole(scope, index, doPlace, undoPlace);
      return;
    }
    for (const Operation &operation : scope.operations) {
      const bool inPlan = scope.action.empty();
      const plan::Place place = inPlan ? operation.place : doPlace;
      if (operation.inverse)
        addOperation(operation, index, place, inPlan ? operation.inverse->place : undoPlace);
      else if (operation.kind == OperationKind::call)
        addScope(plan_.scopes[operation.scope], operation.scope, place, place);
      else if (!onlyLooks(operation))
        addRaw(operation, index, place);
    }
    // What the scope needs is asked before its first unit.
    if (!scope.effects.empty() && !units_.empty()) {
      std::vector<const Effect *> needs;
      for (const Effect &effect : scope.effects)
        needs.push_back(&effect);
      units_.front().doing.insert(units_.front().doing.begin(), needs.begin(), needs.end());
    }
  }

  void addRaw(const Operation & /*operation*/, uint32_t scope, plan::Place place) {
    Unit unit = begin(scope, place, place);
    unit.rawDo = true;
    unit.inverse = UnitInverse::believed;
    units_.push_back(std::move(unit));
  }

  void addOperation(const Operation &operation, uint32_t scope, plan::Place doPlace, plan::Place undoPlace) {
    const bool call = operation.kind == OperationKind::call;
    const bool looks = onlyLooks(operation) || (operation.inverse->kind == InverseKind::nothing && !call &&
                                                !plan_.scopes[scope].action.empty());
    if (looks)
      return;
    Unit unit = begin(call ? operation.scope : scope, doPlace, undoPlace);
    Clauses doing(plan_, unit.doing);
    doing.addOperations({operation}, true);
    unit.rawDo = doing.raw;
    setInverse(unit, *operation.inverse, true);
    units_.push_back(std::move(unit));
  }

  void setInverse(Unit &unit, const plan::Inverse &inverse, bool ofPlan) {
    switch (inverse.kind) {
    case InverseKind::nothing: unit.inverse = UnitInverse::nothing; return;
    case InverseKind::irreversible: unit.inverse = UnitInverse::irreversible; return;
    case InverseKind::undoneBy: unit.inverse = UnitInverse::debt; return;
    case InverseKind::ofOperations: return;
    case InverseKind::undo: break;
    }
    Clauses undoing(plan_, unit.undoing);
    undoing.addOperations(inverse.operations, true);
    unit.rawUndo = undoing.raw;
    unit.manualUndo = undoing.manual;
    if (unit.undoing.empty())
      unit.inverse = ofPlan ? UnitInverse::believed : UnitInverse::own;
    else
      unit.inverse = UnitInverse::actions;
  }

  void addWhole(const Scope &scope, uint32_t index, plan::Place doPlace, plan::Place undoPlace) {
    Unit unit = begin(index, doPlace, undoPlace);
    Clauses doing(plan_, unit.doing);
    doing.addScope(scope);
    const bool ofPlan = scope.action.empty();
    // The shell of an action is what its effects say; that of a step is only believed to be.
    unit.rawDo = doing.raw;
    for (const plan::Keep &keep : scope.keeps)
      unit.kept.push_back(keep.path);
    if (scope.inverse.kind == InverseKind::ofOperations)
      deriveInverse(unit, scope, ofPlan);
    else
      setInverse(unit, scope.inverse, ofPlan);
    units_.push_back(std::move(unit));
  }

  /// What the actions that a scope calls keep.
  void addKept(Unit &unit, const Scope &scope) {
    for (const Operation &operation : scope.operations)
      if (operation.kind == OperationKind::call) {
        const Scope &called = plan_.scopes[operation.scope];
        for (const plan::Keep &keep : called.keeps)
          unit.kept.push_back(keep.path);
        addKept(unit, called);
      }
  }

  /// No inverse of its own: its operations' inverses, and what it keeps.
  void deriveInverse(Unit &unit, const Scope &scope, bool ofPlan) {
    Clauses undoing(plan_, unit.undoing);
    undoing.addInverse(scope);
    unit.rawUndo = undoing.raw;
    unit.manualUndo = undoing.manual;
    const bool contract = !ofPlan && std::any_of(scope.effects.begin(), scope.effects.end(), writes);
    if (contract) { // an action's own effects: what it calls is how it keeps its word
      unit.inverse = UnitInverse::own;
      unit.undoing.clear();
      addKept(unit, scope);
    } else if (!unit.undoing.empty())
      unit.inverse = UnitInverse::actions;
    else if (!scope.keeps.empty())
      unit.inverse = UnitInverse::own;
    else if (undoing.raw)
      unit.inverse = ofPlan ? UnitInverse::believed : UnitInverse::own;
    else
      unit.inverse = UnitInverse::nothing;
  }
};

} // namespace

std::vector<Unit> unitsOf(const plan::Plan &plan, const plan::Step &step, const plan::Guard *guard) {
  return step.kind == plan::StepKind::gate || step.scope == plan::none ? std::vector<Unit>{}
                                                                       : UnitBuilder(plan, step, guard).run();
}

} // namespace changec::sema
