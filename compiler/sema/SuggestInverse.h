// What a missing inverse of raw shell could be, as edits for a person to judge. Private to this library.
#pragma once

#include "sema/Lowering.h"

namespace changec::sema {

/// Adds to a report that `operation`, shell in a step's `do`, has no inverse. `alone`: it is all that lacks one.
/// Nothing is certain of what is suggested: what was there before, and what else the command touches, only a person
/// knows.
void suggestInverse(DiagnosticBuilder &builder, const Lowering &lowering, const syntax::Declaration &step,
                    const syntax::Operation &operation, bool alone);

} // namespace changec::sema
