// Answers the questions about levels that stand in standard input, one a line; other lines are passed over:
//   ? GRAVITY RISK [policy:allow|policy:warn|policy:deny] [allow] [-Wno|-W|-Werror=] [-Werror]
// The answer is the level that is decided: `error`, `warning` or `silent`.
#include "diagnostics/Catalogue.h"

#include <array>
#include <iostream>
#include <sstream>
#include <string>

namespace {

using changec::Circumstances;
using changec::Gravity;
using changec::Risk;
using changec::Verdict;
using changec::Wish;

template <typename Value, size_t count>
bool read(const std::array<std::string_view, count> &names, const std::string &word, Value &value) {
  for (size_t i = 0; i < count; ++i)
    if (names[i] == word) {
      value = static_cast<Value>(i);
      return true;
    }
  return false;
}

std::string answer(const std::string &line) {
  constexpr std::array<std::string_view, 7> gravities{"error",   "rule",    "highRisk", "byRisk",
                                                      "advised", "warning", "optional"};
  constexpr std::array<std::string_view, 3> risks{"low", "medium", "high"};
  constexpr std::array<std::string_view, 3> verdicts{"policy:allow", "policy:warn", "policy:deny"};
  constexpr std::array<std::string_view, 3> wishes{"-Wno", "-W", "-Werror="};
  Gravity gravity = Gravity::error;
  Circumstances circumstances;
  std::istringstream words(line);
  for (std::string word; words >> word;) {
    Verdict verdict = Verdict::allow;
    Wish wish = Wish::hide;
    if (word == "allow")
      circumstances.allowed = true;
    else if (word == "-Werror")
      circumstances.warningsAreErrors = true;
    else if (read(verdicts, word, verdict))
      circumstances.verdict = verdict;
    else if (read(wishes, word, wish))
      circumstances.wish = wish;
    else if (!read(gravities, word, gravity) && !read(risks, word, circumstances.risk))
      return "what is '" + word + "'?";
  }
  const auto level = decideLevel(gravity, circumstances);
  return level ? std::string(name(*level)) : "silent";
}

} // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);)
    if (line.compare(0, 2, "? ") == 0)
      std::cout << line.substr(2) << ": " << answer(line.substr(2)) << '\n';
}
