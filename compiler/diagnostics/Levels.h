// At which level a diagnostic is reported, and who decides: one pure function, from the weakest voice to the strongest.
//   the catalogue, by the plan's risk  <  policies  <  `allow` in the plan  <  the command line
#pragma once

#include <cstdint>
#include <optional>

namespace changec {

/// How much can go wrong in a change, as its plan says.
enum class Risk : uint8_t { low, medium, high };

enum class Level : uint8_t { warning, error };

/// What the catalogue says of a diagnostic's level.
enum class Gravity : uint8_t {
  error,    ///< The plan cannot be used as it is. Nothing moves it.
  rule,     ///< An error that a policy or an `allow` can move.
  highRisk, ///< What a change of high risk needs: an error there, silent at any other.
  byRisk,   ///< Form that a change needs the more, the riskier it is: an error at high risk, a warning at medium.
  advised,  ///< An error at high risk, a warning at any other.
  warning,  ///< A warning at any risk.
  optional, ///< Silent unless a policy or the command line asks for it.
};

/// What a policy says of a diagnostic; the later, the stricter.
enum class Verdict : uint8_t { allow, warn, deny };

/// What the command line says of a diagnostic: `-Wno-NAME`, `-W NAME`, `-Werror=NAME`.
enum class Wish : uint8_t { hide, show, error };

/// All that the level of a diagnostic depends on, besides its gravity.
struct Circumstances {
  Risk risk = Risk::medium;
  std::optional<Verdict> verdict; ///< The strictest of the policies'.
  bool allowed = false;           ///< An `allow` around its place counts.
  std::optional<Wish> wish;
  bool warningsAreErrors = false; ///< `-Werror`
};

/// The level before anybody moves it; nothing where it is silent.
std::optional<Level> levelAtRisk(Gravity gravity, Risk risk);

/// The level to report at; nothing where it is not reported. The command line makes stricter, and hides warnings: what
/// is an error by then stays one, since no output would show that it was hidden.
std::optional<Level> decideLevel(Gravity gravity, const Circumstances &circumstances);

} // namespace changec
