// What differs between two texts or sequences.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace changec {

/// Elements `[a, a + length)` of one sequence that are `[b, b + length)` of the other.
struct CommonRun {
  size_t a = 0;
  size_t b = 0;
  size_t length = 0;
};

/// What two sequences have in common, in order: a longest common subsequence (E. W. Myers, "An O(ND) Difference
/// Algorithm and Its Variations", 1986). Where they have little in common the middle counts as different: time and
/// memory stay bounded.
std::vector<CommonRun> commonRuns(std::span<const uint32_t> a, std::span<const uint32_t> b);

/// The lines that change, with three lines around them, as `diff -u` and `git apply` have it; empty for equal texts.
std::string unifiedDiff(std::string_view nameBefore, std::string_view nameAfter, std::string_view before,
                        std::string_view after);

} // namespace changec
