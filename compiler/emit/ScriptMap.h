// From a line of a generated script back to the plan: the scripts say above each function, and in each call of the
// runtime, which of the plan's lines it stands for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace changec::emit {

/// What a line of a script stands for.
struct ScriptPlace {
  std::string place; ///< `orders.change:53`
  std::string what;  ///< `switch/undo/1 - Dan Kral`, or `[5/6] switch: Point the application at release 15`
  /// The step or list around it, with its own place; empty where it is that itself.
  std::string within;
  /// Of a text that the plan has as it stands: which of its lines, from 1; else 0.
  unsigned lineOfText = 0;
};

/// Whether it is a script that this compiler has made.
bool isScript(std::string_view text);

/// The place for a line, which counts from 1; nothing for one that stands for no line of the plan: the runtime, tables.
std::optional<ScriptPlace> placeInScript(std::string_view script, unsigned line);

} // namespace changec::emit
