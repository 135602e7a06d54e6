// Diagnostics as annotations of GitHub Actions.
// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
#pragma once

#include "diagnostics/MachineReport.h"

namespace changec {

/// `::error file=F,line=1,endLine=1,col=1,endColumn=4,title=NAME::TEXT`, a line each. The
/// columns are characters; the last line and column belong to the place.
class GithubReport : public MachineReport {
public:
  [[nodiscard]] std::string part(std::string_view plan, const DiagnosticEngine &diagnostics,
                                 const SourceManager &sources) const override;
};

} // namespace changec
