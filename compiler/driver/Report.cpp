#include "driver/Report.h"
#include "diagnostics/Display.h"
#include "diagnostics/JsonRenderer.h"
#include "diagnostics/TextRenderer.h"
#include "driver/Descriptor.h"
#include "emit/Judged.h"

#include <fmt/format.h>

#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace changec::driver {
namespace {

bool isSet(const char *variable) {
  const char *value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

unsigned widthOf(int descriptor) {
  constexpr unsigned least = 60;
  winsize size = {};
  if (::isatty(descriptor) == 0 || ::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col < least)
    return TextStyle{}.width;
  return size.ws_col;
}

std::string asText(const DiagnosticEngine &diagnostics, const SourceManager &sources, const TextStyle &style) {
  std::string text;
  for (const Diagnostic &diagnostic : diagnostics.sorted())
    text += renderText(diagnostic, sources, style) + '\n';
  return text + renderSummary(diagnostics, style);
}

std::string asJson(const DiagnosticEngine &diagnostics, const SourceManager &sources) {
  std::string text;
  for (const Diagnostic &diagnostic : diagnostics.sorted())
    text += renderJson(diagnostic, sources);
  return text;
}

} // namespace

bool usesColour(Colour wish, int descriptor) {
  if (wish != Colour::automatic)
    return wish == Colour::always;
  const char *terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return ::isatty(descriptor) != 0 && !dumb && !isSet("NO_COLOR");
}

void report(const DiagnosticEngine &diagnostics, const SourceManager &sources, const Reporting &reporting) {
  const TextStyle style{usesColour(reporting.colour, STDERR_FILENO), widthOf(STDERR_FILENO)};
  // Where standard error is closed there is nobody to tell; the exit status says the rest.
  writeAll(STDERR_FILENO, reporting.format == DiagnosticsFormat::json ? asJson(diagnostics, sources)
                                                                      : asText(diagnostics, sources, style));
}

ExitStatus statusOf(const DiagnosticEngine &diagnostics) {
  if (diagnostics.has(diag::fileNotReadable) || diagnostics.has(diag::fileNotWritable))
    return ExitStatus::inputOrOutput;
  return diagnostics.hasErrors() ? ExitStatus::errors : ExitStatus::clean;
}

void reportJudgement(const plan::Plan &plan, const Reporting &reporting) {
  if (reporting.format == DiagnosticsFormat::json)
    return;
  std::string text;
  for (const std::string &line : emit::judgedBy(plan))
    text += printable(fmt::format("{}: {}", plan.id, line)) + '\n';
  writeAll(STDOUT_FILENO, text);
}

} // namespace changec::driver
