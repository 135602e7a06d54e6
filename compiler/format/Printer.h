// Lines to text. Private to this library.
#pragma once

#include "format/Columns.h"
#include "format/Layout.h"

#include <string>
#include <string_view>

namespace changec::format {

/// The text of the lines; `source` is what their pieces were cut from.
std::string print(std::string_view source, const Layout &layout, const Columns &columns);

} // namespace changec::format
