#include "driver/OutputKind.h"
#include "emit/Communications.h"
#include "emit/Scripts.h"

#include <algorithm>

namespace changec::driver {
namespace {

constexpr OutputKind kinds[] = {
    {"implement", ".implement.sh", true, emit::implementScript},
    {"backout", ".backout.sh", true, emit::backoutScript},
    {"communications.md", ".communications.md", false, emit::communicationsMarkdown},
    {"communications.csv", ".communications.csv", false, emit::communicationsCsv},
    {"communications.json", ".communications.json", false, emit::communicationsJson},
    {"plan", ".plan.json", false, nullptr},
};

} // namespace

std::span<const OutputKind> outputKinds() {
  return kinds;
}

const OutputKind *findOutputKind(std::string_view name) {
  const auto *found =
      std::find_if(std::begin(kinds), std::end(kinds), [&](const OutputKind &kind) { return kind.name == name; });
  return found == std::end(kinds) ? nullptr : found;
}

std::string outputKindNames() {
  std::string names;
  for (const OutputKind &kind : kinds) {
    names += names.empty() ? "" : ", ";
    names += kind.name;
  }
  return names;
}

} // namespace changec::driver
