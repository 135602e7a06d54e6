// Applying what diagnostics suggest.
#pragma once

#include "diagnostics/Diagnostics.h"

#include <string>
#include <string_view>
#include <vector>

namespace changec {

struct Applied {
  std::string text;       ///< The file's, with the edits.
  unsigned applied = 0;   ///< Diagnostics whose edits are in it.
  unsigned elsewhere = 0; ///< Diagnostics whose certain edits are in other files; none of them is applied.
};

/// Applies to `text`, a file's whole text, the first certain suggestion of each diagnostic: all of its edits, or none.
/// Where edits of two diagnostics overlap or touch, those of the one that comes first count: the other may be judged
/// anew on the result. Diagnostics are taken in the order given.
Applied applyCertainEdits(std::string_view text, FileId file, const std::vector<Diagnostic> &diagnostics);

} // namespace changec
