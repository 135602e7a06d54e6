// Steps that are taken back by themselves unless somebody confirms them (`confirm within`). Private to this library.
#pragma once

#include "sema/Lowering.h"

namespace changec::sema {

/// Judges `confirm within`: there has to be an undo of the step's own, and nobody may have to be there for it. Needs
/// the plan's steps and their reversibility.
void checkConfirmations(Lowering &lowering);

} // namespace changec::sema
