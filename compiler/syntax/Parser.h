// Text to tree. The only door to the parser, and the only library that sees ANTLR.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "source/Source.h"
#include "syntax/Limits.h"
#include "syntax/Tree.h"

#include <memory>

namespace changec::syntax {

/// Parses a whole file. Mistakes are reported; what is sound around them is in the tree. The tree refers to the text of
/// `sources`, which must outlive it.
std::unique_ptr<File> parse(const SourceManager &sources, FileId id, DiagnosticEngine &diagnostics,
                            const Limits &limits = {});

} // namespace changec::syntax
