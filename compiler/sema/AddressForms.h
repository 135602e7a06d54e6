// What an address of a built-in channel looks like. Private to this library.
#pragma once

#include <string_view>

namespace changec::sema {

/// What is wrong with an address for a channel, for a person; empty where nothing is. Of declared channels all is
/// right.
std::string_view addressFlaw(std::string_view channel, std::string_view address);

} // namespace changec::sema
