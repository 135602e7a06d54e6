// The words of the language.
#pragma once

#include "syntax/TokenKind.h"

#include <span>
#include <string_view>

namespace changec::syntax {

/// The keyword's kind, or WORD.
TokenKind keywordKind(std::string_view word);

/// The keyword as written; empty for other kinds.
std::string_view keywordText(TokenKind kind);

/// Whether nothing may be named so: the grammar cannot spare the word.
bool isReserved(TokenKind kind);

} // namespace changec::syntax
