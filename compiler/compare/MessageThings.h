// Who is told what and when, as things to be compared.
#pragma once

#include "compare/Thing.h"

#include <vector>

namespace changec::compare {

/// One for each message to one recipient, named by when and to whom: `When the backout begins, to Service Desk`.
/// `renames`: what names these steps is said by their new names.
std::vector<Thing> messageThings(const plan::Plan &plan, const Renames &renames);

} // namespace changec::compare
