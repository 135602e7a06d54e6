// The rules of time (language.md, 4): there is room for the change and for its backout, from every step. Private to
// this library.
#pragma once

#include "sema/Lowering.h"

namespace changec::sema {

/// Judges the timeline of the lowered plan. Of each window the first step that does not fit is reported, and by how
/// much.
void judgeTimes(Lowering &lowering);

} // namespace changec::sema
