#include "driver/Compile.h"
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

} // namespace changec::driver
