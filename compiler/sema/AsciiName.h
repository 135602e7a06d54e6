// A person's name as a name of the language. Private to this library.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace changec::sema {

/// `Łukasz O'Neil-Dvořák` is `lukasz_oneil_dvorak`: letters in lower case and without accents, apostrophes left out,
/// what stands between words an underscore, one before a digit at the start. Nothing where no letter or digit is left,
/// and where a character is neither a Latin letter nor punctuation: no rule would give a name that one expects.
std::optional<std::string> asciiName(std::string_view words);

} // namespace changec::sema
