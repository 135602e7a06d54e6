// What a suggestion would change, as lines taken out and put in.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "diagnostics/Snippet.h"

#include <string>

namespace changec {

/// The lines that the suggestion's edits touch, before (`-`) and after (`+`), each row with the gutter and a newline.
/// Empty where an edit is too large to be shown.
std::string renderEdits(const Suggestion &suggestion, const SourceManager &sources, const SnippetStyle &style);

} // namespace changec
