// "Did you mean": the known word that a misspelt one most likely stands for.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace changec {

/// The candidate closest to `word`: at most one slip (a letter added, left out, changed, or swapped with its
/// neighbour) for every three letters, case apart. Of several as close, the first. Nothing if none is close.
std::optional<std::string_view> closest(std::string_view word, std::span<const std::string_view> candidates);

} // namespace changec
