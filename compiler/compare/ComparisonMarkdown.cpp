#include "compare/Outputs.h"

#include "compare/Wording.h"
#include "emit/Markdown.h"
#include "emit/Texts.h"

#include <fmt/format.h>

#include <algorithm>

namespace changec::compare {
namespace {

using emit::markdownText;

/// More backquotes than the text has in a row, three at least.
std::string fenceFor(std::string_view text) {
  size_t longest = 2;
  size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  std::string fence(longest + 1, '`');
  return fence;
}

class ComparisonMarkdown {
public:
  explicit ComparisonMarkdown(const Comparison &comparison) : comparison_(comparison) {}

  std::string write() {
    out_ = fmt::format("## {}: {}\n\n{}\n", markdownText(comparison_.after.id), markdownText(comparison_.after.title),
                       summaryOf(comparison_));
    const std::vector<std::string> concerns = concernsOf(comparison_);
    if (!concerns.empty())
      out_ += '\n';
    for (const std::string &concern : concerns)
      out_ += fmt::format("- **less safe:** {}\n", markdownText(concern));
    for (size_t area = 0; area < areaCount; ++area) {
      section(static_cast<Area>(area));
      if (static_cast<Area>(area) == Area::step)
        times();
    }
    return std::move(out_);
  }

private:
  const Comparison &comparison_;
  std::string out_;

  void section(Area area) {
    const std::vector<Group> groups = groupsOf(comparison_, area);
    if (groups.empty())
      return;
    out_ += fmt::format("\n### {}\n\n", headingOf(area));
    for (const Group &group : groups)
      difference(group);
  }

  void times() {
    const std::vector<ShiftRow> rows = shiftRowsOf(comparison_);
    if (rows.empty())
      return;
    out_ += "\n### Times\n\n";
    for (const ShiftRow &row : rows)
      out_ += fmt::format("- **{}**: {}\n", markdownText(row.steps), markdownText(row.shift));
  }

  void difference(const Group &group) {
    const Difference &difference = *group.first;
    std::string indent;
    if (difference.area != Area::change) {
      std::string words(nameOf(difference.kind));
      if (const std::string place = placeOf(difference); !place.empty())
        words = difference.details.empty() ? place : fmt::format("{}; {}", words, place);
      const bool titled = !difference.title.empty() && difference.title != difference.name && group.count == 1;
      out_ += fmt::format("- **{}**{}{} ({})\n", markdownText(nameOf(group)), titled ? " " : "",
                          titled ? markdownText(difference.title) : "", markdownText(words));
      indent = "  ";
    }
    for (const Detail &detail : difference.details)
      if (!isInHeading(difference, detail))
        this->detail(difference.kind, detail, indent);
  }

  void detail(Kind kind, const Detail &detail, const std::string &indent) {
    const std::string label = markdownText(labelOf(detail));
    constexpr size_t longest = 60;
    if (isOneLine(detail.before) && isOneLine(detail.after) && detail.before.size() <= longest &&
        detail.after.size() <= longest) {
      const auto shown = [](const std::string &text) { return text.empty() ? "(none)" : markdownText(text); };
      out_ += kind == Kind::changed
                  ? fmt::format("{}- {}: {} → {}\n", indent, label, shown(detail.before), shown(detail.after))
                  : fmt::format("{}- {}: {}\n", indent, label, markdownText(detail.before + detail.after));
      return;
    }
    const std::string fence = fenceFor(detail.before + '\n' + detail.after);
    out_ += fmt::format("{}- {}:\n{}  {}diff\n", indent, label, indent, fence);
    for (const LineChange &change : lineChanges(detail.before, detail.after))
      out_ += fmt::format("{}  {} {}\n", indent, change.sign, emit::visibleText(change.line));
    out_ += fmt::format("{}  {}\n", indent, fence);
  }
};

} // namespace

std::string comparisonMarkdown(const Comparison &comparison) {
  return ComparisonMarkdown(comparison).write();
}

} // namespace changec::compare
