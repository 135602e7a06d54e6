#include "sema/Steps.h"

#include "diagnostics/Spelling.h"
#include "sema/Contacts.h"
#include "sema/Inverses.h"
#include "sema/Names.h"
#include "sema/Parameters.h"
#include "sema/Placement.h"
#include "sema/Scopes.h"
#include "sema/Values.h"
#include "sema/Windows.h"

#include <algorithm>

namespace changec::sema {
namespace {

using syntax::Declaration;
using Kind = Declaration::Kind;

/// Where a declaration stands: what encloses it.
struct Position {
  const Environment *variables = nullptr;
  std::string element; ///< `[web1]` of each `for` around it.
  uint32_t phase = plan::none;
  uint32_t guard = plan::none;
  const Declaration *phaseDeclaration = nullptr;
};

class StepLowering {
public:
  explicit StepLowering(Lowering &lowering) : lowering_(lowering), context_(lowering.context) {}

  void run() {
    Position position;
    position.variables = &lowering_.parameters;
    if (countSteps(lowering_.change->items) > context_.options.mostSteps)
      return;
    lowerItems(lowering_.change->items, position);
  }

private:
  Lowering &lowering_;
  Context &context_;

  /// How many steps come of the declarations; where they are too many says so at the one that makes them so.
  size_t countSteps(std::span<const Declaration *const> items) {
    size_t count = 0;
    for (const Declaration *item : items) {
      const bool isStep = item->kind == Kind::step || item->kind == Kind::gate;
      if (!isStep && item->kind != Kind::guard && item->kind != Kind::phase && item->kind != Kind::parallel)
        continue;
      const size_t once = isStep ? 1 : countSteps(item->items) + (item->kind == Kind::guard ? 2 : 0);
      if (once > context_.options.mostSteps)
        return once;
      count += once * (item->each == nullptr ? 1 : countElements(item->each->list));
      if (count > context_.options.mostSteps) {
        context_.diagnostics.report(diag::tooManySteps, item->name.range, context_.options.mostSteps);
        return count;
      }
    }
    return count;
  }

  [[nodiscard]] size_t countElements(const syntax::Value &list) const {
    if (const auto *items = std::get_if<std::span<const syntax::Value>>(&list.what))
      return items->size();
    const auto *reference = std::get_if<syntax::Reference>(&list.what);
    const Variable *parameter = reference != nullptr && reference->path.size() == 1
                                    ? lowering_.parameters.find(reference->path[0].text)
                                    : nullptr;
    const auto text = parameter != nullptr ? parameter->value.constant() : std::nullopt;
    return text ? 1 + static_cast<size_t>(std::count(text->begin(), text->end(), '\n')) : 1;
  }

  void lowerItems(std::span<const Declaration *const> items, const Position &position) {
    for (const Declaration *item : items)
      switch (item->kind) {
      case Kind::step: forEachElement(*item, position, [&](const Position &at) { lowerStep(*item, at); }); break;
      case Kind::guard: forEachElement(*item, position, [&](const Position &at) { lowerGuard(*item, at); }); break;
      case Kind::gate: forEachElement(*item, position, [&](const Position &at) { lowerGate(*item, at); }); break;
      case Kind::phase: forEachElement(*item, position, [&](const Position &at) { lowerPhase(*item, at); }); break;
      case Kind::parallel: lowerItems(item->items, position); break; // refused; what is in it is judged all the same
      default: break;
      }
  }

  /// Once, or once for each element of the declaration's `for`.
  template <typename Function>
  void forEachElement(const Declaration &declaration, const Position &position, Function &&function) {
    if (declaration.each == nullptr)
      return function(position);
    const syntax::Each &each = *declaration.each;
    if (!checkVariableName(context_, each.variable, "variable"))
      return;
    const auto elements = readConstantList(context_, each.list, lowering_.textNames(*position.variables));
    if (!elements)
      return;
    std::unordered_set<std::string_view> seen;
    for (const std::string &element : *elements) {
      if (!seen.insert(element).second) {
        context_.diagnostics.report(diag::elementTwice, each.list.range, element);
        return;
      }
      Environment variables(position.variables);
      plan::Text value;
      value.parts.emplace_back(plan::Text::Literal{element});
      variables.add({each.variable.text, {Type::Base::string, false}, std::move(value), each.variable.range, false});
      Position at = position;
      at.variables = &variables;
      at.element += fmt::format("[{}]", element);
      function(at);
    }
    if (elements->empty())
      context_.diagnostics.report(diag::emptyList, each.list.range, declaration.name.text);
  }

  // ---- what steps have in common

