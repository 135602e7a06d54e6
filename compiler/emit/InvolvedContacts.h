// Whom a plan concerns, of all the contacts that its files declare.
#pragma once

#include "plan/Plan.h"

#include <string_view>
#include <vector>

namespace changec::emit {

/// Contacts that own, stand in, accept, decide, tell or are told, with the leads and members of their teams; in the
/// plan's order. A plan may import everybody's numbers, and the page should hold those that the night needs.
std::vector<uint32_t> involvedContacts(const plan::Plan &plan);

/// The channels by which any of these contacts has an address: phone and email first, then as they are declared.
std::vector<std::string_view> channelsOf(const plan::Plan &plan, const std::vector<uint32_t> &contacts);

} // namespace changec::emit
