#include "diagnostics/Spelling.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace changec {
namespace {

// A longer word is no slip of the pen, and the table's rows stay on the stack.
constexpr size_t longestWord = 64;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

uint64_t lettersOf(std::string_view word) {
  uint64_t letters = 0;
  for (char c : word)
    letters |= uint64_t{1} << (static_cast<unsigned char>(lower(c)) & 63U);
  return letters;
}

/// Damerau-Levenshtein distance (optimal string alignment), or something above `bound` when it is above.
size_t distance(std::string_view a, std::string_view b, size_t bound) {
  std::array<size_t, longestWord + 1> beforeLast{};
  std::array<size_t, longestWord + 1> last{};
  std::array<size_t, longestWord + 1> row{};
  for (size_t j = 0; j <= b.size(); ++j)
    last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    size_t best = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
        row[j] = std::min(row[j], beforeLast[j - 2] + 1);
      best = std::min(best, row[j]);
    }
    if (best > bound)
      return best;
    std::swap(beforeLast, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

} // namespace

std::optional<std::string_view> closest(std::string_view word, std::span<const std::string_view> candidates) {
  if (word.empty() || word.size() > longestWord)
    return std::nullopt;
  const uint64_t letters = lettersOf(word);
  // A word of one letter is like any other letter.
  size_t bound = std::min(std::max<size_t>(word.size(), 3) / 3, word.size() - 1);
  std::optional<std::string_view> found;
  for (const std::string_view candidate : candidates) {
    const size_t lengthGap = std::max(word.size(), candidate.size()) - std::min(word.size(), candidate.size());
    if (candidate.size() > longestWord || lengthGap > bound)
      continue;
    // Most candidates share too few letters to be worth the table.
    if (static_cast<size_t>(std::popcount(letters & ~lettersOf(candidate))) > bound)
      continue;
    const size_t slips = distance(word, candidate, bound);
    if (slips > bound)
      continue;
    found = candidate;
    if (slips == 0)
      break;
    bound = slips - 1;
  }
  return found;
}

} // namespace changec
