// Policies and allowances: resolved here. Private to this library.
#pragma once

#include "sema/Context.h"

namespace changec::sema {

/// Resolves what policies and `allow` clauses name; the allowances of the plan's files go into the Plan.
void resolvePolicies(Context &context);

} // namespace changec::sema
