// Units of the proof (docs/proof.md): what is done and taken back as one. Private to this library.
#pragma once

#include "plan/Plan.h"

#include <llvm/ADT/SmallVector.h>

#include <cstdint>
#include <vector>

namespace changec::sema {

/// How a unit is taken back, as far as the proof sees it.
enum class UnitInverse : uint8_t {
  own,          ///< An action's own undo, or what it keeps: it puts back what it saved.
  actions,      ///< Actions used as undo: `undoing` are their clauses, in order.
  believed,     ///< A step's own shell, or a person: nothing is known of it.
  nothing,      ///< `undo none`, or nothing was done.
  irreversible, ///< There is no way back.
  debt,         ///< An earlier step's undo covers it; of a guard's leave, its enter's.
  mirror,       ///< A guard's leave that is the inverse of its enter.
};

struct Unit {
  uint32_t step = plan::none;
  uint32_t scope = plan::none; ///< Whose requirements come before it.
  llvm::SmallVector<const plan::Effect *, 2> doing;
  UnitInverse inverse = UnitInverse::nothing;
  llvm::SmallVector<const plan::Effect *, 2> undoing;
  bool rawDo = false;   ///< Part of what it does is shell without declared effects.
  bool rawUndo = false; ///< Part of its undo is.
  bool manualUndo = false;
  plan::Place doPlace;          ///< In the plan's own text.
  plan::Place undoPlace;        ///< The same; the do's where nothing is written.
  std::vector<plan::Text> kept; ///< Paths that are kept and put back.
};

/// The units of a step, in the order in which they run. Gates have none. `guard` is the one that the step enters or
/// leaves; null for other steps.
std::vector<Unit> unitsOf(const plan::Plan &plan, const plan::Step &step, const plan::Guard *guard);

} // namespace changec::sema
