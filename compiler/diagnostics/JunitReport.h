// Diagnostics as test results, for builds that show nothing else.
// There is no standard; this keeps to what https://github.com/testmoapp/junitxml lists as common.
#pragma once

#include "diagnostics/MachineReport.h"

namespace changec {

/// One XML document (1.0, UTF-8): a `testsuite` a plan. Each error is a `testcase` that failed, with the text form; a
/// plan without errors is one case that passed. Warnings are the suite's `system-out`.
class JunitReport : public MachineReport {
public:
  [[nodiscard]] std::string part(std::string_view plan, const DiagnosticEngine &diagnostics,
                                 const SourceManager &sources) const override;
  [[nodiscard]] std::string join(const std::vector<std::string> &parts) const override;
};

} // namespace changec
