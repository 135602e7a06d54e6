// Policies and allowances: what they name, and what they make of the levels of diagnostics. Private to this library.
#pragma once

#include "sema/Context.h"

namespace changec::sema {

/// Resolves what policies and `allow` clauses name.
void resolvePolicies(Context &context);

/// Puts the policies and allowances that apply to the plan into it, and has what is reported from here on judged by
/// them. The plan's risk and impact must be known.
void judgeByPolicies(Context &context);

/// Reports the plan's own `allow` clauses that allow nothing. All else must have been judged.
void checkAllowances(Context &context);

} // namespace changec::sema