  uint32_t addStep(const Declaration &declaration, plan::StepKind kind, std::string_view suffix,
                   const Position &position) {
    const auto index = static_cast<uint32_t>(context_.plan.steps.size());
    plan::Step step;
    step.kind = kind;
    step.name = declaration.name.text;
    step.element = position.element;
    step.key = fmt::format("{}{}{}", declaration.name.text, position.element, suffix);
    step.title = titleOf(declaration, position, step.key);
    step.doc = readDoc(declaration.doc);
    step.phase = position.phase;
    step.guard = position.guard;
    step.place = context_.place(declaration.name.range);
    readOwners(declaration, position, step);
    readTimes(declaration, step);
    context_.plan.steps.push_back(std::move(step));
    return index;
  }

  /// May name what is known when the plan is compiled; `otherwise` where there is no title.
  std::string titleOf(const Declaration &declaration, const Position &position, const std::string &otherwise) {
    if (!declaration.title)
      return otherwise;
    const plan::Text text = readText(context_, *declaration.title, lowering_.textNames(*position.variables));
    if (std::optional<std::string> constant = text.constant())
      return *constant;
    context_.diagnostics.report(diag::titleNotConstant, declaration.title->range);
    return otherwise;
  }

  void readOwners(const Declaration &declaration, const Position &position, plan::Step &step) {
    if (const auto *owner = people(declaration, syntax::People::Kind::owner)) {
      step.owner = ownerNamed(context_, lowering_.module, owner->who);
    } else if (position.phase != plan::none && context_.plan.phases[position.phase].owner != plan::none) {
      step.owner = context_.plan.phases[position.phase].owner;
      step.deputy = context_.plan.phases[position.phase].deputy;
    } else if (!declaration.damaged && (position.phaseDeclaration == nullptr || !position.phaseDeclaration->damaged)) {
      const Range inside{declaration.open.file, declaration.open.end, declaration.open.end};
      context_.diagnostics
          .report(diag::missingOwner, declaration.name.range,
                  fmt::format("{} '{}'", syntax::keyword(declaration.kind), declaration.name.text))
          .edit("name a person, or a team with a lead", inside, " owner NAME ", false);
    }
    if (const auto *deputy = people(declaration, syntax::People::Kind::deputy))
      step.deputy = ownerNamed(context_, lowering_.module, deputy->who);
  }

  static const syntax::People *people(const Declaration &declaration, syntax::People::Kind kind) {
    return clauseOf<syntax::People>(declaration, [kind](const auto &c) { return c.kind == kind; });
  }

  uint32_t acceptedBy(const Declaration &declaration, const Position &position) {
    if (const auto *accepted = people(declaration, syntax::People::Kind::acceptedBy))
      return ownerNamed(context_, lowering_.module, accepted->who);
    return position.phase == plan::none ? plan::none : context_.plan.phases[position.phase].acceptedBy;
  }

  void readTimes(const Declaration &declaration, plan::Step &step) {
    if (const auto *takes = clauseOf<syntax::Takes>(declaration, [](const auto &c) { return !c.isTimeout; })) {
      step.takes = readDuration(context_, takes->forward);
      if (takes->back)
        step.undoTakes = readDuration(context_, *takes->back);
    }
    if (const auto *confirm = clauseOf<syntax::Confirm>(declaration))
      step.confirmWithin = readDuration(context_, confirm->within);
    if (const auto *expires = clauseOf<syntax::Expires>(declaration)) {
      step.expires = readDuration(context_, expires->after);
      step.expiresBecause = readPlain(context_, expires->because);
    }
    if (const auto *loses = clauseOf<syntax::Loses>(declaration))
      step.loses = readPlain(context_, loses->what);
  }

  void readWhen(const Declaration &declaration, uint32_t index, uint32_t scope) {
    if (const auto *when = clauseOf<syntax::When>(declaration)) {
      context_.plan.steps[index].when = shellText(when->condition);
      context_.plan.steps[index].whenScope = scope;
    }
  }

  void finishStep(const Declaration &declaration, uint32_t index, const Position &position, bool judge) {
    plan::Step &step = context_.plan.steps[index];
    const uint32_t accepted = acceptedBy(declaration, position);
    if (!step.loses.empty()) {
      step.losesAcceptedBy = accepted;
      checkLoss(declaration, step, accepted);
    }
    if (judge)
      checkInverse(lowering_, index, declaration, accepted);
    step.reversibility = reversibilityOf(context_.plan, step);
    lowering_.stepsByKey[step.key] = index;
  }

