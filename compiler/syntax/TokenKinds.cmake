# Run by Grammar.cmake's rule: makes TokenKind.h of the vocabulary that ANTLR wrote for grammar/ChangeLexer.g4.
file(STRINGS ${TOKENS} lines)
set(kinds "")
set(words "")
foreach(line IN LISTS lines)
  if(line MATCHES "^([A-Z_]+)=([0-9]+)$")
    string(APPEND kinds "  ${CMAKE_MATCH_1} = ${CMAKE_MATCH_2},\n")
    set(name_${CMAKE_MATCH_2} ${CMAKE_MATCH_1})
    set(last ${CMAKE_MATCH_2})
  endif()
endforeach()
foreach(line IN LISTS lines)
  if(line MATCHES "^'([a-z]+)'=([0-9]+)$")
    string(APPEND words "    {\"${CMAKE_MATCH_1}\", TokenKind::${name_${CMAKE_MATCH_2}}},\n")
  endif()
endforeach()
file(WRITE ${OUT} "// Made from grammar/ChangeLexer.g4.
#pragma once
#include <cstdint>
#include <string_view>
namespace changec::syntax {
enum class TokenKind : uint16_t {
  END = 0,
${kinds}};
inline constexpr unsigned lastTokenKind = ${last};
struct Keyword {
  std::string_view text;
  TokenKind kind;
};
inline constexpr Keyword keywords[] = {
${words}};
} // namespace changec::syntax
")
