// Messages: who is told what, when, and by what. Private to this library.
#pragma once

#include "sema/Lowering.h"

namespace changec::sema {

/// Fills the Plan's messages from the `communicate` blocks of the change.
void lowerMessages(Lowering &lowering);

} // namespace changec::sema
