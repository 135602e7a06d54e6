// The clauses of the change itself: manager, risk, impact, window, record. Private to this library.
#pragma once

#include "sema/Lowering.h"

namespace changec::sema {

/// Fills the Plan's header, and the facts that texts can name (`${change.id}`).
void lowerHeader(Lowering &lowering);

/// What must hold before and after the change: `require`, `verify`, `verify undo`.
void lowerPlanChecks(Lowering &lowering);

} // namespace changec::sema
