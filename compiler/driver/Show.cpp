#include "driver/Show.h"
#include "driver/Compile.h"
#include "driver/Descriptor.h"
#include "driver/Report.h"
#include "driver/Terminal.h"
#include "emit/PlanText.h"

#include <fmt/format.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/Path.h>

#include <unistd.h>

namespace changec::driver {

namespace {

/// A Plan's files are named from the plan's folder.
LinkTo linksFromFolderOf(const std::string &plan, const LinkTo &linkTo) {
  if (!linkTo)
    return {};
  return [folder = llvm::sys::path::parent_path(plan).str(), linkTo](std::string_view file, unsigned line) {
    llvm::SmallString<128> path(folder);
    llvm::sys::path::append(path, llvm::StringRef(file.data(), file.size()));
    return linkTo({path.data(), path.size()}, line);
  };
}

} // namespace

ExitStatus show(const ShowRequest &request) {
  SourceManager sources;
  DiagnosticEngine diagnostics(request.reporting.levels);
  const auto plan = compile(request.plan, request.analysis, sources, diagnostics);
  report(diagnostics, sources, request.reporting);
  if (!plan)
    return statusOf(diagnostics);
  const TextStyle style = {usesColour(request.reporting.colour, STDOUT_FILENO), textWidth(request.width),
                           linksFromFolderOf(request.plan, linksFor(request.reporting.hyperlinks, STDOUT_FILENO))};
  if (request.step.empty())
    return worse(page(emit::planText(*plan, style)), statusOf(diagnostics));
  const FoundStep found = findStep(*plan, request.step);
  if (found.step == plan::none) {
    writeAll(STDERR_FILENO, fmt::format("changec show: --step={}: {}\n", request.step, found.problem));
    return ExitStatus::usage;
  }
  return worse(page(emit::stepText(*plan, found.step, style)), statusOf(diagnostics));
}

} // namespace changec::driver
