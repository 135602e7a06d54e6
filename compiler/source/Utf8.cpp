#include "source/Utf8.h"

#include <fmt/format.h>

#include <cstring>

namespace changec::utf8 {
namespace {

/// Whether eight bytes are all ASCII and none of them NUL.
bool plain(const char *eight) {
  uint64_t word = 0;
  std::memcpy(&word, eight, sizeof word);
  constexpr uint64_t ones = 0x0101010101010101U;
  constexpr uint64_t highBits = 0x8080808080808080U;
  // Of bytes below 0x80, subtracting one sets the high bit of a zero alone (or of what it borrows from).
  return ((word | (word - ones)) & highBits) == 0;
}

EncodingFlaw flawAt(std::string_view text, size_t offset) {
  const auto byte = static_cast<unsigned char>(text[offset]);
  const std::string reason = byte == 0 ? "a NUL byte" : fmt::format("byte 0x{:02x} is not UTF-8", byte);
  return {static_cast<uint32_t>(offset), 1, reason};
}

} // namespace

Decoded decode(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  if (lead < 0x80)
    return {lead, 1};
  unsigned length = 0;
  char32_t smallest = 0;
  char32_t codePoint = 0;
  if ((lead & 0xE0U) == 0xC0U) {
    length = 2, smallest = 0x80, codePoint = lead & 0x1FU;
  } else if ((lead & 0xF0U) == 0xE0U) {
    length = 3, smallest = 0x800, codePoint = lead & 0x0FU;
  } else if ((lead & 0xF8U) == 0xF0U) {
    length = 4, smallest = 0x10000, codePoint = lead & 0x07U;
  } else {
    return {};
  }
  if (bytes.size() < length)
    return {};
  for (unsigned i = 1; i < length; ++i) {
    if (!continues(bytes[i]))
      return {};
    codePoint = codePoint << 6U | (static_cast<unsigned char>(bytes[i]) & 0x3FU);
  }
  const bool surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
  if (codePoint < smallest || surrogate || codePoint > 0x10FFFF)
    return {};
  return {codePoint, length};
}

std::optional<EncodingFlaw> firstFlaw(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    if (text.size() - at >= 8 && plain(text.data() + at)) {
      at += 8;
      continue;
    }
    const Decoded character = decode(text.substr(at));
    if (character.length == 0 || character.codePoint == 0)
      return flawAt(text, at);
    at += character.length;
  }
  return std::nullopt;
}

} // namespace changec::utf8
