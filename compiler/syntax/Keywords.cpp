#include "syntax/Keywords.h"

#include <array>

namespace changec::syntax {
namespace {

constexpr size_t tableSize = 512;

constexpr size_t hash(std::string_view word) {
  size_t value = word.size() * 131;
  value += size_t{static_cast<unsigned char>(word.front())} * 7;
  value += size_t{static_cast<unsigned char>(word.back())} * 37;
  value += size_t{static_cast<unsigned char>(word[word.size() / 2])} * 101;
  return value % tableSize;
}

constexpr std::array<uint8_t, tableSize> makeTable() {
  std::array<uint8_t, tableSize> table{};
  uint8_t index = 1;
  for (const Keyword &keyword : keywords) {
    size_t slot = hash(keyword.text);
    while (table[slot] != 0)
      slot = (slot + 1) % tableSize;
    table[slot] = index++;
  }
  return table;
}

constexpr std::array<uint8_t, tableSize> table = makeTable();

constexpr std::array<std::string_view, lastTokenKind + 1> makeTexts() {
  std::array<std::string_view, lastTokenKind + 1> texts{};
  for (const Keyword &keyword : keywords)
    texts[static_cast<size_t>(keyword.kind)] = keyword.text;
  return texts;
}

constexpr std::array<std::string_view, lastTokenKind + 1> texts = makeTexts();

} // namespace

TokenKind keywordKind(std::string_view word) {
  for (size_t slot = hash(word); table[slot] != 0; slot = (slot + 1) % tableSize)
    if (keywords[table[slot] - 1].text == word)
      return keywords[table[slot] - 1].kind;
  return TokenKind::WORD;
}

std::string_view keywordText(TokenKind kind) {
  return texts[static_cast<size_t>(kind)];
}

bool isReserved(TokenKind kind) {
  switch (kind) {
  case TokenKind::UNDO:
  case TokenKind::NONE:
  case TokenKind::MANUAL:
  case TokenKind::WAIT:
  case TokenKind::UNTIL:
  case TokenKind::BY:
  case TokenKind::BECAUSE:
  case TokenKind::ELSE:
  case TokenKind::SECRET:
  case TokenKind::REBOOT: return true;
  default: return false;
  }
}

} // namespace changec::syntax
