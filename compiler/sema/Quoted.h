// A piece of a plan as a message quotes it: whatever its layout, on one line. Private to this library.
#pragma once

#include <string>
#include <string_view>

namespace changec::sema {

/// Source text of whole tokens without its comments, with one blank for any white space and none inside brackets, and
/// with the blanks after commas and colons that the language's style has. Strings and shell stay as they are.
std::string quoted(std::string_view source);

} // namespace changec::sema
