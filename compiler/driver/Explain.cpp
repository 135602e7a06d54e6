#include "driver/Explain.h"
#include "diagnostics/Explanation.h"
#include "driver/Descriptor.h"
#include "driver/Terminal.h"

#include <fmt/format.h>

#include <unistd.h>

namespace changec::driver {
namespace {

ExitStatus print(const std::string &text) {
  return writeAll(STDOUT_FILENO, text) ? ExitStatus::inputOrOutput : ExitStatus::clean;
}

} // namespace

ExitStatus explain(const ExplainRequest &request) {
  if (request.markdown)
    return print(catalogueAsMarkdown());
  if (request.name.empty())
    return print(listDiagnostics());
  if (const CatalogueEntry *entry = findDiagnostic(request.name))
    return page(changec::explain(*entry, usesColour(request.colour, STDOUT_FILENO), textWidth(0)));
  const auto meant = closestDiagnostic(request.name);
  writeAll(STDERR_FILENO, fmt::format("changec explain: there is no diagnostic '{}'{}\n", request.name,
                                      meant ? fmt::format("; did you mean '{}'?", *meant) : ""));
  return ExitStatus::usage;
}

} // namespace changec::driver
