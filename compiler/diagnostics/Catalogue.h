// Every diagnostic there is, for whoever looks one up by its name.
#pragma once

#include "diagnostics/Diagnostics.h"

#include <span>
#include <string_view>

namespace changec {

/// An entry of the catalogue, with the message as it is written there.
struct CatalogueEntry {
  const DiagnosticKind *kind;
  std::string_view message;
};

/// All of Catalogue.def, in its order.
std::span<const CatalogueEntry> catalogue();
/// The entry of that name, or null.
const CatalogueEntry *findDiagnostic(std::string_view name);
/// The name of an entry that `name` was probably meant to be.
std::optional<std::string_view> closestDiagnostic(std::string_view name);

/// `error` or `warning`.
std::string_view name(Level level);
/// How lists call it: `error`, `rule`, `high risk`, `by risk`, `advice`, `warning`, `optional`.
std::string_view name(Gravity gravity);

} // namespace changec
