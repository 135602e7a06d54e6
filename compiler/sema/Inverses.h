// Inverses: every step has one, and it can be reached (language.md, 2). Private to this library.
#pragma once

#include "sema/Scopes.h"

namespace changec::sema {

/// The inverse that a declaration's clauses write down; `ofOperations` where they write none.
plan::Inverse lowerInverse(Lowering &lowering, const Frame &frame, const syntax::Declaration &declaration);

/// Whether an operation needs no inverse, or brings one.
bool carriesInverse(const plan::Plan &plan, const plan::Operation &operation);
bool carriesInverse(const plan::Plan &plan, const plan::Scope &scope);

/// What takes the scope back, as operations that run in order: for a guard that is left by the inverse of its enter.
std::vector<plan::Operation> inverseOperations(const plan::Plan &plan, uint32_t scope, const std::string &prefix);

/// What the scope does, without calls: for a guard that is entered again.
std::vector<plan::Operation> leafOperations(const plan::Plan &plan, const std::vector<plan::Operation> &operations,
                                            const std::string &prefix);

/// Judges the inverse of a step that has been lowered, and finds the step that covers it.
void checkInverse(Lowering &lowering, uint32_t step, const syntax::Declaration &declaration, uint32_t acceptedBy);

/// A step's way back without a proof: what the form of its inverse says.
plan::Reversibility reversibilityOf(const plan::Plan &plan, const plan::Step &step);

} // namespace changec::sema
