// Blanks that the author has still to fill in. Private to this library.
#pragma once

#include "sema/Context.h"

namespace changec::sema {

/// Reports each blank of the plan and of the files that it imports.
void reportBlanks(Context &context);

} // namespace changec::sema
