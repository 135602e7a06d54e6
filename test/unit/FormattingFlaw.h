// What formatting must not do to a file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace changec::unit {

/// Formats a text, and compares what the compiler makes of it before and after: the plan without its places, or what is
/// said of it. Formatting what is formatted must change nothing. What is wrong; empty where nothing is; nothing where
/// the text is no file of the language and is left alone.
std::optional<std::string> formattingFlaw(std::string_view name, std::string_view text);

} // namespace changec::unit
