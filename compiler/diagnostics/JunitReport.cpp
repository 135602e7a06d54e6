#include "diagnostics/JunitReport.h"

#include "diagnostics/Display.h"
#include "diagnostics/TextRenderer.h"

#include <algorithm>

namespace changec {
namespace {

/// What a text or an attribute of XML holds. `printable` leaves no control character but the newline.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text))
    switch (c) {
    case '&': out += "&amp;"; break;
    case '<': out += "&lt;"; break;
    case '>': out += "&gt;"; break;
    case '"': out += "&quot;"; break;
    case '\n': out += "&#10;"; break;
    default: out += c;
    }
  return out;
}

/// A text between tags: newlines stay.
std::string escapedText(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    out += escaped(text.substr(0, end));
    if (end == std::string_view::npos)
      break;
    out += '\n';
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string place(const Diagnostic &diagnostic, const SourceManager &sources) {
  if (!diagnostic.range.valid())
    return {};
  const SourceFile &file = sources.file(diagnostic.range.file);
  const Position position = file.position(diagnostic.range.begin);
  return fmt::format("{}:{}:{}: ", file.name(), position.line, position.column);
}

} // namespace

std::string JunitReport::part(std::string_view plan, const DiagnosticEngine &diagnostics,
                              const SourceManager &sources) const {
  const std::string suite = escaped(plan);
  std::string cases;
  std::string warnings;
  size_t failures = 0;
  for (const Diagnostic &diagnostic : diagnostics.sorted()) {
    const std::string text = escapedText(renderText(diagnostic, sources, {}));
    if (diagnostic.level != Level::error) {
      warnings += text + '\n';
      continue;
    }
    ++failures;
    cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\">\n"
                         "      <failure message=\"{}\" type=\"{}\">{}</failure>\n    </testcase>\n",
                         suite, escaped(place(diagnostic, sources) + std::string(diagnostic.kind->name)),
                         escaped(diagnostic.message), escaped(diagnostic.kind->name), text);
  }
  if (failures == 0)
    cases = fmt::format("    <testcase classname=\"{}\" name=\"the plan has no errors\"/>\n", suite);
  std::string text = fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">\n",
                                 suite, std::max<size_t>(failures, 1), failures);
  text += cases;
  if (!warnings.empty())
    text += fmt::format("    <system-out>{}</system-out>\n", warnings);
  return text + "  </testsuite>\n";
}

std::string JunitReport::join(const std::vector<std::string> &parts) const {
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"changec\">\n{}</testsuites>\n",
                     MachineReport::join(parts));
}

} // namespace changec
