#include "sema/Analyse.h"

#include "syntax/Parser.h"

namespace changec::sema {

std::optional<plan::Plan> analyse(SourceManager &sources, FileId plan, const Options & /*options*/,
                                  DiagnosticEngine &diagnostics) {
  const auto tree = syntax::parse(sources, plan, diagnostics);
  return std::nullopt;
}

} // namespace changec::sema
