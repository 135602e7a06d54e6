// The steps of a plan as functions of its scripts: `step_N` does one, `undo_N` takes it back.
#pragma once

#include "emit/ScriptOperations.h"
#include "emit/ScriptRestores.h"

#include <string>
#include <vector>

namespace changec::emit {

class ScriptSteps {
public:
  ScriptSteps(const plan::Plan &plan, ScriptUnits &units, ScriptOperations &operations);

  /// The functions `step_N`, in order. Has to be written before the backout.
  [[nodiscard]] std::string implementation();
  /// The functions `undo_N`, the last step first.
  [[nodiscard]] std::string backout();
  /// The functions `about_N`: what is known of each step.
  [[nodiscard]] std::string about() const;
  /// How many units are operations of the implementation or come before them.
  [[nodiscard]] uint32_t unitsOfImplementation() const { return unitsOfImplementation_; }

private:
  void implement(std::string &out, uint32_t index);
  void implementScope(ScriptBody &body, uint32_t index, uint32_t settle);
  /// What a scope requires, and where that stands: before its first operation has begun, and never again.
  ScriptBody requirementsOf(const ScriptBody &body, uint32_t scope);
  void requireBefore(ScriptBody &body, size_t start, const ScriptBody &required, UnitRange operations);
  uint32_t verification(ScriptBody &body, uint32_t scope, uint32_t settle);
  void takeBack(std::string &out, uint32_t index);
  void takeBackScope(ScriptBody &body, uint32_t index);
  void takeBackOperations(ScriptBody &body, uint32_t index);
  void inverse(ScriptBody &body, const plan::Inverse &inverse, UnitRange of);
  void inverseOperations(ScriptBody &body, const std::vector<plan::Operation> &operations);
  void inverseCall(ScriptBody &body, const plan::Operation &call);
  void afterUndo(ScriptBody &body, uint32_t index);
  void checkCovered(ScriptBody &body, uint32_t step);
  /// The enter of the guard around a step: where its condition does not hold, the step is skipped too.
  [[nodiscard]] uint32_t enterThatDecides(uint32_t step) const;
  [[nodiscard]] std::string heading(uint32_t index) const;

  const plan::Plan &plan_;
  ScriptUnits &units_;
  ScriptOperations &operations_;
  ScriptRestores restores_;
  std::vector<UnitRange> ofScope_;                  ///< The operations of each scope that is implemented.
  std::vector<std::vector<UnitRange>> ofOperation_; ///< The same for each operation of a scope.
  std::vector<std::vector<uint32_t>> coveredBy_;    ///< By step: the steps that its undo covers.
  std::vector<uint32_t> guardOf_;                   ///< By step: the guard that it enters or leaves.
  uint32_t unitsOfImplementation_ = 0;
};

} // namespace changec::emit
