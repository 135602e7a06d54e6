// What people call the units of a duration.
#pragma once

#include <string_view>

namespace changec::syntax {

/// The unit that a word stands for, as the language writes it: `m` for `minutes`. Empty where it stands for none.
constexpr std::string_view durationUnit(std::string_view word) {
  if (word == "m" || word == "min" || word == "mins" || word == "minutes" || word == "minute" || word == "M")
    return "m";
  if (word == "s" || word == "sec" || word == "secs" || word == "seconds" || word == "second" || word == "S")
    return "s";
  if (word == "h" || word == "hr" || word == "hrs" || word == "hours" || word == "hour" || word == "H")
    return "h";
  if (word == "d" || word == "day" || word == "days" || word == "D")
    return "d";
  return {};
}

} // namespace changec::syntax
