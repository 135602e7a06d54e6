// What the compiler says of a diagnostic at length. The texts are explanations/NAME.md: what it means and why it
// matters, then `## Wrong` with an example that yields it, then `## Right` with one that is clean. A block of an
// example is a file, named after its language (`change people.change`; `plan.change` where no name stands); a block in
// `sh` shows how it is called, otherwise `changec check plan.change` is.
#pragma once

#include "diagnostics/Catalogue.h"

#include <string>

namespace changec {

/// The message with `...` for what each report fills in.
std::string messagePattern(const CatalogueEntry &entry);

/// The text in Markdown, as it is in explanations/NAME.md.
std::string_view explanationOf(const CatalogueEntry &entry);

/// All names, a line each, with their levels and messages.
std::string listDiagnostics();

/// One diagnostic for a terminal: headings without `##`, examples indented, prose in lines of less than `width`
/// columns.
std::string explain(const CatalogueEntry &entry, bool colour, unsigned width);

/// The whole catalogue as a Markdown page: docs/diagnostics.md.
std::string catalogueAsMarkdown();

} // namespace changec
