// Diagnostics for programs: of one call of the compiler, over all of its plans, in a form that a build reads.
#pragma once

#include "diagnostics/Diagnostics.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace changec {

enum class DiagnosticsFormat {
  text,
  json,   ///< An object a line: diagnostics/JsonRenderer.h.
  sarif,  ///< SARIF 2.1.0 (OASIS), one document.
  github, ///< Workflow commands of GitHub Actions, a line each: they become annotations of a pull request.
  gitlab, ///< A report of GitLab's code quality, one JSON array.
  junit,  ///< JUnit's XML: a suite a plan, a failed case an error.
};

/// A form of report. Plans may be compiled in processes of their own: each makes its part, which is text, and one of
/// them joins the parts.
class MachineReport {
public:
  MachineReport() = default;
  virtual ~MachineReport() = default;
  MachineReport(const MachineReport &) = delete;
  MachineReport &operator=(const MachineReport &) = delete;

  /// The diagnostics of one plan, called so on the command line.
  [[nodiscard]] virtual std::string part(std::string_view plan, const DiagnosticEngine &diagnostics,
                                         const SourceManager &sources) const = 0;
  /// The report, of the parts in the order of the plans.
  [[nodiscard]] virtual std::string join(const std::vector<std::string> &parts) const;
};

/// That form; null for text.
std::unique_ptr<MachineReport> machineReport(DiagnosticsFormat format);

} // namespace changec
