// The state of the passes that make steps, scopes and operations of the Plan. Private to this library.
#pragma once

#include "sema/Context.h"
#include "sema/Environment.h"
#include "sema/Texts.h"

#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace changec::sema {

/// A step, guard or gate as declared.
struct DeclaredStep {
  const syntax::Declaration *declaration = nullptr;
  uint32_t order = 0;    ///< Among all of the plan, in order of writing.
  bool repeated = false; ///< It, or a block around it, has `for`.
};

/// Where a message of the Plan is written.
struct WrittenMessage {
  const syntax::Message *message = nullptr;
  const syntax::Name *recipient = nullptr;
  Range when; ///< Its event, of several; else all of WHEN, or of the message.
};

struct Lowering {
  explicit Lowering(Context &shared, Module &plan) : context(shared), module(plan) {}

  Context &context;
  Module &module; ///< Of the plan's own file.
  const syntax::Declaration *change = nullptr;
  Environment parameters; ///< Parameters and secrets of the plan.
  std::vector<std::pair<std::string, std::string>> facts;
  StepValueLookup stepValues;
  bool riskUnknown = false;   ///< What is written is none: nothing is demanded that depends on it.
  bool windowMissing = false; ///< And that has been reported.

  std::unordered_map<std::string_view, DeclaredStep> declaredSteps;
  std::vector<std::string_view> stepNames;              ///< Theirs, in alphabetical order.
  std::unordered_map<std::string, uint32_t> stepsByKey; ///< Those lowered so far.
  std::unordered_map<const syntax::Declaration *, uint32_t> checkLists;
  uint32_t lastIrreversible = plan::none; ///< The latest irreversible step lowered so far.
  /// How many more calls the step that is being lowered may come to. Of a plan with one that comes to more, no more
  /// are.
  unsigned callsLeft = 0;
  bool callsExhausted = false;
  std::unordered_set<const syntax::Declaration *> callingThemselves; ///< Actions of cycles that were reported.
  std::vector<WrittenMessage> writtenMessages;                       ///< The Plan's messages, in their order.
  bool messagesIncomplete = false; ///< Some could not be read: nothing is to be said of who is not told.
  uint32_t planScope = plan::none; ///< Sees the plan's parameters; for checks, and what belongs to no step.

  /// Names for strings in the plan's own declarations.
  [[nodiscard]] TextNames textNames(const Environment &variables) const {
    return {&variables, &stepValues, &facts, false, true};
  }
};

/// Where operations are lowered: a step, or an action that it calls.
struct Frame {
  const Module *module = nullptr; ///< Where the text stands.
  Environment *variables = nullptr;
  uint32_t scope = plan::none;
  uint32_t step = plan::none;
  const Frame *caller = nullptr;
  const syntax::Declaration *action = nullptr; ///< Being called; null in a step.
  unsigned depth = 0;
  Range call = {}; ///< In a call: where the plan's own text makes it.
};

} // namespace changec::sema
