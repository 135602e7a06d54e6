// Scopes and operations: the clauses of a step or an action, as they will run. Private to this library.
#pragma once

#include "sema/Lowering.h"

#include <span>

namespace changec::sema {

/// How deep actions may call actions.
inline constexpr unsigned deepestCall = 16;

/// How many calls of actions a step may come to, through every level.
inline constexpr unsigned mostCalls = 1000;

/// What operations are for; it decides what is allowed among them.
enum class Use : uint8_t { doing, undo, look };

/// Adds an empty scope to the Plan, and gives its index.
uint32_t addScope(Lowering &lowering, std::string key, uint32_t parent, uint32_t step);

/// Fills `frame.scope` from the clauses of a step's or action's declaration: everything but owners and times of a step.
/// `main` are the operations of `do` (of a guard's enter: those of `enter`).
void lowerClauses(Lowering &lowering, Frame &frame, const syntax::Declaration &declaration,
                  const syntax::Operations *main);

/// Lowers operations; `prefix` begins their keys (`backup/`, `backup/undo/`).
std::vector<plan::Operation> lowerOperations(Lowering &lowering, const Frame &frame,
                                             const syntax::Operations &operations, const std::string &prefix, Use use);

plan::Requirement lowerRequirement(Lowering &lowering, const Frame &frame, const syntax::Require &require,
                                   const std::string &prefix);

/// Calls.cpp: an action's call becomes a scope with the action's clauses; none after a report.
uint32_t lowerCall(Lowering &lowering, const Frame &frame, const syntax::Reference &reference,
                   const syntax::Declaration &action, const Module &module, const std::string &key);

/// CheckLists.cpp: the Plan's list for a declaration, made at first use.
uint32_t checkListOf(Lowering &lowering, const Module &module, const syntax::Declaration &declaration);

/// Effects.cpp: what a clause declares of resources; nothing after a report, and for other clauses.
std::optional<plan::Effect> lowerEffect(Lowering &lowering, const Frame &frame, const syntax::Clause &clause);

/// ShellNames.cpp: binds the variables that a scope's shell text names, and reports a name that is nearly one of them.
void bindVariables(Lowering &lowering, const Frame &frame, std::span<const syntax::Shell> texts);

/// ShellNames.cpp: reports a secret that shell text names whose output is kept.
void refuseSecrets(Lowering &lowering, const Frame &frame, const syntax::Shell &shell);

/// Every shell text that stands in operations.
void collectShell(std::span<const syntax::Operation> operations, std::vector<syntax::Shell> &texts);

} // namespace changec::sema
