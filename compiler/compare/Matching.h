// Which thing of one version is which of the other.
#pragma once

#include "compare/Thing.h"

#include <cstdint>
#include <span>
#include <vector>

namespace changec::compare {

/// Indices of one thing in both versions; `plan::none` where a version does not have it.
struct Pair {
  uint32_t before = plan::none;
  uint32_t after = plan::none;
};

/// Pairs things of one name, then those left by their likenesses. In the order of the new version; what it no longer
/// has follows the thing that it followed. Linear in the number of things.
std::vector<Pair> match(std::span<const Thing> before, std::span<const Thing> after);

/// Of pairs in the order of the new version: those that have to move so that the old order becomes the new one, as few
/// as possible. A flag a pair.
std::vector<bool> moved(std::span<const Pair> pairs);

} // namespace changec::compare
