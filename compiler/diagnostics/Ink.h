// What a piece of rendered text is for, and the terminal's escape sequences for it.
#pragma once

#include <string>
#include <string_view>

namespace changec {

enum class Ink { plain, strong, error, warning, primary, gutter, secondary, help, added, removed };

/// Appends `text` in an ink, with escape sequences (ECMA-48, 8.3.117) where `colour` says so.
void paint(std::string &out, Ink ink, std::string_view text, bool colour);

} // namespace changec
