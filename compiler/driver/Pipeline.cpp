#include "driver/Pipeline.h"
#include "driver/Compile.h"
#include "driver/Dependencies.h"
#include "driver/Descriptor.h"
#include "driver/Outputs.h"
#include "driver/Report.h"
#include "driver/Workers.h"
#include "emit/BackoutExplanation.h"
#include "emit/CalendarHistory.h"
#include "sema/Analyse.h"
#include "syntax/Parser.h"

#include <fmt/format.h>

#include <functional>
#include <unistd.h>
#include <unordered_map>
#include <utility>

namespace changec::driver {
namespace {

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

/// Everything that follows on a plan without errors. Gives what is to be printed.
std::string writeOutputs(plan::Plan &plan, const BuildRequest &request, const SourceManager &sources,
                         DiagnosticEngine &diagnostics) {
  std::vector<emit::CalendarEntry> earlier;
  if (!request.previous.empty()) {
    auto read = readEarlier(request.previous, plan.id, diagnostics);
    if (!read)
      return {};
    earlier = std::move(*read);
  }
  Material material{plan, std::move(earlier)};
  const std::string stem = request.folder + '/' + plan.id;
  std::vector<std::vector<std::string>> paths(1 + request.kinds.size());
  OutputSet outputs;
  const auto take = [&](size_t rank, Output output) {
    if (request.listOutputs)
      paths[rank].push_back(std::move(output.path));
    else
      outputs.add(rank, std::move(output));
  };
  if (request.dependencies)
    take(0, dependencyOutput(*request.dependencies, stem, sources.pathsRead()));
  emitAll(request.kinds, material, [&](size_t kind, OutputText made) {
    take(kind + 1, {request.folder == standardStream ? request.folder : stem + made.suffix, std::move(made.text),
                    request.kinds[kind]->executable});
  });
  if (const auto failure = outputs.finish())
    diagnostics.report(diag::fileNotWritable, {}, failure->path, failure->reason);
  std::string listed;
  for (const std::vector<std::string> &ofKind : paths)
    for (const std::string &path : ofKind)
      listed += path + '\n';
  return listed;
}

/// The ID of the change in a file, as far as it can be read; empty for none.
std::string idIn(const std::string &path) {
  SourceManager sources;
  const SourceManager::Loaded loaded = sources.load(path, path);
  if (loaded.error || sources.file(loaded.file).encodingFlaw())
    return {};
  DiagnosticEngine unheard;
  const auto tree = syntax::parse(sources, loaded.file, unheard);
  for (const syntax::Declaration *declaration : tree->declarations)
    if (declaration->kind == syntax::Declaration::Kind::change)
      return std::string(declaration->name.text);
  return {};
}

/// Outputs are named after the change: of two with one ID, one would lose its own.
std::optional<std::string> idTwice(const std::vector<std::string> &plans) {
  std::unordered_map<std::string, std::string_view> paths;
  for (const std::string &path : plans)
    if (const std::string id = plans.size() > 1 ? idIn(path) : ""; !id.empty())
      if (const auto [first, added] = paths.emplace(id, path); !added)
        return fmt::format("{} and {} are both the change {}: their outputs would have the same names", first->second,
                           path, id);
  return std::nullopt;
}

/// The backout that is asked for, or what is wrong with the question.
void explainBackout(const plan::Plan &plan, const std::string &wanted, Outcome &outcome) {
  const FoundStep found =
      wanted.empty() ? FoundStep{static_cast<uint32_t>(plan.steps.size()) - 1, {}} : findStep(plan, wanted);
  if (found.step != plan::none) {
    outcome.printed += '\n' + emit::explainBackout(plan, found.step);
    return;
  }
  outcome.errors += fmt::format("changec: --explain-backout={}: {}\n", wanted, found.problem);
  outcome.status = worse(outcome.status, ExitStatus::usage);
}

void tellDiagnostics(const std::string &path, const DiagnosticEngine &diagnostics, const SourceManager &sources,
                     const Reporting &reporting, Outcome &outcome) {
  outcome.status = statusOf(diagnostics);
  outcome.errors = diagnosticsText(diagnostics, sources, reporting);
  if (const auto format = machineReport(reporting.format))
    outcome.report = format->part(path, diagnostics, sources);
}

Outcome checkOne(const std::string &path, const CheckRequest &request) {
  SourceManager sources;
  DiagnosticEngine diagnostics(request.reporting.levels);
  const auto plan = compile(path, request.analysis, sources, diagnostics);
  Outcome outcome;
  tellDiagnostics(path, diagnostics, sources, request.reporting, outcome);
  if (!plan)
    return outcome;
  outcome.printed = judgementText(*plan, request.reporting);
  if (request.reporting.format == DiagnosticsFormat::text || !request.reporting.file.empty())
    outcome.printed += fmt::format("{}: {}\n", plan->id, emit::reversibilitySummary(*plan));
  if (request.explainBackout && !plan->steps.empty())
    explainBackout(*plan, *request.explainBackout, outcome);
  return outcome;
}

Outcome buildOne(const std::string &path, const BuildRequest &request) {
  SourceManager sources;
  DiagnosticEngine diagnostics(request.reporting.levels);
  Outcome outcome;
  if (auto plan = compile(path, request.analysis, sources, diagnostics))
    outcome.printed = writeOutputs(*plan, request, sources, diagnostics);
  tellDiagnostics(path, diagnostics, sources, request.reporting, outcome);
  return outcome;
}

/// Tells of each plan in its turn, then writes the report of all.
ExitStatus carryOut(const std::vector<std::string> &plans, unsigned workers, const Reporting &reporting,
                    const std::function<Outcome(const std::string &)> &make) {
  ExitStatus worst = ExitStatus::clean;
  std::vector<std::string> parts;
  forEachPlan(
      plans.size(), workers, [&](size_t plan) { return make(plans[plan]); },
      [&](size_t /*plan*/, Outcome outcome) {
        writeAll(STDERR_FILENO, outcome.errors);
        if (writeAll(STDOUT_FILENO, outcome.printed))
          outcome.status = worse(outcome.status, ExitStatus::inputOrOutput);
        worst = worse(worst, outcome.status);
        parts.push_back(std::move(outcome.report));
      });
  return worse(worst, writeReport(parts, reporting));
}

} // namespace

ExitStatus build(const BuildRequest &request) {
  if (const auto twice = idTwice(request.plans)) {
    writeAll(STDERR_FILENO, fmt::format("changec build: {}\n", *twice));
    return ExitStatus::usage;
  }
  return carryOut(request.plans, request.workers, request.reporting,
                  [&](const std::string &plan) { return buildOne(plan, request); });
}

ExitStatus check(const CheckRequest &request) {
  return carryOut(request.plans, request.workers, request.reporting,
                  [&](const std::string &plan) { return checkOne(plan, request); });
}

} // namespace changec::driver
