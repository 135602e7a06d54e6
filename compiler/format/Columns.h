// Where the cells of neighbouring lines stand below each other. Private to this library.
#pragma once

#include "format/Layout.h"

#include <vector>

namespace changec::format {

/// The columns, from the line's indentation, at which the second and later cells of a group's lines stand.
using Stops = std::vector<unsigned>;

struct Columns {
  std::vector<Stops> groups;
  std::vector<uint32_t> groupOf; ///< Of each line; UINT32_MAX for one that is not aligned.
};

/// Lines of one kind and depth are a group until a blank line or a line of another kind. A cell that is much longer
/// than the shortest of its column sticks out, and does not move the others.
Columns alignLines(const Layout &layout);

} // namespace changec::format
