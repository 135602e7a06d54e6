// Diagnostics as SARIF 2.1.0.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html (section numbers in the .cpp are of it)
#pragma once

#include "diagnostics/MachineReport.h"

namespace changec {

/// One document with one run. A rule is a diagnostic of the catalogue, with its explanation; only those that were
/// reported are listed. Places are relative to the folder in which the compiler runs, columns are characters. Edits
/// that mend a mistake for certain, and proposals, are `fixes`. A part is a result a line, after the name of its rule
/// and a space.
class SarifReport : public MachineReport {
public:
  [[nodiscard]] std::string part(std::string_view plan, const DiagnosticEngine &diagnostics,
                                 const SourceManager &sources) const override;
  [[nodiscard]] std::string join(const std::vector<std::string> &parts) const override;
};

} // namespace changec
