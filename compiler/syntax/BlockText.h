// What a block of text or shell says: its lines without the indentation that they share.
#pragma once

#include "syntax/Characters.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace changec::syntax {

/// How many blanks every line of a block starts with; lines of blanks apart. The first line stands beside the opening
/// mark and does not count.
inline size_t commonIndentation(std::string_view raw) {
  size_t common = SIZE_MAX;
  size_t at = raw.find('\n');
  while (at != std::string_view::npos) {
    const size_t start = at + 1;
    size_t width = 0;
    while (start + width < raw.size() && (raw[start + width] == ' ' || raw[start + width] == '\t'))
      ++width;
    const bool blank = start + width >= raw.size() || raw[start + width] == '\n' || raw[start + width] == '\r';
    if (!blank)
      common = std::min(common, width);
    at = raw.find('\n', start);
  }
  return common == SIZE_MAX ? 0 : common;
}

/// The part of a block between its marks' lines: without a first line and a last line of blanks.
inline std::string_view blockBody(std::string_view raw) {
  const size_t firstEnd = raw.find('\n');
  if (firstEnd != std::string_view::npos &&
      std::all_of(raw.begin(), raw.begin() + static_cast<ptrdiff_t>(firstEnd), isSpace))
    raw.remove_prefix(firstEnd + 1);
  const size_t lastStart = raw.rfind('\n');
  if (lastStart != std::string_view::npos &&
      std::all_of(raw.begin() + static_cast<ptrdiff_t>(lastStart), raw.end(), isSpace))
    raw.remove_suffix(raw.size() - lastStart);
  return raw;
}

/// Walks a text's lines without their common indentation, and gives each piece with its place in the source.
template <typename Piece> void walkLines(std::string_view raw, bool block, Piece &&piece) {
  const size_t indentation = block ? commonIndentation(raw) : 0;
  const std::string_view body = block ? blockBody(raw) : raw;
  const bool firstLineIsWhole = body.data() != raw.data();
  size_t start = 0;
  bool first = true;
  while (start <= body.size()) {
    size_t end = std::min(body.find('\n', start), body.size());
    std::string_view line = body.substr(start, end - start);
    if (block && (!first || firstLineIsWhole))
      line.remove_prefix(std::min(indentation, std::min(line.find_first_not_of(" \t"), line.size())));
    if (line.ends_with('\r'))
      line.remove_suffix(1);
    piece(line, end < body.size());
    first = false;
    start = end + 1;
  }
}

} // namespace changec::syntax
