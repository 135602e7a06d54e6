// What bounds the parser on hostile input.
#pragma once

#include <cstddef>

namespace changec::syntax {

struct Limits {
  unsigned depth = 256;        ///< Rules within rules.
  unsigned syntaxErrors = 100; ///< After these, the rest of the file is not read.
  size_t tokens = 8'000'000;   ///< A file with more is not parsed; a plan of 200,000 steps has three million.
};

} // namespace changec::syntax
