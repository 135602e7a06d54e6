#include "driver/Compile.h"
#include "diagnostics/Spelling.h"
#include "driver/Descriptor.h"

namespace changec::driver {

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

FoundStep findStep(const plan::Plan &plan, const std::string &wanted) {
  FoundStep found;
  std::vector<std::string_view> known;
  for (uint32_t step = 0; step < plan.steps.size(); ++step) {
    known.emplace_back(plan.steps[step].key);
    if (plan.steps[step].key == wanted || (plan.steps[step].name == wanted && plan.steps[step].lastOfName))
      found.step = step;
  }
  if (found.step == plan::none) {
    const auto meant = closest(wanted, known);
    found.problem =
        fmt::format("the plan has no such step{}", meant ? fmt::format("; did you mean '{}'?", *meant) : "");
  }
  return found;
}

} // namespace changec::driver
