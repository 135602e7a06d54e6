// Imports: which files a plan is made of. Private to this library.
#pragma once

#include "sema/Context.h"

namespace changec::sema {

/// Parses the plan's file and all that it imports, each once, into `context.modules`. Gives the plan's module.
Module &loadModules(Context &context, FileId plan);

} // namespace changec::sema
