// What the scripts' runtime journals: units with numbers, in the order of the plan, and the table that ties a unit's
// number to its key.
#pragma once

#include "plan/Plan.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace changec::emit {

/// Appends all parts.
inline void put(std::string &out, std::initializer_list<std::string_view> parts) {
  for (const std::string_view part : parts)
    out += part;
}

/// Units `[first, last]`; none where `first` is above `last`.
struct UnitRange {
  uint32_t first = 1;
  uint32_t last = 0;
  [[nodiscard]] bool empty() const { return first > last; }
};

/// `operation` is done and undone; `once` is read once (a remembered value, a kept file, an observation);
/// `inverse` is run by a backout; `check` is not journaled as begun.
enum class UnitKind : uint8_t { operation, once, inverse, check };

class ScriptUnits {
public:
  /// A new unit. `key` is a journal word; `step` an index, or `plan::none`.
  uint32_t add(UnitKind kind, std::string key, uint32_t step, std::string digest);
  /// The number that the next unit will get.
  [[nodiscard]] uint32_t next() const { return static_cast<uint32_t>(units_.size()) + 1; }
  /// The journal has to say when the units last began: a restore asks.
  void watch(UnitRange range);
  /// The table of all units but checks: number, kind, key, step's key, digest, whether it is watched.
  [[nodiscard]] std::string table(const std::vector<std::string> &stepKeys) const;

private:
  struct Unit {
    UnitKind kind;
    bool watched;
    uint32_t step;
    std::string key;
    std::string digest;
  };
  std::vector<Unit> units_;
};

} // namespace changec::emit
