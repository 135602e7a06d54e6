#include "compare/Wording.h"

#include "plan/Time.h"
#include "source/LineDiff.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <unordered_map>

namespace changec::compare {
namespace {

struct AreaWords {
  std::string_view heading;
  std::string_view one;
  std::string_view several;
};

constexpr std::array<AreaWords, areaCount> words = {{
    {"Change", "field", "fields"},
    {"Phases", "phase", "phases"},
    {"Steps", "step", "steps"},
    {"Checks", "list of checks", "lists of checks"},
    {"Messages", "message", "messages"},
    {"People", "contact", "contacts"},
    {"Channels", "channel", "channels"},
    {"Parameters", "parameter", "parameters"},
    {"Secrets", "secret", "secrets"},
    {"Policies", "policy", "policies"},
    {"Allowances", "allowance", "allowances"},
}};

const AreaWords &wordsOf(Area area) {
  return words[static_cast<size_t>(area)];
}

std::string counted(size_t count, std::string_view one, std::string_view several) {
  return fmt::format("{} {}", count, count == 1 ? one : several);
}

std::string_view baseOf(std::string_view name) {
  return name.substr(0, name.find('['));
}

bool sameDetails(const Difference &a, const Difference &b) {
  const auto said = [](const Difference &difference) {
    std::vector<const Detail *> details;
    for (const Detail &detail : difference.details)
      if (!isInHeading(difference, detail))
        details.push_back(&detail);
    return details;
  };
  const std::vector<const Detail *> ofA = said(a);
  const std::vector<const Detail *> ofB = said(b);
  return std::equal(ofA.begin(), ofA.end(), ofB.begin(), ofB.end(), [](const Detail *x, const Detail *y) {
    return x->what == y->what && x->before == y->before && x->after == y->after && x->within == y->within;
  });
}

bool alike(const Difference &a, const Difference &b) {
  return a.area == Area::step && b.area == Area::step && a.kind == b.kind && baseOf(a.name) == baseOf(b.name) &&
         baseOf(a.name) != a.name && a.was.empty() && b.was.empty() && !a.moved && !b.moved && sameDetails(a, b);
}

std::string afterWhat(const std::string &name) {
  return name.empty() ? "the first" : fmt::format("after '{}'", name);
}

/// `15m later (22:52, was 22:37)`
std::string shiftWords(plan::Duration shift, const std::string &was, const std::string &is) {
  return fmt::format("{} {} ({}, was {})", plan::showDuration(std::abs(shift)), shift > 0 ? "later" : "earlier", is,
                     was);
}

std::optional<plan::Duration> turnShift(const TimeShift &shift) {
  return shift.turnBefore && shift.turnAfter ? std::optional(*shift.turnAfter - *shift.turnBefore) : std::nullopt;
}

bool sameShift(const TimeShift &a, const TimeShift &b) {
  return a.startAfter - a.startBefore == b.startAfter - b.startBefore && turnShift(a) == turnShift(b) &&
         a.turnBefore.has_value() == b.turnBefore.has_value() && a.turnAfter.has_value() == b.turnAfter.has_value();
}

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

} // namespace

std::string_view headingOf(Area area) {
  return wordsOf(area).heading;
}

std::string summaryOf(const Comparison &comparison) {
  struct Counts {
    std::array<size_t, 3> byKind{};
  };
  std::array<Counts, areaCount> counts;
  for (const Difference &difference : comparison.differences)
    counts[static_cast<size_t>(difference.area)].byKind[static_cast<size_t>(difference.kind)] +=
        difference.area == Area::change ? difference.details.size() : 1;
  std::vector<std::string> parts;
  for (size_t area = 0; area < areaCount; ++area) {
    std::string part;
    for (const Kind kind : {Kind::added, Kind::dropped, Kind::changed}) {
      const size_t count = counts[area].byKind[static_cast<size_t>(kind)];
      if (count == 0)
        continue;
      const std::string number =
          part.empty() ? counted(count, words[area].one, words[area].several) : fmt::format("{}", count);
      part += fmt::format("{}{} {}", part.empty() ? "" : ", ", number, nameOf(kind));
    }
    if (!part.empty())
      parts.push_back(std::move(part));
  }
  if (parts.empty())
    return comparison.shifts.empty() ? "nothing differs" : "only times differ";
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::vector<std::string> concernsOf(const Comparison &comparison) {
  std::vector<std::string> lines;
  for (const Difference &difference : comparison.differences)
    for (const Detail &detail : difference.details) {
      if (!detail.lessSafe)
        continue;
      const std::string name = difference.area == Area::change ? "" : difference.name + ": ";
      const auto firstLine = [](const std::string &text) { return text.substr(0, text.find('\n')); };
      lines.push_back(detail.after.empty() ? fmt::format("{}'{}' is gone", name, labelOf(detail))
                                           : fmt::format("{}{} is {}, was {}", name, labelOf(detail),
                                                         firstLine(detail.after), firstLine(detail.before)));
    }
  return lines;
}

std::vector<Group> groupsOf(const Comparison &comparison, Area area) {
  std::vector<Group> groups;
  for (const Difference &difference : comparison.differences) {
    if (difference.area != area)
      continue;
    if (groups.empty() || !alike(*groups.back().last, difference))
      groups.push_back({&difference, &difference, 1});
    else
      groups.back() = {groups.back().first, &difference, groups.back().count + 1};
  }
  return groups;
}

std::string nameOf(const Group &group) {
  return group.count == 1 ? group.first->name
                          : fmt::format("{} to {} ({} steps)", group.first->name, group.last->name, group.count);
}

bool isInHeading(const Difference &difference, const Detail &detail) {
  if (difference.kind == Kind::changed)
    return false;
  return detail.what == "title" || (difference.area == Area::message && (detail.what == "when" || detail.what == "to"));
}

std::string labelOf(const Detail &detail) {
  return detail.within.empty() ? detail.what : fmt::format("{}: {}", detail.within, detail.what);
}

std::string placeOf(const Difference &difference) {
  std::vector<std::string> parts;
  if (!difference.was.empty())
    parts.push_back(fmt::format("renamed from '{}'", difference.was));
  if (difference.moved)
    parts.push_back(
        fmt::format("moved: {}, was {}", afterWhat(difference.afterNow), afterWhat(difference.afterBefore)));
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::vector<ShiftRow> shiftRowsOf(const Comparison &comparison) {
  const plan::Moments before(comparison.before.window);
  const plan::Moments after(comparison.after.window);
  std::vector<ShiftRow> rows;
  const std::vector<TimeShift> &shifts = comparison.shifts;
  for (size_t first = 0; first < shifts.size();) {
    size_t end = first + 1;
    while (end < shifts.size() && sameShift(shifts[first], shifts[end]))
      ++end;
    const TimeShift &shift = shifts[first];
    std::vector<std::string> parts;
    if (const plan::Duration start = shift.startAfter - shift.startBefore; start != 0)
      parts.push_back(
          fmt::format("planned {}", shiftWords(start, before.show(shift.startBefore), after.show(shift.startAfter))));
    if (const auto turn = turnShift(shift); turn && *turn != 0)
      parts.push_back(fmt::format("turned round by {}",
                                  shiftWords(*turn, before.show(*shift.turnBefore), after.show(*shift.turnAfter))));
    const size_t count = end - first;
    if (!parts.empty())
      rows.push_back(
          {count == 1 ? shift.step : fmt::format("{} to {} ({} steps)", shift.step, shifts[end - 1].step, count),
           fmt::format("{}", fmt::join(parts, ", "))});
    first = end;
  }
  return rows;
}

bool isOneLine(std::string_view text) {
  return text.find('\n') == std::string_view::npos;
}

std::vector<LineChange> lineChanges(std::string_view before, std::string_view after) {
  const std::vector<std::string_view> old = linesOf(before);
  const std::vector<std::string_view> present = linesOf(after);
  std::unordered_map<std::string_view, uint32_t> numbers;
  const auto numbered = [&](const std::vector<std::string_view> &lines) {
    std::vector<uint32_t> ids;
    ids.reserve(lines.size());
    for (const std::string_view line : lines)
      ids.push_back(numbers.try_emplace(line, static_cast<uint32_t>(numbers.size())).first->second);
    return ids;
  };
  const std::vector<uint32_t> oldIds = numbered(old);
  const std::vector<uint32_t> presentIds = numbered(present);
  std::vector<CommonRun> runs = commonRuns(oldIds, presentIds);
  runs.push_back({old.size(), present.size(), 0});

  constexpr size_t around = 2;
  std::vector<LineChange> changes;
  size_t a = 0;
  size_t b = 0;
  for (const CommonRun &run : runs) {
    for (; a < run.a; ++a)
      changes.push_back({'-', old[a]});
    for (; b < run.b; ++b)
      changes.push_back({'+', present[b]});
    const size_t head = changes.empty() ? 0 : std::min(around, run.length);
    const bool isLast = run.a + run.length == old.size() && run.b + run.length == present.size();
    const size_t tail = isLast ? 0 : std::min(around, run.length - head);
    for (size_t line = 0; line < run.length; ++line)
      if (line < head || line >= run.length - tail)
        changes.push_back({' ', old[run.a + line]});
      else if (line == head)
        changes.push_back({' ', "..."});
    a = run.a + run.length;
    b = run.b + run.length;
  }
  return changes;
}

} // namespace changec::compare