  void checkLoss(const Declaration &declaration, const plan::Step &step, uint32_t acceptedBy) {
    if (acceptedBy != plan::none || declaration.damaged)
      return;
    const Range range = clauseHolding(declaration, clauseOf<syntax::Loses>(declaration))->range;
    context_.diagnostics.report(diag::lossNotAccepted, range, step.key, step.loses)
        .edit("name who accepts it", {range.file, range.end, range.end}, " accepted by NAME", false);
  }

  static const syntax::Do *operationsOf(const Declaration &declaration, syntax::Do::Kind kind) {
    return clauseOf<syntax::Do>(declaration, [kind](const auto &c) { return c.kind == kind; });
  }

  // ---- each kind

  void lowerStep(const Declaration &declaration, const Position &position) {
    const uint32_t index = addStep(declaration, plan::StepKind::step, "", position);
    const uint32_t scope = addScope(lowering_, context_.plan.steps[index].key, plan::none, index);
    context_.plan.steps[index].scope = scope;
    Environment variables(position.variables);
    Frame frame{&lowering_.module, &variables, scope, index, nullptr, nullptr, 0};
    const syntax::Do *doing = operationsOf(declaration, syntax::Do::Kind::doing);
    // A step may name its own remembered values as `STEP.x`.
    lowering_.stepsByKey[context_.plan.steps[index].key] = index;
    lowerClauses(lowering_, frame, declaration, doing != nullptr ? &doing->what : nullptr);
    plan::Inverse inverse = lowerInverse(lowering_, frame, declaration);
    context_.plan.scopes[scope].inverse = std::move(inverse);
    readWhen(declaration, index, scope);
    if (doing == nullptr)
      checkLooks(declaration, scope);
    finishStep(declaration, index, position, true);
  }

  /// A step without `do` only looks: it needs something to look at, and has nothing to take back.
  void checkLooks(const Declaration &declaration, uint32_t scope) {
    plan::Scope &root = context_.plan.scopes[scope];
    if (declaration.damaged)
      return;
    if (clauseOf<syntax::Verify>(declaration, [](const auto &c) { return !c.afterUndo; }) == nullptr)
      context_.diagnostics.report(diag::emptyStep, declaration.name.range, declaration.name.text)
          .help("write `do` and what is done, or `verify` and what must hold");
    else if (root.inverse.kind != plan::InverseKind::ofOperations && root.inverse.kind != plan::InverseKind::nothing)
      context_.diagnostics.report(diag::undoOfNothing, declaration.name.range, declaration.name.text)
          .help("a step without `do` only looks, and needs no inverse");
  }

  /// A guard is two steps, each taken back by what the other does (language.md, guard).
  void lowerGuard(const Declaration &declaration, const Position &position) {
    const auto guard = static_cast<uint32_t>(context_.plan.guards.size());
    context_.plan.guards.push_back(
        {std::string(declaration.name.text) + position.element,
         titleOf(declaration, position, std::string(declaration.name.text)), plan::none, plan::none, position.guard,
         operationsOf(declaration, syntax::Do::Kind::leave) != nullptr, context_.place(declaration.name.range)});
    const syntax::Do *enter = operationsOf(declaration, syntax::Do::Kind::enter);
    const syntax::Do *leave = operationsOf(declaration, syntax::Do::Kind::leave);
    if (enter == nullptr && leave == nullptr && !declaration.damaged)
      context_.diagnostics.report(diag::emptyGuard, declaration.name.range, declaration.name.text)
          .help("write `enter` and what begins it, `leave` and what ends it, or both");

    const uint32_t enterStep = addStep(declaration, plan::StepKind::guardEnter, ".enter", position);
    const uint32_t enterScope = addScope(lowering_, context_.plan.steps[enterStep].key, plan::none, enterStep);
    context_.plan.steps[enterStep].scope = enterScope;
    context_.plan.guards[guard].enter = enterStep;
    lowering_.stepsByKey[std::string(declaration.name.text) + position.element] = enterStep;
    Environment variables(position.variables);
    Frame frame{&lowering_.module, &variables, enterScope, enterStep, nullptr, nullptr, 0};
    lowerClauses(lowering_, frame, declaration, enter != nullptr ? &enter->what : nullptr);
    readWhen(declaration, enterStep, enterScope);
    std::vector<plan::Operation> leaving;
    const std::string name = std::string(declaration.name.text) + position.element;
    if (leave != nullptr) {
      leaving = lowerOperations(lowering_, frame, leave->what, name + ".leave/", Use::undo);
      plan::Inverse inverse;
      inverse.kind = plan::InverseKind::undo;
      inverse.place = context_.place(leave->what.range);
      inverse.operations = leafOperations(context_.plan, leaving, name + ".enter/undo/");
      context_.plan.scopes[enterScope].inverse = std::move(inverse);
    }
    finishStep(declaration, enterStep, position, leave == nullptr && enter != nullptr);

    Position inside = position;
    inside.variables = &variables;
    inside.guard = guard;
    lowerItems(declaration.items, inside);

    const uint32_t leaveStep = addStep(declaration, plan::StepKind::guardLeave, ".leave", position);
    const uint32_t leaveScope = addScope(lowering_, context_.plan.steps[leaveStep].key, plan::none, leaveStep);
    context_.plan.steps[leaveStep].scope = leaveScope;
    context_.plan.guards[guard].leave = leaveStep;
    // What leaves it is what undoes its enter, and the reverse.
    if (plan::Step &step = context_.plan.steps[leaveStep]; step.undoTakes)
      std::swap(step.takes, step.undoTakes);
    plan::Scope &left = context_.plan.scopes[leaveScope];
    plan::Scope &entered = context_.plan.scopes[enterScope];
    left.timeout = entered.timeout;
    left.undoTimeout = entered.undoTimeout;
    left.retries = entered.retries;
    left.retryPause = entered.retryPause;
    left.verify = std::move(entered.verify); // holds before the guard is left, in either direction
    entered.verify.clear();
    left.operations =
        leave != nullptr ? std::move(leaving) : inverseOperations(context_.plan, enterScope, name + ".leave/");
    left.inverse.place = entered.inverse.place;
    left.inverse.operations = leafOperations(context_.plan, entered.operations, name + ".leave/undo/");
    left.inverse.kind = left.inverse.operations.empty() ? plan::InverseKind::nothing : plan::InverseKind::undo;
    if (left.inverse.operations.empty())
      left.inverse.because = "nothing is done to enter it";
    finishStep(declaration, leaveStep, position, false);
  }

