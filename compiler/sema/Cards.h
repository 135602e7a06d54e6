// Contacts that are imported from a file of vCards. Private to this library.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "source/Source.h"
#include "syntax/Tree.h"

#include <memory>

namespace changec::sema {

/// The file as a tree, as if its contacts were written in the language (docs/language.md, "Contacts from vCards"): a
/// person, team or desk a card, at the places where they stand in the file.
std::unique_ptr<syntax::File> parseCards(const SourceManager &sources, FileId file, DiagnosticEngine &diagnostics);

} // namespace changec::sema
