// What the outputs for people say of a comparison, whatever they look like.
#pragma once

#include "compare/Comparison.h"

#include <string>
#include <string_view>
#include <vector>

namespace changec::compare {

/// `Steps`: the heading above the differences of an area.
std::string_view headingOf(Area area);

/// `2 steps changed, 1 added; 1 message dropped`; `nothing differs`.
std::string summaryOf(const Comparison &comparison);

/// What a reviewer should not miss, a line each: ways back that are less sure, checks that are gone.
std::vector<std::string> concernsOf(const Comparison &comparison);

/// Neighbours that differ in the same way, as the steps of a `for` do: shown once.
struct Group {
  const Difference *first = nullptr;
  const Difference *last = nullptr;
  size_t count = 0;
};
/// All differences of an area, in order.
std::vector<Group> groupsOf(const Comparison &comparison, Area area);

/// `migrate`, `upgrade[web1] to upgrade[web9] (9 steps)`.
std::string nameOf(const Group &group);
/// Whether the heading of a difference says this detail already.
bool isInHeading(const Difference &difference, const Detail &detail);
/// `owner`, `files.copy: do`.
std::string labelOf(const Detail &detail);
/// `renamed from 'a'`, `moved: after 'b', was the first`; empty for what is neither.
std::string placeOf(const Difference &difference);

/// Steps in a row that are planned and to be turned round by as much earlier or later.
struct ShiftRow {
  std::string steps; ///< `go to closed.leave (3 steps)`
  std::string shift; ///< `planned 15m later (22:52, was 22:37), turned round by 15m earlier (00:57, was 01:12)`
};
std::vector<ShiftRow> shiftRowsOf(const Comparison &comparison);

bool isOneLine(std::string_view text);

/// A line of two texts set against each other.
struct LineChange {
  char sign = ' '; ///< `-`, `+`, or a blank for a line that both have.
  std::string_view line;
};
/// The lines of both texts, of which those far from any change are left out: `...` stands for them. Views into the
/// texts.
std::vector<LineChange> lineChanges(std::string_view before, std::string_view after);

} // namespace changec::compare
