#include "driver/Show.h"
#include "diagnostics/Display.h"
#include "driver/Compile.h"
#include "driver/Descriptor.h"
#include "driver/Report.h"
#include "driver/Terminal.h"
#include "emit/PlanText.h"

#include <fmt/format.h>

#include <unistd.h>

namespace changec::driver {

ExitStatus show(const ShowRequest &request) {
  SourceManager sources;
  DiagnosticEngine diagnostics(request.reporting.levels);
  const auto plan = compile(request.plan, request.analysis, sources, diagnostics);
  report(diagnostics, sources, request.reporting);
  if (!plan)
    return statusOf(diagnostics);
  const unsigned width = textWidth(request.width);
  if (request.step.empty())
    return worse(page(printable(emit::planText(*plan, width))), statusOf(diagnostics));
  const FoundStep found = findStep(*plan, request.step);
  if (found.step == plan::none) {
    writeAll(STDERR_FILENO, fmt::format("changec show: --step={}: {}\n", request.step, found.problem));
    return ExitStatus::usage;
  }
  return worse(page(printable(emit::stepText(*plan, found.step, width))), statusOf(diagnostics));
}

} // namespace changec::driver
