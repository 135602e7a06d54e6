// Irreversible steps and what comes after them. Private to this library.
#pragma once

#include "sema/Context.h"

namespace changec::sema {

/// Warns of an irreversible step that is followed by steps which can be taken back: what can be undone comes first,
/// then the step from which there is no return, then what can only go forward (Garcia-Molina and Salem, Sagas, 1987,
/// and its later use with a pivot). Needs the steps' reversibility.
void checkPivots(Context &context);

} // namespace changec::sema