  void lowerGate(const Declaration &declaration, const Position &position) {
    const uint32_t index = addStep(declaration, plan::StepKind::gate, "", position);
    if (!declaration.title && !declaration.damaged)
      context_.diagnostics.report(diag::gateWithoutQuestion, declaration.name.range, declaration.name.text)
          .edit("ask it", {declaration.name.range.file, declaration.name.range.end, declaration.name.range.end},
                " \"Go on?\"", false);
    Environment variables(position.variables);
    const uint32_t scope = addScope(lowering_, context_.plan.steps[index].key, plan::none, index);
    const Frame frame{&lowering_.module, &variables, scope, index, nullptr, nullptr, 0};
    std::vector<syntax::Shell> texts;
    unsigned number = 0;
    for (const syntax::Clause &clause : declaration.clauses)
      if (const auto *require = std::get_if<syntax::Require>(&clause.what))
        collectShell(require->what.items, texts);
    bindVariables(lowering_, frame, texts);
    for (const syntax::Clause &clause : declaration.clauses)
      if (const auto *require = std::get_if<syntax::Require>(&clause.what)) {
        plan::Requirement requirement = lowerRequirement(
            lowering_, frame, *require, fmt::format("{}/require/{}.", context_.plan.steps[index].key, ++number));
        context_.plan.steps[index].requirements.push_back(std::move(requirement));
      }
    context_.plan.steps[index].reversibility = plan::Reversibility::nothing;
    lowering_.stepsByKey[context_.plan.steps[index].key] = index;
  }

  void lowerPhase(const Declaration &declaration, const Position &position) {
    const auto index = static_cast<uint32_t>(context_.plan.phases.size());
    plan::Phase phase;
    phase.key = std::string(declaration.name.text) + position.element;
    phase.title = titleOf(declaration, position, phase.key);
    phase.place = context_.place(declaration.name.range);
    if (const auto *owner = people(declaration, syntax::People::Kind::owner))
      phase.owner = ownerNamed(context_, lowering_.module, owner->who);
    if (const auto *deputy = people(declaration, syntax::People::Kind::deputy))
      phase.deputy = ownerNamed(context_, lowering_.module, deputy->who);
    if (const auto *accepted = people(declaration, syntax::People::Kind::acceptedBy))
      phase.acceptedBy = ownerNamed(context_, lowering_.module, accepted->who);
    if (const auto *window = clauseOf<syntax::WindowClause>(declaration))
      phase.window = readWindow(context_, *window, context_.plan.window.zone);
    phase.firstStep = static_cast<uint32_t>(context_.plan.steps.size());
    context_.plan.phases.push_back(std::move(phase));
    Position inside = position;
    inside.phase = index;
    inside.phaseDeclaration = &declaration;
    lowerItems(declaration.items, inside);
    context_.plan.phases[index].endStep = static_cast<uint32_t>(context_.plan.steps.size());
  }
};

class StepNames {
public:
  explicit StepNames(Lowering &lowering) : lowering_(lowering) {}

