#include "emit/ScriptUnits.h"

namespace changec::emit {

namespace {

std::string_view letter(UnitKind kind) {
  switch (kind) {
  case UnitKind::operation: return "F";
  case UnitKind::once: return "O";
  case UnitKind::inverse: return "U";
  case UnitKind::check: break;
  }
  return "C";
}

} // namespace

uint32_t ScriptUnits::add(UnitKind kind, std::string key, uint32_t step, std::string digest) {
  units_.push_back({kind, false, step, std::move(key), std::move(digest)});
  return static_cast<uint32_t>(units_.size());
}

void ScriptUnits::watch(UnitRange range) {
  for (uint32_t number = range.first; number <= range.last; ++number)
    units_[number - 1].watched = true;
}

std::string ScriptUnits::table(const std::vector<std::string> &stepKeys) const {
  std::string out;
  uint32_t number = 0;
  for (const Unit &unit : units_) {
    ++number;
    if (unit.kind == UnitKind::check)
      continue;
    put(out,
        {"U ", std::to_string(number), " ", letter(unit.kind), " ", unit.key, " ",
         unit.step == plan::none ? std::string_view("-") : std::string_view(stepKeys[unit.step]), " ",
         unit.digest.empty() ? std::string_view("-") : std::string_view(unit.digest), unit.watched ? " W\n" : "\n"});
  }
  return out;
}

} // namespace changec::emit
