// UTF-8 as RFC 3629 has it.
#pragma once

#include "source/Source.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace changec::utf8 {

/// Whether a byte continues a character that another one began.
constexpr bool continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// How many bytes a character takes at most.
inline constexpr unsigned longest = 4;

/// One character: its code point and how many bytes it takes.
struct Decoded {
  char32_t codePoint = 0;
  unsigned length = 0; ///< 0 where the bytes are no character: cut short, overlong, a surrogate, too large.
};

/// The character at the start of `bytes`, which are not empty.
Decoded decode(std::string_view bytes);

/// The first NUL or byte that is not UTF-8; nothing when there is none. About as fast as the text can be read.
std::optional<EncodingFlaw> firstFlaw(std::string_view text);

} // namespace changec::utf8