  void declare(std::span<const Declaration *const> items, bool repeated) {
    for (const Declaration *item : items) {
      if (item->kind != Kind::step && item->kind != Kind::guard && item->kind != Kind::gate &&
          item->kind != Kind::phase && item->kind != Kind::parallel)
        continue;
      const bool isRepeated = repeated || item->each != nullptr;
      if (item->name.present())
        add(*item, isRepeated);
      declare(item->items, isRepeated);
    }
  }

private:
  Lowering &lowering_;
  uint32_t order_ = 0;

  void add(const Declaration &item, bool repeated) {
    const auto [known, added] =
        lowering_.declaredSteps.emplace(item.name.text, DeclaredStep{&item, order_++, repeated});
    if (!added)
      lowering_.context.diagnostics
          .report(diag::nameTwice, item.name.range, syntax::keyword(known->second.declaration->kind), item.name.text)
          .label(known->second.declaration->name.range, "the first one")
          .help("give one of them another name: a backout, a message and a report name steps");
  }
};

/// Events of steps that one `for` made fire at the last of them.
void markLast(plan::Plan &plan) {
  // A guard's two steps have one name: each is the last of its own kind.
  std::unordered_map<std::string_view, plan::Step *> last;
  std::unordered_map<std::string_view, plan::Step *> lastLeave;
  for (plan::Step &step : plan.steps) {
    plan::Step *&known = (step.kind == plan::StepKind::guardLeave ? lastLeave : last)[step.name];
    if (known != nullptr)
      known->lastOfName = false;
    known = &step;
  }
}

} // namespace

void declareSteps(Lowering &lowering) {
  StepNames(lowering).declare(lowering.change->items, false);
  for (const auto &[name, step] : lowering.declaredSteps)
    lowering.stepNames.push_back(name);
  std::sort(lowering.stepNames.begin(), lowering.stepNames.end());
}

void lowerSteps(Lowering &lowering) {
  StepLowering(lowering).run();
  markLast(lowering.context.plan);
}

StepValueLookup stepValueLookup(Lowering &lowering) {
  return [&lowering](std::string_view step, std::string_view name, Range range) -> std::optional<uint32_t> {
    Context &context = lowering.context;
    const auto known = lowering.stepsByKey.find(std::string(step));
    if (known == lowering.stepsByKey.end()) {
      const auto declared = lowering.declaredSteps.find(step.substr(0, step.find('[')));
      if (declared != lowering.declaredSteps.end()) {
        context.diagnostics.report(diag::rememberedLater, range, name, step)
            .label(declared->second.declaration->name.range,
                   declared->second.repeated ? "made once for each element: write STEP[ELEMENT]" : "it comes later");
        return std::nullopt;
      }
      if (context.namesIncomplete || context.diagnostics.isFull())
        return std::nullopt;
      auto builder = context.diagnostics.report(diag::unknownPlaceholder, range, fmt::format("{}.{}", step, name));
      std::vector<std::string_view> names;
      for (const auto &[fact, value] : lowering.facts)
        names.push_back(fact);
      if (const auto meant = closest(fmt::format("{}.{}", step, name), names)) {
        builder.help(fmt::format("did you mean `{}`?", *meant));
        return std::nullopt;
      }
      if (const auto meant = closest(step, lowering.stepNames))
        builder.help(fmt::format("did you mean `{}.{}`?", *meant, name));
      else
        builder.note(fmt::format("there is no step '{}'", step));
      return std::nullopt;
    }
    const plan::Step &found = context.plan.steps[known->second];
    std::vector<std::string_view> names;
    if (found.scope != plan::none)
      for (const uint32_t index : context.plan.scopes[found.scope].remembers) {
        const plan::RememberedValue &value = context.plan.values[index];
        if (value.name == name) {
          if (!value.secret)
            return index;
          context.diagnostics.report(diag::secretShown, range, name).help("a secret is private to its step");
          return std::nullopt;
        }
        names.push_back(value.name);
      }
    if (lowering.declaredSteps.at(found.name).declaration->damaged)
      return std::nullopt;
    auto builder = context.diagnostics.report(diag::notRemembered, range, step, name);
    if (const auto meant = closest(name, names))
      builder.help(fmt::format("did you mean `{}.{}`?", step, *meant));
    else
      builder.help(fmt::format("write `remember {} = `...`` in the step", name));
    return std::nullopt;
  };
}

} // namespace changec::sema
