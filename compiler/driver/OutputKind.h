// The files that a build can write, and how each is made from the Plan.
#pragma once

#include "emit/Calendar.h"
#include "emit/RecordPlans.h"
#include "emit/Scripts.h"
#include "plan/Plan.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace changec::driver {

/// What outputs are made of.
struct Material {
  plan::Plan &plan;                              ///< It gets its digest.
  std::vector<emit::CalendarEntry> earlier = {}; ///< What the calendar of an earlier build says.
  std::string json = {};                         ///< The plan's, which its digest is computed from; taken once.
  // What several kinds are made of, where one of them is asked for.
  std::optional<emit::RecordPlans> record = {};
  std::optional<emit::Scripts> scripts = {};
  std::optional<emit::Calendars> calendars = {};
};

struct OutputText {
  std::string suffix; ///< After the change's ID: `.implement.sh`.
  std::string text;
};

/// What of the material is made before a kind is.
enum class Ingredient : uint8_t { none, record, scripts, calendars };

struct OutputKind {
  std::string_view name; ///< For `--emit`.
  bool executable;
  bool several; ///< Whether it is a file for each of several people.
  Ingredient needs;
  std::vector<OutputText> (*emit)(Material &);
};

/// Makes the outputs of `asked` and gives each away as soon as it is made: to `take`, with the index of its kind. Those
/// of a large plan are made side by side, on as many processors as there are, and `take` is called by several threads
/// then: nothing that makes one touches what makes another. Several outputs of one kind come in order.
void emitAll(std::span<const OutputKind *const> asked, Material &material,
             const std::function<void(size_t kind, OutputText made)> &take);

/// All kinds, in the order in which they are written: the plan's JSON last.
std::span<const OutputKind> outputKinds();
/// The kind of that name, or null.
const OutputKind *findOutputKind(std::string_view name);
/// The names, for a person: `implement, backout, ...`.
std::string outputKindNames();
/// The same, where a name that differs from the one before in its ending alone is shown as that: `.csv`.
std::string outputKindsInBrief();

} // namespace changec::driver
