// Whether a text is JSON.
#pragma once

#include <string>
#include <string_view>

namespace changec::fuzz {

/// What is wrong with a text that should be one JSON value (RFC 8259); empty where nothing is.
std::string flawOfJson(std::string_view text);

} // namespace changec::fuzz
