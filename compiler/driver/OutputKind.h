// The files that a build can write, and how each is made from the Plan.
#pragma once

#include "plan/Plan.h"

#include <span>
#include <string>
#include <string_view>

namespace changec::driver {

struct OutputKind {
  std::string_view name;   ///< For `--emit`.
  std::string_view suffix; ///< After the change's ID: `.implement.sh`.
  bool executable;
  std::string (*emit)(const plan::Plan &); ///< Null: the plan's JSON, which is made before all others for its digest.
};

/// All kinds, in the order in which they are written: the plan's JSON last.
std::span<const OutputKind> outputKinds();
/// The kind of that name, or null.
const OutputKind *findOutputKind(std::string_view name);
/// The names, for a person: `implement, backout, ...`.
std::string outputKindNames();

} // namespace changec::driver
