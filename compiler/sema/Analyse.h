// Tree to Plan: everything that is checked of a plan before anything is emitted.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "plan/Plan.h"
#include "source/Source.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace changec::sema {

/// What the command line says about a compilation.
struct Options {
  /// `-D name=value`, in order; the last one of a name counts.
  std::vector<std::pair<std::string, std::string>> definitions;
  /// A file of `name = value` lines; empty for none. Definitions go before it.
  std::string parameterFile;
  /// Folders where imports may be besides the plan's own.
  std::vector<std::string> importRoots;
  /// Files of policies that judge the plan besides those that it imports.
  std::vector<std::string> policyFiles;
  /// Whether every parameter must have a value: `build` demands it, `check` takes a parameter without one as a constant
  /// of its own.
  bool demandValues = true;
  /// How many steps a plan may have, those that its `for` makes counted.
  size_t mostSteps = 250000;
};

/// Parses the plan and what it imports, checks all of it, and gives the Plan; nothing when an error was reported, and
/// of a file without a change, which is one only for `build`. Files are read through `sources`, whose `pathsRead` then
/// names them all.
std::optional<plan::Plan> analyse(SourceManager &sources, FileId plan, const Options &options,
                                  DiagnosticEngine &diagnostics);

} // namespace changec::sema
