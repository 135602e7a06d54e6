#include "compare/Outputs.h"

#include "compare/Wording.h"
#include "diagnostics/Display.h"
#include "diagnostics/Ink.h"
#include "source/Utf8.h"

#include <fmt/format.h>

#include <algorithm>

namespace changec::compare {
namespace {

constexpr size_t labelWidth = 10;

size_t columnsOf(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !utf8::continues(c); }));
}

class ComparisonText {
public:
  ComparisonText(const Comparison &comparison, const TextStyle &style) : comparison_(comparison), style_(style) {}

  std::string write() {
    ink(Ink::strong, fmt::format("{}: {}", comparison_.after.id, comparison_.after.title));
    plain("\n");
    plain(summaryOf(comparison_) + '\n');
    for (const std::string &concern : concernsOf(comparison_)) {
      ink(Ink::warning, "less safe: ");
      plain(concern + '\n');
    }
    for (size_t area = 0; area < areaCount; ++area) {
      section(static_cast<Area>(area));
      if (static_cast<Area>(area) == Area::step)
        times();
    }
    return std::move(out_);
  }

private:
  const Comparison &comparison_;
  const TextStyle &style_;
  std::string out_;

  void ink(Ink ink, std::string_view text) { paint(out_, ink, printable(text), style_.colour); }
  void plain(std::string_view text) { out_ += printable(text); }

  void heading(std::string_view words) {
    plain("\n");
    ink(Ink::strong, words);
    plain("\n");
  }

  void section(Area area) {
    const std::vector<Group> groups = groupsOf(comparison_, area);
    if (groups.empty())
      return;
    heading(headingOf(area));
    for (const Group &group : groups)
      difference(group);
  }

  void times() {
    const std::vector<ShiftRow> rows = shiftRowsOf(comparison_);
    if (rows.empty())
      return;
    heading("Times");
    for (const ShiftRow &row : rows)
      plain(fmt::format("  {}: {}\n", row.steps, row.shift));
  }

  void difference(const Group &group) {
    const Difference &difference = *group.first;
    size_t indent = 2;
    if (difference.area != Area::change) {
      const bool changed = difference.kind == Kind::changed;
      ink(changed                          ? Ink::warning
          : difference.kind == Kind::added ? Ink::added
                                           : Ink::removed,
          changed                          ? "~ "
          : difference.kind == Kind::added ? "+ "
                                           : "- ");
      ink(Ink::strong, nameOf(group));
      if (!difference.title.empty() && difference.title != difference.name && group.count == 1)
        plain(": " + difference.title);
      plain("\n");
      indent = 4;
      if (const std::string place = placeOf(difference); !place.empty())
        plain(fmt::format("{:{}}{}\n", "", indent, place));
    }
    for (const Detail &detail : difference.details)
      if (!isInHeading(difference, detail))
        this->detail(difference.kind, detail, indent);
  }

  void detail(Kind kind, const Detail &detail, size_t indent) {
    const std::string label = labelOf(detail);
    plain(fmt::format("{:{}}{}", "", indent, label));
    const size_t column = indent + std::max(labelWidth, label.size()) + 1;
    const std::string gap(column - indent - label.size(), ' ');
    if (kind != Kind::changed) {
      plain(gap);
      lines(kind == Kind::added ? detail.after : detail.before, indent + labelWidth + 1);
      return;
    }
    const std::string before = detail.before.empty() ? "(none)" : detail.before;
    const std::string after = detail.after.empty() ? "(none)" : detail.after;
    constexpr size_t arrow = 4;
    if (isOneLine(before) && isOneLine(after) &&
        column + columnsOf(before) + arrow + columnsOf(after) <= style_.width) {
      plain(gap);
      ink(Ink::removed, before);
      plain(" -> ");
      ink(Ink::added, after);
      plain("\n");
      return;
    }
    plain("\n");
    for (const LineChange &change : lineChanges(detail.before, detail.after)) {
      const std::string line = fmt::format("{:{}}{} {}", "", indent + 2, change.sign, change.line);
      ink(change.sign == '-' ? Ink::removed : change.sign == '+' ? Ink::added : Ink::plain, line);
      plain("\n");
    }
  }

  /// The first line goes on where the label ends, the others stand below it.
  void lines(std::string_view text, size_t indent) {
    for (bool first = true; first || !text.empty(); first = false) {
      const size_t end = std::min(text.find('\n'), text.size());
      plain(fmt::format("{:{}}{}\n", "", first ? 0 : indent, text.substr(0, end)));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }
};

} // namespace

std::string comparisonText(const Comparison &comparison, const TextStyle &style) {
  return ComparisonText(comparison, style).write();
}

} // namespace changec::compare
