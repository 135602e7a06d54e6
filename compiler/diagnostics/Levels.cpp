#include "diagnostics/Levels.h"

namespace changec {
namespace {

std::optional<Level> levelOf(Verdict verdict) {
  switch (verdict) {
  case Verdict::allow: return std::nullopt;
  case Verdict::warn: return Level::warning;
  case Verdict::deny: break;
  }
  return Level::error;
}

std::optional<Level> wished(std::optional<Level> level, Wish wish) {
  switch (wish) {
  case Wish::hide: return level == Level::error ? level : std::nullopt;
  case Wish::show: return level ? level : Level::warning;
  case Wish::error: break;
  }
  return Level::error;
}

} // namespace

std::optional<Level> levelAtRisk(Gravity gravity, Risk risk) {
  switch (gravity) {
  case Gravity::error:
  case Gravity::rule: return Level::error;
  case Gravity::highRisk: return risk == Risk::high ? std::optional(Level::error) : std::nullopt;
  case Gravity::byRisk:
    if (risk == Risk::low)
      return std::nullopt;
    [[fallthrough]];
  case Gravity::advised: return risk == Risk::high ? Level::error : Level::warning;
  case Gravity::warning: return Level::warning;
  case Gravity::optional: break;
  }
  return std::nullopt;
}

std::optional<Level> decideLevel(Gravity gravity, const Circumstances &circumstances) {
  if (gravity == Gravity::error)
    return Level::error;
  if (circumstances.allowed)
    return std::nullopt;
  std::optional<Level> level =
      circumstances.verdict ? levelOf(*circumstances.verdict) : levelAtRisk(gravity, circumstances.risk);
  if (circumstances.wish)
    level = wished(level, *circumstances.wish);
  return level == Level::warning && circumstances.warningsAreErrors ? Level::error : level;
}

} // namespace changec
