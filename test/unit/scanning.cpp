// Holds the scanner to grammar/ChangeLexer.g4: both read the same texts, and every token must be the same.
//   scanning FILE...              the files; one that the scanner finds fault with is left out
//   scanning --generated COUNT    texts of random tokens, the same in every run
#include "GrammarTokens.h"
#include "syntax/TokenKind.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <random>
#include <vector>

using namespace changec;

namespace {

/// Texts of tokens, and of what is none. Two may run together, into another token or into a fault.
class Generator {
public:
  std::string text() {
    constexpr unsigned longest = 60;
    std::string result = oneIn(20) ? "\xEF\xBB\xBF" : "";
    for (unsigned count = 1 + pick(longest); count > 0; --count) {
      result += token();
      if (!oneIn(9))
        result += separators[pick(separators.size())];
    }
    return result;
  }

private:
  std::mt19937 random_{20261205};

  static constexpr std::array<std::string_view, 10> separators{
      " ", "\n", "\t", "\r\n", "  ", "// step {\n", "/* a\n** ` \" */", "/// doc é\n", "\n\n", " //\n"};
  static constexpr std::array<std::string_view, 52> pieces{"{",
                                                           "}",
                                                           "(",
                                                           ")",
                                                           "[",
                                                           "]",
                                                           ",",
                                                           ":",
                                                           "=",
                                                           "..",
                                                           ".",
                                                           "->",
                                                           "*",
                                                           "-",
                                                           "+",
                                                           ">=",
                                                           "<=",
                                                           "==",
                                                           "0",
                                                           "20",
                                                           "5m",
                                                           "1h30m",
                                                           "7d",
                                                           "25%",
                                                           "10s",
                                                           "99",
                                                           "x",
                                                           "_",
                                                           "a-b",
                                                           "a-1",
                                                           "step_1",
                                                           "undone",
                                                           "step",
                                                           "steps",
                                                           "none",
                                                           "un",
                                                           "do",
                                                           "d",
                                                           "s",
                                                           "`é`",
                                                           "2026-12-05T22:00",
                                                           "2026-12-05T22:00:30",
                                                           "2026-12-05T22:00Z",
                                                           "2026-12-05T22:00+01:00",
                                                           "2026-12-05T22:00:01-05:30",
                                                           "\"\"",
                                                           "\"a\\\"b\"",
                                                           "\"日本 ${x}\"",
                                                           "\"\"\"a\n\"b\"\"\"",
                                                           "\"\"\"\\\"\"\"\"",
                                                           "`a \"b\" 'c'`",
                                                           "```\n  a `b` ``\n```"};

  unsigned pick(size_t count) { return static_cast<unsigned>(random_() % count); }
  bool oneIn(unsigned count) { return pick(count) == 0; }

  std::string token() {
    if (!oneIn(3))
      return std::string(pieces[pick(pieces.size())]);
    return std::string(syntax::keywords[pick(std::size(syntax::keywords))].text);
  }
};

} // namespace

int main(int count, char **arguments) {
  SourceManager sources;
  std::deque<std::string> texts;
  std::vector<FileId> files;
  if (count == 3 && std::string_view(arguments[1]) == "--generated") {
    Generator generator;
    for (int left = std::atoi(arguments[2]); left > 0; --left)
      files.push_back(sources.addEmbedded(fmt::format("text {}", left), texts.emplace_back(generator.text())));
  } else {
    for (int i = 1; i < count; ++i)
      if (const auto loaded = sources.load(arguments[i], arguments[i]);
          !loaded.error && !sources.file(loaded.file).encodingFlaw())
        files.push_back(loaded.file);
  }
  std::array<unsigned, 3> outcomes{};
  for (const FileId file : files) {
    std::string difference;
    ++outcomes.at(static_cast<size_t>(unit::compareTokens(sources, file, difference)));
    fmt::print("{}", difference);
  }
  fmt::print("{} texts: {} the same, {} different, {} faulty\n", files.size(), outcomes[0], outcomes[1], outcomes[2]);
  return outcomes[1] == 0 ? 0 : 1;
}
