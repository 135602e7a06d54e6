// Text to tree. The only door to the parser, and the only library that sees ANTLR.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "source/Source.h"
#include "syntax/Tree.h"

#include <memory>

namespace changec::syntax {

/// What bounds the parser on hostile input.
struct Limits {
  unsigned depth = 256;        ///< Rules within rules.
  unsigned syntaxErrors = 100; ///< After these, the rest of the file is not read.
};

/// Parses a whole file. Mistakes are reported; what is sound around them is in the tree. The tree refers to the text of
/// `sources`, which must outlive it.
std::unique_ptr<File> parse(const SourceManager &sources, FileId file, DiagnosticEngine &diagnostics,
                            const Limits &limits = {});

} // namespace changec::syntax
