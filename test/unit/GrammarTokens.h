// The scanner's tokens beside those that ANTLR's lexer makes of the same text by grammar/ChangeLexer.g4.
#pragma once

#include "source/Source.h"

#include <string>

namespace changec::unit {

enum class Agreement { same, different, faulty };

/// Whether both read a text, one without an encoding flaw, alike. A text that the scanner finds fault with is `faulty`:
/// such a text it reads as it likes. `difference`, for a person, says where two tokens differ.
Agreement compareTokens(const SourceManager &sources, FileId id, std::string &difference);

} // namespace changec::unit
