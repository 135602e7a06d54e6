// The lines of one file that a diagnostic speaks of, with marks under the exact text.
#pragma once

#include "diagnostics/Ink.h"
#include "source/Source.h"

#include <string>
#include <vector>

namespace changec {

/// Text to be marked, and what is said under it.
struct Mark {
  Range range;
  std::string label;
  bool primary = false; ///< Marked by `^`; else by `-`.
  Ink ink = Ink::secondary;
};

struct SnippetStyle {
  bool colour = false;
  unsigned width = 140; ///< Of the whole output, in cells.
  unsigned gutter = 1;  ///< Digits of the largest line number.
};

/// The lines that hold `marks`, all of one file, which are not empty. Starts and ends with what it shows: every row of
/// it begins with the gutter and ends with a newline.
std::string renderSnippet(const SourceFile &file, std::vector<Mark> marks, const SnippetStyle &style);

/// Appends the gutter of a row: a line number (0: none), and `separator`.
void appendGutter(std::string &out, unsigned line, char separator, const SnippetStyle &style);

} // namespace changec
