// Writing a build's files so that a failed build leaves the earlier ones as they were.
#pragma once

#include <mutex>
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

/// Outputs that appear together or not at all: each is written to a temporary file beside its place, and only when all
/// of them are complete are they renamed. Makes the folders that are missing.
class OutputSet {
public:
  OutputSet();
  ~OutputSet(); ///< Without `finish`, nothing is left of what was added.
  OutputSet(const OutputSet &) = delete;
  OutputSet &operator=(const OutputSet &) = delete;

  /// Writes the text of one. Several threads may call it at once. `rank`: the place among the others, in which it is
  /// renamed or printed, and a failure of it told; those of one rank are in the order in which they came.
  void add(size_t rank, Output output);
  /// Gives all of them their names, or none and the first failure.
  std::optional<WriteFailure> finish();

private:
  class Pending;
  std::mutex mutex_;
  std::vector<Pending> pending_;
};

/// Writes one output, or leaves what was there as it is.
std::optional<WriteFailure> write(Output output);

} // namespace changec::driver
