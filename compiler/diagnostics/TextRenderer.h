// Diagnostics as text for a person, in the style of rustc. Writes to a string: whether there is a terminal, how wide it
// is, and whether colours are wanted is for the caller to know.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "diagnostics/Ink.h"

#include <string>

namespace changec {

struct TextStyle {
  bool colour = false;
  unsigned width = 140; ///< In cells; longer source lines are clipped.
  /// The address that a place in a file is linked to, as OSC 8 has it; it gives nothing for a file that has none. Not
  /// set: no links.
  LinkTo linkTo = {};
};

/// One diagnostic: header, place, source, notes, and suggestions as edits. Ends with a newline.
std::string renderText(const Diagnostic &diagnostic, const SourceManager &sources, const TextStyle &style);

/// `2 errors, 1 warning`, and how many are not shown, with a newline; empty when there was nothing to report.
std::string renderSummary(const DiagnosticEngine &diagnostics, const TextStyle &style);

} // namespace changec
