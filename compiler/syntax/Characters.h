// What single bytes mean to the scanner, and to everybody else who looks into words of the language.
#pragma once

#include <string_view>

namespace changec::syntax {

constexpr bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool isWordStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
constexpr bool isWordPart(char c) {
  return isWordStart(c) || isDigit(c);
}
constexpr bool isSpace(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
/// Without the blanks at both ends.
constexpr std::string_view trimmed(std::string_view text) {
  while (!text.empty() && isSpace(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && isSpace(text.back()))
    text.remove_suffix(1);
  return text;
}
constexpr bool isAscii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}
constexpr bool isDurationUnit(char c) {
  return c == 's' || c == 'm' || c == 'h' || c == 'd';
}

} // namespace changec::syntax
