#include "diagnostics/Standards.h"

#include <algorithm>
#include <tuple>

namespace changec {
namespace {

bool contains(Range outer, Range inner) {
  return outer.file == inner.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

bool startsBefore(Range a, Range b) {
  // Of two that begin at one place the outer one comes first.
  return std::tuple(a.file, a.begin, b.end) < std::tuple(b.file, b.begin, a.end);
}

} // namespace

std::optional<Wish> LevelWishes::of(const DiagnosticKind &kind) const {
  const auto rule = std::find_if(rules.rbegin(), rules.rend(), [&](const Rule &each) { return each.kind == &kind; });
  return rule == rules.rend() ? std::nullopt : std::optional(rule->wish);
}

Allowances::Allowances(std::vector<AllowedRange> ranges) {
  for (size_t i = 0; i < ranges.size(); ++i)
    byKind_[ranges[i].kind].push_back({ranges[i], i, std::nullopt});
  for (auto &[kind, entries] : byKind_) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry &a, const Entry &b) { return startsBefore(a.allowed.where, b.allowed.where); });
    std::optional<size_t> open;
    for (size_t i = 0; i < entries.size(); ++i) {
      while (open && !contains(entries[*open].allowed.where, entries[i].allowed.where))
        open = entries[*open].outer;
      entries[i].outer = open;
      open = i;
    }
  }
}

std::optional<size_t> Allowances::find(const DiagnosticKind &kind, Range place) const {
  const auto found = byKind_.find(&kind);
  if (found == byKind_.end())
    return std::nullopt;
  const std::vector<Entry> &entries = found->second;
  const auto after = std::upper_bound(entries.begin(), entries.end(), place, [](Range where, const Entry &entry) {
    return std::tuple(where.file, where.begin) < std::tuple(entry.allowed.where.file, entry.allowed.where.begin);
  });
  std::optional<size_t> at;
  if (after != entries.begin())
    at = static_cast<size_t>(after - entries.begin()) - 1;
  while (at && !contains(entries[*at].allowed.where, place))
    at = entries[*at].outer;
  return at ? std::optional(entries[*at].index) : std::nullopt;
}

} // namespace changec
