#include "compare/StepThings.h"

#include "compare/Phrases.h"
#include "emit/Beliefs.h"
#include "emit/PlanJsonNames.h"
#include "emit/Texts.h"
#include "plan/Time.h"

#include <fmt/format.h>

namespace changec::compare {
namespace {

using plan::Scope;
using plan::Step;
using plan::StepKind;

/// How sure a way back is, for `Facet::safety`.
int surenessOf(plan::Reversibility reversibility) {
  switch (reversibility) {
  case plan::Reversibility::proven:
  case plan::Reversibility::nothing: return 5;
  case plan::Reversibility::covered: return 4;
  case plan::Reversibility::stated: return 3;
  case plan::Reversibility::manual: return 2;
  case plan::Reversibility::irreversible: return 1;
  }
  return 0;
}

class StepThing {
public:
  /// `called`: the scopes of the actions that it calls, and that those call.
  StepThing(const plan::Plan &plan, const Renames &renames, uint32_t index, const std::vector<uint32_t> &called)
      : plan_(plan), step_(plan.steps[index]), called_(called), say_(plan, renames), names_(plan) {}

  Thing make() {
    thing_.name = step_.key;
    thing_.title = step_.title;
    who();
    if (step_.scope < plan_.scopes.size())
      ofScope(plan_.scopes[step_.scope], "");
    wayBack();
    when();
    likenesses();
    calls();
    return std::move(thing_);
  }

private:
  const plan::Plan &plan_;
  const Step &step_;
  const std::vector<uint32_t> &called_;
  Phrases say_;
  emit::PlanNames names_;
  Thing thing_;

  void who() {
    if (step_.title != step_.key)
      thing_.add("title", step_.title);
    thing_.add("comment", step_.doc);
    if (step_.kind == StepKind::gate)
      thing_.add("kind", "a gate");
    thing_.add("owner", say_.contact(step_.owner));
    thing_.add("deputy", say_.contact(step_.deputy));
    thing_.add("phase", std::string(names_.phase(step_.phase)));
    thing_.add("guard", guard());
    thing_.add("when", step_.when);
    thing_.add("require", say_.requirements(step_.requirements), isCheck);
  }

  /// By the name of the step that enters it, which may be a renamed one.
  [[nodiscard]] std::string guard() const {
    if (step_.guard >= plan_.guards.size())
      return {};
    const std::string enter = say_.step(plan_.guards[step_.guard].enter);
    return enter.substr(0, enter.rfind('.'));
  }

  void wayBack() {
    if (step_.kind == StepKind::gate)
      return;
    std::string words(emit::nameOf(step_.reversibility));
    for (const plan::Belief belief : emit::beliefsOf(step_))
      words += fmt::format("\nbelieved: {}", emit::reasonOf(belief));
    thing_.add("way back", std::move(words), surenessOf(step_.reversibility));
    if (!step_.loses.empty())
      thing_.add("loses", step_.losesAcceptedBy == plan::none
                              ? step_.loses
                              : fmt::format("{}, accepted by {}", step_.loses, say_.contact(step_.losesAcceptedBy)));
    if (step_.expires)
      thing_.add("undo expires",
                 fmt::format("{} after it, because {}", plan::showDuration(*step_.expires), step_.expiresBecause));
  }

  void when() {
    thing_.add("takes", Phrases::doAndUndo(step_.takes, step_.undoTakes));
    if (step_.confirmWithin)
      thing_.add("confirm within", plan::formatDuration(*step_.confirmWithin), isCheck);
  }

  /// What a scope says, the step's own or that of a call within it.
  void ofScope(const Scope &scope, const std::string &within) {
    const size_t first = thing_.facets.size();
    std::vector<std::string> lines;
    for (const uint32_t value : scope.remembers) {
      const plan::RememberedValue &remembered = plan_.values[value];
      lines.push_back(
          fmt::format("{}{} = `{}`", remembered.secret ? "secret " : "", remembered.name, remembered.shell));
    }
    addLines("remember", lines);
    for (const plan::Keep &keep : scope.keeps)
      lines.push_back(say_.text(keep.path));
    addLines("keep", lines, isCheck);
    for (const plan::Observe &observe : scope.observes)
      lines.push_back(fmt::format("`{}`", observe.shell));
    addLines("observe", lines, isCheck);
    for (const plan::Effect &effect : scope.effects)
      lines.push_back(say_.effect(effect));
    addLines("effects", lines);
    thing_.add("require", say_.requirements(scope.requirements), isCheck);
    thing_.add("do", say_.operations(scope.operations));
    const bool ofGuard = within.empty() && step_.kind != StepKind::step;
    if (!ofGuard && !scope.operations.empty())
      thing_.add("undo", say_.inverse(scope.inverse));
    thing_.add("verify", say_.operations(scope.verify), isCheck);
    thing_.add("verify undo", say_.operations(scope.verifyUndo), isCheck);
    thing_.add("timeout", Phrases::doAndUndo(scope.timeout, scope.undoTimeout));
    if (scope.retries != 0)
      thing_.add("retry", fmt::format("{} every {}", scope.retries, plan::formatDuration(scope.retryPause)));
    for (size_t facet = first; facet < thing_.facets.size(); ++facet)
      thing_.facets[facet].within = within;
  }

  void addLines(std::string_view what, std::vector<std::string> &lines, int safety = 0) {
    thing_.add(what, joined(lines), safety);
    lines.clear();
  }

  /// What the actions say that the step calls, and those that they call: a version of the library or of a shared file
  /// can change what a step does that reads the same.
  void calls() {
    std::unordered_map<std::string, unsigned> timesCalled;
    for (const uint32_t index : called_) {
      const Scope &scope = plan_.scopes[index];
      const unsigned times = ++timesCalled[scope.action];
      ofScope(scope, times == 1 ? scope.action : fmt::format("{}, call {}", scope.action, times));
    }
  }

  /// What a step does with how it is taken back knows it best, then what it does, then its title.
  void likenesses() {
    const std::string_view does = thing_.valueOf("do");
    const std::string element = step_.element.empty() ? "" : '[' + step_.element + ']';
    const std::string kind(emit::nameOf(step_.kind));
    if (does.empty()) {
      thing_.likeness = {"", ""};
    } else {
      thing_.likeness = {fmt::format("{}{}{}\n{}\n{}", kind, element, step_.title, does, thing_.valueOf("undo")),
                         fmt::format("{}{}{}", kind, element, does)};
    }
    thing_.likeness.push_back(step_.title == step_.key ? "" : fmt::format("{}{}{}", kind, element, step_.title));
  }
};

} // namespace

std::vector<Thing> stepThings(const plan::Plan &plan, const Renames &renames) {
  std::vector<std::vector<uint32_t>> called(plan.steps.size());
  for (uint32_t scope = 0; scope < plan.scopes.size(); ++scope)
    if (!plan.scopes[scope].action.empty() && plan.scopes[scope].step < called.size())
      called[plan.scopes[scope].step].push_back(scope);
  std::vector<Thing> things;
  things.reserve(plan.steps.size());
  for (uint32_t step = 0; step < plan.steps.size(); ++step)
    things.push_back(StepThing(plan, renames, step, called[step]).make());
  return things;
}

} // namespace changec::compare
