#include "syntax/Placement.h"

#include <algorithm>
#include <array>

namespace changec::syntax {
namespace {

using Words = std::span<const std::string_view>;
using Kind = Declaration::Kind;

constexpr std::array<std::string_view, 12> changeClauses{"manager", "risk",    "impact",      "window",
                                                         "record",  "monitor", "decides",     "on failure",
                                                         "require", "verify",  "verify undo", "allow"};
constexpr std::array<std::string_view, 5> phaseClauses{"owner", "deputy", "accepted by", "window", "allow"};
constexpr std::array<std::string_view, 28> stepClauses{
    "owner",     "deputy",       "accepted by", "takes",       "timeout",   "retry",    "confirm",
    "expires",   "loses",        "require",     "when",        "on",        "do",       "undo",
    "undone by", "irreversible", "verify",      "verify undo", "remember",  "keep",     "observe",
    "effect",    "needs",        "saves",       "restores",    "refreshes", "produces", "allow"};
constexpr std::array<std::string_view, 25> guardClauses{
    "owner",  "deputy", "accepted by", "takes",    "timeout",   "retry",       "expires",  "loses", "require",
    "when",   "on",     "enter",       "leave",    "verify",    "verify undo", "remember", "keep",  "observe",
    "effect", "needs",  "saves",       "restores", "refreshes", "produces",    "allow"};
constexpr std::array<std::string_view, 4> gateClauses{"owner", "deputy", "require", "allow"};
constexpr std::array<std::string_view, 21> actionClauses{
    "takes",  "timeout",      "retry",  "expires",     "loses",     "require",  "do",
    "undo",   "irreversible", "verify", "verify undo", "remember",  "keep",     "observe",
    "effect", "needs",        "saves",  "restores",    "refreshes", "produces", "allow"};
constexpr std::array<std::string_view, 2> listClauses{"owner", "allow"};
constexpr std::array<std::string_view, 1> contactClauses{"allow"};
constexpr std::array<std::string_view, 1> channelClauses{"needs"};

constexpr std::array<std::string_view, 8> changeItems{"param", "secret", "checks", "phase",
                                                      "guard", "step",   "gate",   "communicate"};
constexpr std::array<std::string_view, 1> channelItems{"secret"};
constexpr std::array<std::string_view, 3> holderItems{"guard", "step", "gate"};
constexpr std::array<std::string_view, 13> topItems{"import",   "person",      "team",  "desk",   "channel",
                                                    "resource", "host",        "hosts", "policy", "action",
                                                    "checks",   "communicate", "change"};
constexpr std::array<std::string_view, 11> repeatable{"require", "remember", "keep",      "observe",  "effect", "needs",
                                                      "saves",   "restores", "refreshes", "produces", "allow"};

} // namespace

std::string_view clauseName(const Clause &clause) {
  if (const auto *people = std::get_if<People>(&clause.what)) {
    constexpr std::array<std::string_view, 5> names{"owner", "deputy", "manager", "decides", "accepted by"};
    return names[static_cast<size_t>(people->kind)];
  }
  if (const auto *level = std::get_if<RiskOrImpact>(&clause.what))
    return level->isRisk ? "risk" : "impact";
  if (const auto *takes = std::get_if<Takes>(&clause.what))
    return takes->isTimeout ? "timeout" : "takes";
  if (const auto *doing = std::get_if<Do>(&clause.what))
    return doing->kind == Do::Kind::enter ? "enter" : doing->kind == Do::Kind::leave ? "leave" : "do";
  if (const auto *reserved = std::get_if<Reserved>(&clause.what))
    return reserved->kind == Reserved::Kind::watch ? "watch" : "reverts";
  if (const auto *verify = std::get_if<Verify>(&clause.what))
    return verify->afterUndo ? "verify undo" : "verify";
  constexpr std::array<std::string_view, std::variant_size_v<decltype(clause.what)>> names{
      "",         "",         "window", "record",  "monitor", "on failure", "on",    "",          "retry",
      "confirm",  "expires",  "loses",  "require", "when",    "",           "undo",  "undone by", "irreversible",
      "",         "remember", "keep",   "observe", "effect",  "needs",      "saves", "restores",  "refreshes",
      "produces", "allow",    ""};
  return names[clause.what.index()];
}

Words clausesOf(Kind block) {
  switch (block) {
  case Kind::change: return changeClauses;
  case Kind::phase: return phaseClauses;
  case Kind::guard: return guardClauses;
  case Kind::step: return stepClauses;
  case Kind::gate: return gateClauses;
  case Kind::action: return actionClauses;
  case Kind::checks:
  case Kind::communicate: return listClauses;
  case Kind::person:
  case Kind::team:
  case Kind::desk: return contactClauses;
  case Kind::channel: return channelClauses;
  default: return {};
  }
}

Words itemsOf(Kind block) {
  switch (block) {
  case Kind::change: return changeItems;
  case Kind::channel: return channelItems;
  case Kind::phase:
  case Kind::guard:
  case Kind::parallel: return holderItems;
  default: return {};
  }
}

Words fileItems() {
  return topItems;
}

bool mayRepeat(std::string_view name) {
  return std::find(repeatable.begin(), repeatable.end(), name) != repeatable.end();
}

} // namespace changec::syntax
