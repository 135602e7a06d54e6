#include "diagnostics/Catalogue.h"
#include "diagnostics/Spelling.h"

#include <algorithm>
#include <array>

namespace changec {
namespace {

constexpr auto entries = std::to_array<CatalogueEntry>({
#define DIAGNOSTIC(identifier, name, gravity, message, ...) {&diag::identifier, message},
#include "diagnostics/Catalogue.def"
#undef DIAGNOSTIC
});

} // namespace

std::span<const CatalogueEntry> catalogue() {
  return entries;
}

const CatalogueEntry *findDiagnostic(std::string_view name) {
  const auto *found =
      std::find_if(entries.begin(), entries.end(), [&](const CatalogueEntry &each) { return each.kind->name == name; });
  return found == entries.end() ? nullptr : found;
}

std::optional<std::string_view> closestDiagnostic(std::string_view name) {
  std::array<std::string_view, entries.size()> names;
  std::transform(entries.begin(), entries.end(), names.begin(),
                 [](const CatalogueEntry &each) { return each.kind->name; });
  return closest(name, names);
}

std::string_view name(Level level) {
  return level == Level::error ? "error" : "warning";
}

std::string_view name(Gravity gravity) {
  constexpr std::array<std::string_view, 7> names{"error",  "rule",    "high risk", "by risk",
                                                  "advice", "warning", "optional"};
  return names[static_cast<size_t>(gravity)];
}

} // namespace changec
