// From a path to a checked plan.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "plan/Plan.h"
#include "sema/Analyse.h"

#include <optional>
#include <string>

namespace changec::driver {

/// Load, parse and analyse: a plan that has no errors, or nothing after a report. (The semantic pass parses, since
/// imports are parsed as they are met.) `-` is standard input.
std::optional<plan::Plan> compile(const std::string &path, const sema::Options &analysis, SourceManager &sources,
                                  DiagnosticEngine &diagnostics);

/// A step that an option names.
struct FoundStep {
  uint32_t step = plan::none; ///< An index into the plan's steps.
  std::string problem;        ///< Where there is none: what to tell.
};

/// The step of that key, or the last one of that name.
FoundStep findStep(const plan::Plan &plan, const std::string &wanted);

} // namespace changec::driver
