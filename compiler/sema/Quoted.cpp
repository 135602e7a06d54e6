#include "sema/Quoted.h"

#include "syntax/Characters.h"

#include <algorithm>

namespace changec::sema {
namespace {

/// Where the string, the shell or the comment ends that begins at `at`; `at` where none does.
size_t endOfOpaque(std::string_view source, size_t at) {
  const auto after = [&](size_t from, std::string_view end) {
    const size_t found = source.find(end, from);
    return found == std::string_view::npos ? source.size() : found + end.size();
  };
  const std::string_view rest = source.substr(at);
  for (const std::string_view mark : {std::string_view("\"\"\""), std::string_view("```")})
    if (rest.starts_with(mark))
      return after(at + mark.size(), mark);
  if (rest.starts_with("//"))
    return std::min(source.find('\n', at), source.size());
  if (rest.starts_with("/*"))
    return after(at + 2, "*/");
  if (rest.starts_with('`'))
    return after(at + 1, "`");
  if (!rest.starts_with('"'))
    return at;
  size_t end = at + 1;
  while (end < source.size() && source[end] != '"')
    end += source[end] == '\\' ? 2 : 1;
  return std::min(end + 1, source.size());
}

} // namespace

std::string quoted(std::string_view source) {
  constexpr std::string_view opening = "([.";
  constexpr std::string_view closing = ")],:.";
  std::string result;
  bool blank = false;
  for (size_t at = 0; at < source.size();) {
    if (syntax::isSpace(source[at])) {
      blank = true;
      ++at;
      continue;
    }
    const size_t end = endOfOpaque(source, at);
    const bool comment = end > at && source[at] == '/';
    if (!comment) {
      const bool apart = blank || result.ends_with(',') || result.ends_with(':');
      if (apart && !result.empty() && opening.find(result.back()) == std::string_view::npos &&
          closing.find(source[at]) == std::string_view::npos)
        result += ' ';
      result += source.substr(at, std::max(end, at + 1) - at);
    }
    blank = comment;
    at = std::max(end, at + 1);
  }
  return result;
}

} // namespace changec::sema
