#include "driver/Report.h"
#include "diagnostics/Display.h"
#include "diagnostics/MachineReport.h"
#include "diagnostics/TextRenderer.h"
#include "driver/Descriptor.h"
#include "driver/Outputs.h"
#include "driver/Terminal.h"
#include "emit/Judged.h"

#include <fmt/format.h>

#include <unistd.h>

namespace changec::driver {
namespace {

std::string asText(const DiagnosticEngine &diagnostics, const SourceManager &sources, const TextStyle &style) {
  std::string text;
  for (const Diagnostic &diagnostic : diagnostics.sorted())
    text += renderText(diagnostic, sources, style) + '\n';
  return text + renderSummary(diagnostics, style);
}

/// Whether standard error is for a program.
bool isForProgram(const Reporting &reporting) {
  return reporting.format != DiagnosticsFormat::text && reporting.file.empty();
}

} // namespace

std::string diagnosticsText(const DiagnosticEngine &diagnostics, const SourceManager &sources,
                            const Reporting &reporting) {
  if (isForProgram(reporting))
    return {};
  constexpr unsigned least = 60;
  return asText(diagnostics, sources,
                {usesColour(reporting.colour, STDERR_FILENO), widthOf(STDERR_FILENO, least, TextStyle{}.width),
                 linksFor(reporting.hyperlinks, STDERR_FILENO)});
}

ExitStatus statusOf(const DiagnosticEngine &diagnostics) {
  if (diagnostics.has(diag::fileNotReadable) || diagnostics.has(diag::fileNotWritable))
    return ExitStatus::inputOrOutput;
  return diagnostics.hasErrors() ? ExitStatus::errors : ExitStatus::clean;
}

void report(const DiagnosticEngine &diagnostics, const SourceManager &sources, const Reporting &reporting) {
  // Where standard error is closed there is nobody to tell; the exit status says the rest.
  writeAll(STDERR_FILENO, diagnosticsText(diagnostics, sources, reporting));
  if (const auto format = machineReport(reporting.format))
    writeReport({format->part({}, diagnostics, sources)}, reporting);
}

std::string judgementText(const plan::Plan &plan, const Reporting &reporting) {
  std::string text;
  if (!isForProgram(reporting))
    for (const std::string &line : emit::judgedBy(plan))
      text += printable(fmt::format("{}: {}", plan.id, line)) + '\n';
  return text;
}

ExitStatus writeReport(const std::vector<std::string> &parts, const Reporting &reporting) {
  const auto format = machineReport(reporting.format);
  if (!format)
    return ExitStatus::clean;
  const std::string text = format->join(parts);
  if (reporting.file.empty())
    return writeAll(STDERR_FILENO, text) ? ExitStatus::inputOrOutput : ExitStatus::clean;
  const auto failure = write({reporting.file, text, false});
  if (!failure)
    return ExitStatus::clean;
  writeAll(STDERR_FILENO, fmt::format("changec: {}: {}\n", failure->path, failure->reason));
  return ExitStatus::inputOrOutput;
}

} // namespace changec::driver
