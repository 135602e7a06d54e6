// A diagnostic in words alone, where the source is shown by another program.
#pragma once

#include "diagnostics/Diagnostics.h"

#include <string>

namespace changec {

/// The message; then what stands under the place, notes, and help, a line each. No newline at the end. Nothing in it
/// that a terminal would obey.
std::string plainText(const Diagnostic &diagnostic);

} // namespace changec
