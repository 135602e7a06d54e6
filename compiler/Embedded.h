// Text files that are part of the compiler: the library, the runtime, the explanations.
#pragma once

#include <span>
#include <string_view>

namespace changec::embedded {

struct File {
  std::string_view path; ///< Below the embedded folder: `std/files.change`.
  std::string_view text;
};
using Files = std::span<const File>;

} // namespace changec::embedded
