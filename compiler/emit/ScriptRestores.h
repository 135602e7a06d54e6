// Which save a restore reads, and which operations write what it would put back. An older copy must never be put over
// good data: a restore runs only if its save is journaled as done and one of the writers has begun since.
#pragma once

#include "emit/ScriptUnits.h"
#include "plan/Plan.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace changec::emit {

class ScriptRestores {
public:
  explicit ScriptRestores(const plan::Plan &plan);

  /// Filled as the implementation is written, in order.
  void saved(uint32_t scope, uint32_t unit);
  void wrote(uint32_t scope, UnitRange operations);
  void ran(uint32_t scope, uint32_t unit, uint32_t step); ///< An operation that is no call.

  struct Condition {
    uint32_t save = 0; ///< A unit; 0 where the plan has no such save.
    std::vector<UnitRange> writers;
  };
  /// When the restores of a scope have to run that is called in the undo of a step; nothing where it restores nothing.
  /// `covered`: the operations of the steps that the step's undo covers.
  [[nodiscard]] std::optional<Condition> condition(uint32_t scope, uint32_t step,
                                                   const std::vector<UnitRange> &covered) const;

private:
  struct Writers {
    std::unordered_map<std::string, std::vector<UnitRange>> ofCell; ///< By arguments that are known when compiled.
    std::vector<UnitRange> ofAny;
  };
  const plan::Plan &plan_;
  std::unordered_map<std::string, uint32_t> saves_;  ///< By cell and key.
  std::unordered_map<std::string, Writers> writers_; ///< By resource.
  std::vector<std::vector<UnitRange>> undeclared_;   ///< By step: operations of scopes that declare no effect.
};

} // namespace changec::emit
