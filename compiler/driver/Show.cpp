#include "driver/Show.h"
#include "diagnostics/Display.h"
#include "driver/Compile.h"
#include "driver/Descriptor.h"
#include "driver/Report.h"
#include "emit/PlanText.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace changec::driver {
namespace {

constexpr unsigned usualWidth = 80;
constexpr unsigned leastWidth = 40;

unsigned widthOf(const ShowRequest &request) {
  if (request.width != 0)
    return request.width;
  winsize size = {};
  if (::isatty(STDOUT_FILENO) == 0 || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < leastWidth)
    return usualWidth;
  return size.ws_col;
}

/// An empty PAGER is none. A pager that ends early has shown enough.
ExitStatus page(const std::string &text) {
  const char *named = std::getenv("PAGER");
  const std::string pager = named == nullptr ? "less -FRX" : named;
  if (::isatty(STDOUT_FILENO) == 0 || pager.empty())
    return writeAll(STDOUT_FILENO, text) ? ExitStatus::inputOrOutput : ExitStatus::clean;
  (void)std::signal(SIGPIPE, SIG_IGN);
  FILE *pipe = ::popen(pager.c_str(), "w");
  if (pipe == nullptr)
    return writeAll(STDOUT_FILENO, text) ? ExitStatus::inputOrOutput : ExitStatus::clean;
  (void)writeAll(::fileno(pipe), text);
  constexpr int notFound = 127 << 8;
  if (::pclose(pipe) == notFound)
    return writeAll(STDOUT_FILENO, text) ? ExitStatus::inputOrOutput : ExitStatus::clean;
  return ExitStatus::clean;
}

} // namespace

ExitStatus show(const ShowRequest &request) {
  SourceManager sources;
  DiagnosticEngine diagnostics(request.reporting.levels);
  const auto plan = compile(request.plan, request.analysis, sources, diagnostics);
  report(diagnostics, sources, request.reporting);
  if (!plan)
    return statusOf(diagnostics);
  const unsigned width = widthOf(request);
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
