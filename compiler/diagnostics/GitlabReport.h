// Diagnostics as a report of GitLab's code quality.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
#pragma once

#include "diagnostics/MachineReport.h"

namespace changec {

/// One JSON array; an object has description, check_name, fingerprint, severity (`major` for an error, `minor` for a
/// warning) and location: the path, from the folder in which the compiler runs, and the lines. A part is an object a
/// line.
class GitlabReport : public MachineReport {
public:
  [[nodiscard]] std::string part(std::string_view plan, const DiagnosticEngine &diagnostics,
                                 const SourceManager &sources) const override;
  [[nodiscard]] std::string join(const std::vector<std::string> &parts) const override;
};

} // namespace changec
