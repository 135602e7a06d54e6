// Strings and shell text: escapes, indentation, and the values named in them. Private to this library.
#pragma once

#include "sema/Context.h"
#include "sema/Environment.h"

#include <functional>
#include <span>
#include <string>

namespace changec::sema {

/// Shell text as it will run: the common indentation of a block removed, line ends as newlines.
std::string shellText(const syntax::Shell &shell);

/// What a step remembers, for `${STEP.x}`: an index into the plan's values, or a report and nothing.
using StepValueLookup =
    std::function<std::optional<uint32_t>(std::string_view step, std::string_view name, Range range)>;

/// What the runtime can tell, and not at the moment that a message goes out.
struct UntimelyFact {
  std::string_view name; ///< `reason`
  std::string known;     ///< When it is: `from a failure on`.
  Range when;            ///< The event at which it is not.
};

/// What may stand in `${...}`.
struct TextNames {
  const Environment *variables = nullptr;
  const StepValueLookup *stepValues = nullptr;
  /// Facts of the plan that are known when it is compiled: `change.id` and its value.
  const std::vector<std::pair<std::string, std::string>> *facts = nullptr;
  bool runtimeFacts = false; ///< `reason`, `next_update`: in messages only.
  bool secrets = true;
  std::span<const UntimelyFact> untimely = {}; ///< Of the runtime's facts.
};

/// Reads a string: escapes resolved, `${name}` replaced by parts. Mistakes are reported, and left out of the text.
plan::Text readText(Context &context, const syntax::Text &text, const TextNames &names);

/// Reads a string that can hold no values: `${` is reported.
std::string readPlain(Context &context, const syntax::Text &text);

/// The text of a `///` comment without its marks.
std::string readDoc(std::string_view doc);

/// What the runtime can tell in a message.
std::span<const std::string_view> runtimeFactNames();

} // namespace changec::sema
