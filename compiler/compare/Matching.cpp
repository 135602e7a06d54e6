#include "compare/Matching.h"

#include <algorithm>
#include <deque>
#include <string_view>
#include <unordered_map>

namespace changec::compare {
namespace {

using plan::none;

/// The old and new indices of each other, `none` for what has no partner.
struct Partners {
  std::vector<uint32_t> ofBefore;
  std::vector<uint32_t> ofAfter;
};

/// Pairs what has the same key and no partner yet, in order.
template <typename KeyOf>
void pairByKey(std::span<const Thing> before, std::span<const Thing> after, const KeyOf &keyOf, Partners &partners) {
  std::unordered_map<std::string_view, std::deque<uint32_t>> waiting;
  for (uint32_t index = 0; index < before.size(); ++index)
    if (const std::string_view key = keyOf(before[index]); partners.ofBefore[index] == none && !key.empty())
      waiting[key].push_back(index);
  for (uint32_t index = 0; index < after.size(); ++index) {
    if (partners.ofAfter[index] != none)
      continue;
    const auto found = waiting.find(keyOf(after[index]));
    if (found == waiting.end() || found->second.empty())
      continue;
    partners.ofAfter[index] = found->second.front();
    partners.ofBefore[found->second.front()] = index;
    found->second.pop_front();
  }
}

size_t mostLikenesses(std::span<const Thing> things) {
  size_t most = 0;
  for (const Thing &thing : things)
    most = std::max(most, thing.likeness.size());
  return most;
}

} // namespace

std::vector<Pair> match(std::span<const Thing> before, std::span<const Thing> after) {
  Partners partners{std::vector<uint32_t>(before.size(), none), std::vector<uint32_t>(after.size(), none)};
  pairByKey(
      before, after, [](const Thing &thing) { return std::string_view(thing.name); }, partners);
  for (size_t level = 0; level < mostLikenesses(after); ++level)
    pairByKey(
        before, after,
        [level](const Thing &thing) {
          return level < thing.likeness.size() ? std::string_view(thing.likeness[level]) : std::string_view();
        },
        partners);

  std::vector<Pair> pairs;
  pairs.reserve(before.size() + after.size());
  const auto addDropped = [&](uint32_t from) {
    for (uint32_t index = from; index < before.size() && partners.ofBefore[index] == none; ++index)
      pairs.push_back({index, none});
  };
  addDropped(0);
  for (uint32_t index = 0; index < after.size(); ++index) {
    pairs.push_back({partners.ofAfter[index], index});
    if (partners.ofAfter[index] != none)
      addDropped(partners.ofAfter[index] + 1);
  }
  return pairs;
}

std::vector<bool> moved(std::span<const Pair> pairs) {
  // What stays is a longest rising sequence of old indices (patience sorting).
  std::vector<uint32_t> tops;                         // by pile: the pair on top
  std::vector<uint32_t> previous(pairs.size(), none); // the pair before it in a longest sequence that ends with it
  for (uint32_t index = 0; index < pairs.size(); ++index) {
    if (pairs[index].before == none || pairs[index].after == none)
      continue;
    const auto pile = std::lower_bound(tops.begin(), tops.end(), index,
                                       [&](uint32_t a, uint32_t b) { return pairs[a].before < pairs[b].before; });
    if (pile != tops.begin())
      previous[index] = *std::prev(pile);
    if (pile == tops.end())
      tops.push_back(index);
    else
      *pile = index;
  }
  std::vector<bool> flags(pairs.size());
  for (size_t index = 0; index < pairs.size(); ++index)
    flags[index] = pairs[index].before != none && pairs[index].after != none;
  for (uint32_t index = tops.empty() ? none : tops.back(); index != none; index = previous[index])
    flags[index] = false;
  return flags;
}

} // namespace changec::compare
