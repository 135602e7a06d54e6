// Operations and checks as calls of the scripts' runtime, each with the function that prints its shell text.
#pragma once

#include "emit/ScriptUnits.h"
#include "emit/ScriptValues.h"
#include "plan/Plan.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace changec::emit {

/// `orders.change:28`; `-` for nowhere.
std::string placeWord(const plan::Plan &plan, const plan::Place &place);

/// A contact's title; for a team, its lead's too: `Database team (Carol Dvorak)`.
std::string ownerTitle(const plan::Plan &plan, uint32_t contact);

/// A part of a script: `calls` is the body of the function being written, `texts` the functions it needs.
struct ScriptBody {
  std::string calls;
  std::string texts;
  std::string indent = "  ";
  uint32_t step = plan::none; ///< Whose units these are.
};

/// Where a unit stands in the runtime's eyes, and how it is called there.
enum class CheckPurpose : uint8_t { require, verify, undone, health };

class ScriptOperations {
public:
  ScriptOperations(const plan::Plan &plan, ScriptUnits &units, ScriptValues &values);

  /// One operation that is no call, to be run. `settle`: the scope whose verify shows that it was done.
  uint32_t run(ScriptBody &body, const plan::Operation &operation, UnitKind kind, uint32_t settle);
  /// One operation of a verify, a requirement or checks, to be asked; a call is asked as what it consists of.
  void check(ScriptBody &body, const plan::Operation &operation, CheckPurpose purpose, std::string_view title);
  /// A `when`: the arguments of the step's call that name its unit.
  void condition(ScriptBody &body, const plan::Operation &operation);
  void requirements(ScriptBody &body, const std::vector<plan::Requirement> &all, CheckPurpose purpose);
  void checks(ScriptBody &body, const std::vector<plan::Operation> &operations, CheckPurpose purpose);
  /// What the scope reads once: remembers, keeps, observes, in this order.
  void readOnce(ScriptBody &body, uint32_t index);
  /// Puts back what a scope keeps; `suffix` tells two occasions of one scope apart.
  void putBack(ScriptBody &body, uint32_t index, std::string_view suffix);
  /// Compares what a scope observes with what it was.
  void observeAgain(ScriptBody &body, uint32_t index);
  /// What is done in a scope that is itself run as an inverse or a check: no inverse of it is ever asked for.
  /// `each` writes one operation that is no call.
  void scopeOnce(ScriptBody &body, uint32_t index, CheckPurpose purpose,
                 const std::function<void(const plan::Operation &)> &each);

  /// Whether what follows is run by a backout: which secrets that needs is remembered.
  void ofBackout(bool isBackout) { isBackout_ = isBackout; }
  /// A line for each step and each secret that taking it back reads: `NUMBER NAME`; number 0 is the health after a
  /// backout. To be asked when all else was written.
  [[nodiscard]] std::string secretsOfBackout() const;

  /// A function a list of checks.
  [[nodiscard]] std::string checkLists();

private:
  struct Once {
    uint32_t first = 0; ///< The unit of the first observation of a scope, and of its first keep.
    uint32_t keep = 0;
  };
  void text(ScriptBody &body, uint32_t unit, std::string_view comment, uint32_t scope, std::string_view shell);
  void noteSecrets(uint32_t step, uint32_t scope, std::string_view shell);
  void noteCheckList(const ScriptBody &body, const plan::Operation &operation);
  void words(ScriptBody &body, uint32_t unit, std::string_view comment, const plan::Text &instruction);
  [[nodiscard]] std::string putBackText(uint32_t scope, size_t keep) const;
  /// All that a scope keeps, the last first.
  [[nodiscard]] std::string putBackText(uint32_t scope) const;
  void body(ScriptBody &body, uint32_t unit, const plan::Operation &operation);
  [[nodiscard]] std::string comment(const ScriptBody &body, const plan::Operation &operation) const;
  [[nodiscard]] std::string digest(const plan::Operation &operation);

  const plan::Plan &plan_;
  ScriptUnits &units_;
  ScriptValues &values_;
  std::vector<Once> once_; ///< By scope.
  bool isBackout_ = false;
  uint32_t listNow_ = plan::none;                          ///< The list of checks that is being written.
  std::set<std::pair<uint32_t, uint32_t>> secretsOfSteps_; ///< Number of a step, index of a secret.
  std::set<std::pair<uint32_t, uint32_t>> secretsOfLists_; ///< Index of a list of checks, index of a secret.
  std::set<std::pair<uint32_t, uint32_t>> listsOfSteps_;   ///< Number of a step, index of a list of checks.
};

} // namespace changec::emit
