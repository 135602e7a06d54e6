// Hosts: resolved here; running on them is reserved. Private to this library.
#pragma once

#include "sema/Context.h"

namespace changec::sema {

/// Resolves the members of `hosts` and the targets of `on`.
void resolveHosts(Context &context);

} // namespace changec::sema
