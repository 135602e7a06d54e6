// Declarations that the plan may not use: judged all the same, so that a library or a file of contacts can be checked
// by itself. Private to this library.
#pragma once

#include "sema/Lowering.h"

namespace changec::sema {

/// Judges every action and list of checks of the files that are not the library's, and every resource.
void checkDeclared(Lowering &lowering);

} // namespace changec::sema
