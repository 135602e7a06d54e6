// What a piece of rendered text is for, and the terminal's escape sequences for it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace changec {

enum class Ink { plain, strong, error, warning, primary, gutter, secondary, help, added, removed };

/// The address of a line (from 1) of a file by its name; empty where it has none.
using LinkTo = std::function<std::string(std::string_view file, unsigned line)>;

/// Appends `text` as a link to an address (OSC 8 of terminals); as it is, where the address is empty.
void link(std::string &out, std::string_view address, std::string_view text);

/// Appends `text` in an ink, with escape sequences (ECMA-48, 8.3.117) where `colour` says so.
void paint(std::string &out, Ink ink, std::string_view text, bool colour);

} // namespace changec
