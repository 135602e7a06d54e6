// Writing a build's files so that a failed build leaves the earlier ones as they were.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace changec::driver {

struct Output {
  std::string path; ///< `-` is standard output.
  std::string text;
  bool executable = false;
  bool replaces = false; ///< The file is there: it keeps its mode and owner, and a link to it stays one.
};

struct WriteFailure {
  std::string path;
  std::string reason; ///< For a person: `permission denied`.
};

/// Writes all outputs, or none: each to a temporary file beside its place, and only when all of them are complete are
/// they renamed, in the order given. Makes the folders that are missing.
std::optional<WriteFailure> write(const std::vector<Output> &outputs);

} // namespace changec::driver
