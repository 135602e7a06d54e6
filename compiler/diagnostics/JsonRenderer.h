// Diagnostics for programs: JSON Lines, an object a line.
#pragma once

#include "diagnostics/Diagnostics.h"

#include <string>

namespace changec {

/// One diagnostic as one line of JSON (RFC 8259), with its newline:
///   name, level, message, and `rendered`, the text form without colours;
///   file, begin, end (absent where the mistake is not in a file), label;
///   labels: file, begin, end, text;  notes: texts;
///   suggestions: text, certain, edits: file, begin, end, replacement.
/// `begin` and `end` (the first place after it) hold `byte`, from 0, and `line` and `column`, from 1; a column is a
/// Unicode character.
std::string renderJson(const Diagnostic &diagnostic, const SourceManager &sources);

} // namespace changec
