// What is still to be filled in: a text or shell that is nothing but `<words that say what>`.
#pragma once

#include <string_view>

namespace changec::syntax {

/// What a blank asks for: `the number of the desk` of `<the number of the desk>`. Empty for any other text, one word in
/// brackets too: that may be meant.
constexpr std::string_view blankIn(std::string_view raw) {
  constexpr std::string_view space = " \t\r\n";
  const size_t begin = raw.find_first_not_of(space);
  if (begin == std::string_view::npos)
    return {};
  raw = raw.substr(begin, raw.find_last_not_of(space) - begin + 1);
  if (raw.size() < 3 || raw.front() != '<' || raw.back() != '>')
    return {};
  raw = raw.substr(1, raw.size() - 2);
  const bool isPhrase = raw.find_first_of("<>\r\n\"\\$") == std::string_view::npos &&
                        raw.find(' ') != std::string_view::npos && raw.front() != ' ' && raw.back() != ' ';
  return isPhrase ? raw : std::string_view();
}

} // namespace changec::syntax
