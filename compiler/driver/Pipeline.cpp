#include "driver/Pipeline.h"
#include "diagnostics/Spelling.h"
#include "driver/Dependencies.h"
#include "driver/Descriptor.h"
#include "driver/Outputs.h"
#include "driver/Report.h"
#include "emit/BackoutExplanation.h"
#include "emit/CalendarHistory.h"
#include "emit/PlanJson.h"
#include "sema/Analyse.h"

#include <fmt/format.h>

#include <unistd.h>
#include <utility>

namespace changec::driver {
namespace {

constexpr std::string_view standardStream = "-";

/// Load, parse and analyse: a plan that has no errors, or nothing. (The semantic pass parses, since imports are parsed
/// as they are met.)
std::optional<plan::Plan> compile(const std::string &path, const sema::Options &analysis, SourceManager &sources,
                                  DiagnosticEngine &diagnostics) {
  const SourceManager::Loaded loaded = sources.load(path, path == standardStream ? "<stdin>" : path);
  if (loaded.error) {
    diagnostics.report(diag::fileNotReadable, {}, path, loaded.error->reason);
    return std::nullopt;
  }
  std::optional<plan::Plan> plan = sema::analyse(sources, loaded.file, analysis, diagnostics);
  if (diagnostics.hasErrors())
    plan.reset();
  return plan;
}

/// What the calendar of an earlier build says; nothing after a report. It is no dependency of the outputs: most builds
/// put a newer one in its place.
std::optional<std::vector<emit::CalendarEntry>> readEarlier(const std::string &path, std::string_view id,
                                                            DiagnosticEngine &diagnostics) {
  SourceManager sources;
  const SourceManager::Loaded loaded = sources.load(path, path);
  std::string reason;
  if (loaded.error) {
    reason = loaded.error->reason;
  } else if (const auto flaw = sources.file(loaded.file).encodingFlaw()) {
    reason = flaw->reason;
  } else {
    auto read = emit::readCalendar(sources.file(loaded.file).text(), id);
    if (auto *entries = std::get_if<std::vector<emit::CalendarEntry>>(&read))
      return std::move(*entries);
    reason = std::get<emit::CalendarFlaw>(read).reason;
  }
  diagnostics.report(diag::fileNotReadable, {}, path, reason);
  return std::nullopt;
}

/// Emit: the text of every output asked for, and where it goes.
std::vector<Output> emit(Material &material, const BuildRequest &request, const SourceManager &sources) {
  const std::string stem = request.folder + '/' + material.plan.id;
  std::vector<Output> outputs;
  if (request.dependencies)
    outputs.push_back(dependencyOutput(*request.dependencies, stem, sources.pathsRead()));
  for (const OutputKind *kind : request.kinds)
    for (OutputText &made : kind->emit(material)) {
      const std::string path = request.folder == standardStream ? request.folder : stem + made.suffix;
      outputs.push_back({path, std::move(made.text), kind->executable});
    }
  return outputs;
}

/// Everything that follows on a plan without errors.
void writeOutputs(plan::Plan &plan, const BuildRequest &request, const SourceManager &sources,
                  DiagnosticEngine &diagnostics) {
  std::vector<emit::CalendarEntry> earlier;
  if (!request.previous.empty()) {
    auto read = readEarlier(request.previous, plan.id, diagnostics);
    if (!read)
      return;
    earlier = std::move(*read);
  }
  emit::PlanDocument document = emit::planDocument(plan);
  plan.digest = document.digest;
  Material material{plan, std::move(document.json), std::move(earlier)};
  if (const auto failure = write(emit(material, request, sources)))
    diagnostics.report(diag::fileNotWritable, {}, failure->path, failure->reason);
}

/// How sure the way back is, and the way back itself where it is asked for.
ExitStatus showProof(const plan::Plan &plan, const CheckRequest &request) {
  if (request.reporting.format == DiagnosticsFormat::text)
    writeAll(STDOUT_FILENO, fmt::format("{}: {}\n", plan.id, emit::reversibilitySummary(plan)));
  if (!request.explainBackout || plan.steps.empty())
    return ExitStatus::clean;
  const std::string &wanted = *request.explainBackout;
  uint32_t stop = wanted.empty() ? static_cast<uint32_t>(plan.steps.size()) - 1 : plan::none;
  std::vector<std::string_view> known;
  for (uint32_t step = 0; step < plan.steps.size() && !wanted.empty(); ++step) {
    known.emplace_back(plan.steps[step].key);
    if (plan.steps[step].key == wanted || (plan.steps[step].name == wanted && plan.steps[step].lastOfName))
      stop = step;
  }
  if (stop == plan::none) {
    const auto meant = closest(wanted, known);
    writeAll(STDERR_FILENO, fmt::format("changec: --explain-backout={}: the plan has no such step{}\n", wanted,
                                        meant ? fmt::format("; did you mean '{}'?", *meant) : ""));
    return ExitStatus::usage;
  }
  writeAll(STDOUT_FILENO, '\n' + emit::explainBackout(plan, stop));
  return ExitStatus::clean;
}

ExitStatus checkOne(const std::string &path, const CheckRequest &request) {
  SourceManager sources;
  DiagnosticEngine diagnostics(request.reporting.levels);
  const auto plan = compile(path, request.analysis, sources, diagnostics);
  report(diagnostics, sources, request.reporting);
  if (plan)
    reportJudgement(*plan, request.reporting);
  return worse(plan ? showProof(*plan, request) : ExitStatus::clean, statusOf(diagnostics));
}

} // namespace

ExitStatus build(const BuildRequest &request) {
  SourceManager sources;
  DiagnosticEngine diagnostics(request.reporting.levels);
  if (auto plan = compile(request.plan, request.analysis, sources, diagnostics))
    writeOutputs(*plan, request, sources, diagnostics);
  report(diagnostics, sources, request.reporting);
  return statusOf(diagnostics);
}

ExitStatus check(const CheckRequest &request) {
  ExitStatus worst = ExitStatus::clean;
  for (const std::string &path : request.plans)
    worst = worse(worst, checkOne(path, request));
  return worst;
}

} // namespace changec::driver
