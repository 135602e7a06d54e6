// A file of its own, compiled as C++17: as C++20, clang 14 does not take LLVM's header with the library of GCC 12.
#include "Json.h"

#include <llvm/Support/JSON.h>

namespace changec::fuzz {

std::string flawOfJson(std::string_view text) {
  auto value = llvm::json::parse(llvm::StringRef(text.data(), text.size()));
  return value ? std::string() : llvm::toString(value.takeError());
}

} // namespace changec::fuzz
