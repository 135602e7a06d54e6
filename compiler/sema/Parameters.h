// Parameters and secrets of the plan, and where their values come from. Private to this library.
#pragma once

#include "sema/Lowering.h"

#include <optional>

namespace changec::sema {

/// Fills the Plan's parameters and secrets, and the environment that the plan's own texts see.
void lowerParameters(Lowering &lowering);

/// A secret as it is declared; nothing, after a report, where its name cannot be a variable.
std::optional<plan::Secret> readSecret(Context &context, const syntax::Declaration &declaration);

/// Reports a name that cannot become a shell variable; `what` is a parameter, a remembered value.
bool checkVariableName(Context &context, const syntax::Name &name, std::string_view what);

} // namespace changec::sema
