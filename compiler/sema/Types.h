// Types of parameters and values. Private to this library.
#pragma once

#include "sema/Context.h"

#include <optional>
#include <string>

namespace changec::sema {

struct Type {
  enum class Base : uint8_t { string, integer, boolean, duration, path, secret };
  Base base = Base::string;
  bool list = false;
  friend bool operator==(const Type &, const Type &) = default;
};

/// As the language writes it: `[path]`.
std::string show(Type type);

/// Reads a type; reports one that does not exist. `allowSecret`: an action's parameter may be a secret.
std::optional<Type> readType(Context &context, const syntax::Type &type, bool allowSecret);

/// Whether a value of one type can stand where another is wanted: text that is a path is text, and any text may be a
/// path; anything single can be written as text.
bool accepts(Type wanted, Type given);

/// Reads text that is no part of a plan (`-D name=value`, a parameter file) as a value of a type, in the form that
/// shell sees; nothing when it is none. A list is written `a,b` or `[a, b]`.
std::optional<std::string> readForeign(Type type, std::string_view text);

} // namespace changec::sema
