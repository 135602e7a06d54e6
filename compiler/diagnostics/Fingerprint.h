// What tells the same mistake in two versions of a plan: builds show only what is new.
#pragma once

#include "diagnostics/Diagnostics.h"

#include <map>
#include <string>

namespace changec {

/// Names diagnostics by their kind, file, message and the text of their line: a line that moves keeps its name. Equal
/// ones are numbered in the order in which they are asked for.
class Fingerprints {
public:
  /// 32 hexadecimal digits, of a SHA-256.
  std::string of(const Diagnostic &diagnostic, const SourceManager &sources);

private:
  std::map<std::string, unsigned> seen_;
};

/// The last byte of a place; of an empty one, the byte it stands before.
inline uint32_t lastByteOf(Range range) {
  return range.end > range.begin ? range.end - 1 : range.begin;
}

} // namespace changec
