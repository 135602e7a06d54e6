// How `changec` ends. Scripts and build systems rely on these: they are for good.
#pragma once

namespace changec::driver {

enum class ExitStatus : int {
  clean = 0,
  errors = 1,        ///< A plan has errors; under `-Werror` also warnings. Of `diff`: the versions differ.
  usage = 2,         ///< The command line is wrong. Of `diff`: the versions cannot be compared.
  inputOrOutput = 3, ///< A file could not be read or written.
  internal = 70,     ///< The compiler failed (sysexits.h: EX_SOFTWARE).
};

/// The one that tells more, of two plans in one call.
constexpr ExitStatus worse(ExitStatus a, ExitStatus b) {
  return a > b ? a : b;
}

} // namespace changec::driver
