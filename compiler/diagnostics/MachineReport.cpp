#include "diagnostics/MachineReport.h"

#include "diagnostics/GithubReport.h"
#include "diagnostics/GitlabReport.h"
#include "diagnostics/JsonRenderer.h"
#include "diagnostics/JunitReport.h"
#include "diagnostics/SarifReport.h"

namespace changec {
namespace {

class JsonLines : public MachineReport {
public:
  [[nodiscard]] std::string part(std::string_view /*plan*/, const DiagnosticEngine &diagnostics,
                                 const SourceManager &sources) const override {
    std::string text;
    for (const Diagnostic &diagnostic : diagnostics.sorted())
      text += renderJson(diagnostic, sources);
    return text;
  }
};

} // namespace

std::string MachineReport::join(const std::vector<std::string> &parts) const {
  std::string text;
  for (const std::string &part : parts)
    text += part;
  return text;
}

std::unique_ptr<MachineReport> machineReport(DiagnosticsFormat format) {
  switch (format) {
  case DiagnosticsFormat::text: return nullptr;
  case DiagnosticsFormat::json: return std::make_unique<JsonLines>();
  case DiagnosticsFormat::sarif: return std::make_unique<SarifReport>();
  case DiagnosticsFormat::github: return std::make_unique<GithubReport>();
  case DiagnosticsFormat::gitlab: return std::make_unique<GitlabReport>();
  case DiagnosticsFormat::junit: return std::make_unique<JunitReport>();
  }
  return nullptr;
}

} // namespace changec
