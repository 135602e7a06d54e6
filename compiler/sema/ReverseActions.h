// Actions that would take back what another action does. Private to this library.
#pragma once

#include "sema/Lowering.h"

#include <string>
#include <vector>

namespace changec::sema {

/// Calls, as the plan's own file would write them, of actions whose declared effect is the reverse of the effect of the
/// action that `call` calls: `service.launch("web")` for `service.halt("web")`. In order of name. None where the call
/// is wrong, or where a value that such an action wants is not one of the call's.
std::vector<std::string> reverseCalls(const Context &context, const Module &plan, const syntax::Reference &call);

} // namespace changec::sema
