// Bytes to tokens and comments. It holds to grammar/ChangeLexer.g4 (test/syntax shows that they agree) and is written
// by hand because ANTLR's lexer takes most of a parse's time, and to say well what is wrong with a token.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "source/Source.h"
#include "syntax/Limits.h"
#include "syntax/TokenKind.h"
#include "syntax/Tree.h"

#include <vector>

namespace changec::syntax {

struct ScannedToken {
  uint32_t begin = 0;
  uint32_t end = 0;
  TokenKind kind = TokenKind::END;
  bool damaged = false; ///< What is wrong with it has been said: nobody need look into it.
};

struct Scan {
  std::vector<ScannedToken> tokens; ///< Without the end of the file.
  std::vector<Comment> comments;
  bool damaged = false; ///< Something was reported.
  bool tooLong = false; ///< It had more tokens than the limit.
  bool swallowed =
      false; ///< An unclosed block took the rest of the file: what is missing at its end has been explained.
};

/// Scans a file that has no encoding flaw. Of a file with more tokens than the limit it gives none, after a report.
Scan scan(const SourceFile &file, FileId id, DiagnosticEngine &diagnostics, const Limits &limits);

} // namespace changec::syntax
