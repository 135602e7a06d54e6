// What the command line asks for, as plain data.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "diagnostics/MachineReport.h"
#include "driver/OutputKind.h"
#include "sema/Analyse.h"

#include <optional>
#include <string>
#include <vector>

namespace changec::driver {

enum class Colour { automatic, always, never };
enum class Hyperlinks { automatic, always, never };

/// How diagnostics are judged and shown.
struct Reporting {
  DiagnosticsFormat format = DiagnosticsFormat::text;
  std::string file; ///< Where the report for a program goes; empty: to standard error, instead of text.
  Colour colour = Colour::automatic;
  Hyperlinks hyperlinks = Hyperlinks::automatic;
  LevelWishes levels;
};

/// A rule for make or ninja that names every file read.
struct DependencyRule {
  std::string file;   ///< Where it is written; empty: `ID.d` beside the outputs.
  std::string target; ///< What depends on them; empty: the path of `ID.plan.json`.
};

struct BuildRequest {
  std::vector<std::string> plans;
  std::string folder; ///< `-`: the one output goes to standard output.
  std::vector<const OutputKind *> kinds;
  std::string previous; ///< The calendar of an earlier build; empty for none.
  sema::Options analysis;
  std::optional<DependencyRule> dependencies;
  bool listOutputs = false; ///< Their paths are printed; nothing is written.
  unsigned workers = 1;     ///< How many plans at a time.
  Reporting reporting;
};

struct CheckRequest {
  std::vector<std::string> plans;
  /// The backout from within this step is printed, where one is asked for; empty: from the last step.
  std::optional<std::string> explainBackout;
  sema::Options analysis;
  unsigned workers = 1; ///< How many plans at a time.
  Reporting reporting;
};

struct FormatRequest {
  std::vector<std::string> files;
  bool check = false; ///< Nothing is written; whether anything would be is the status.
  bool diff = false;  ///< Nothing is written; what would be is shown.
  Reporting reporting;
};

/// `ID.backout.sh:310`
struct ScriptLine {
  std::string script;
  unsigned line = 0;
};

struct WhereRequest {
  std::vector<ScriptLine> lines;
};

struct FixRequest {
  std::vector<std::string> files;
  bool diff = false; ///< Nothing is written; what would be is shown.
  sema::Options analysis;
  Reporting reporting;
};

struct ShowRequest {
  std::string plan;
  std::string step;   ///< Only this one; empty: all.
  unsigned width = 0; ///< In columns; 0: the terminal's.
  sema::Options analysis;
  Reporting reporting;
};

enum class DiffFormat { text, markdown, json };

/// Two versions of a plan.
struct DiffRequest {
  std::string before; ///< A path, or `-`.
  std::string after;
  DiffFormat format = DiffFormat::text;
  unsigned width = 0; ///< In columns; 0: the terminal's.
  sema::Options analysis;
  Reporting reporting;
};

/// A call by `git diff`, as gitattributes(5) and git(1), GIT_EXTERNAL_DIFF, have it.
struct GitDiffRequest {
  std::string path;    ///< In the repository; of a renamed file the old one.
  std::string newPath; ///< Of a renamed file; else the same.
  std::string before;  ///< A file with the old version; empty where the file is not merged.
  std::string after;
  unsigned width = 0;
  sema::Options analysis;
  Reporting reporting;
};

struct NewRequest {
  std::string form;                                         ///< The name of a template; empty: it is asked for.
  std::string file;                                         ///< Where the plan goes; empty: it is asked for.
  std::vector<std::pair<std::string, std::string>> answers; ///< `--set NAME=VALUE`, in order.
  bool defaults = false;                                    ///< Nothing is asked.
  bool list = false;                                        ///< The templates are listed, and nothing is written.
  Reporting reporting;
};

struct ExplainRequest {
  std::string name;      ///< Empty: all names.
  bool markdown = false; ///< The whole catalogue as a page.
  Colour colour = Colour::automatic;
};

} // namespace changec::driver
