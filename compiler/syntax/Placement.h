// Which clauses and declarations may stand in which block. The grammar lets any stand anywhere, so that a misplaced one
// can be called by its name.
#pragma once

#include "syntax/Tree.h"

#include <span>
#include <string_view>

namespace changec::syntax {

/// What a clause is called: its keyword, and `verify undo`, `accepted by`, `undone by`, `on failure`.
std::string_view clauseName(const Clause &clause);

/// The clauses that a block of the kind takes.
std::span<const std::string_view> clausesOf(Declaration::Kind block);

/// The declarations that a block of the kind takes, by keyword.
std::span<const std::string_view> itemsOf(Declaration::Kind block);

/// The declarations that a file takes, by keyword.
std::span<const std::string_view> fileItems();

/// Whether a block may have more than one clause of the name.
bool mayRepeat(std::string_view clauseName);

} // namespace changec::syntax
