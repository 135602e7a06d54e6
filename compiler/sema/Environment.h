// What names of values mean at a place: parameters, secrets, remembered values, the variable of a `for`.
// Private to this library.
#pragma once

#include "sema/Context.h"
#include "sema/Types.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace changec::sema {

struct Variable {
  std::string_view name;
  Type type;
  plan::Text value;
  Range declared;
  bool secret = false;
};

/// A value with its type.
struct TypedText {
  Type type;
  plan::Text text;
};

/// Where a step's remembered values are found: `${STEP.x}`.
struct RememberedStep {
  uint32_t step = plan::none;
  Range declared;
};

/// The names of one scope and of those around it.
class Environment {
public:
  explicit Environment(const Environment *outer = nullptr) : outer_(outer) {}

  void add(Variable variable) { variables_.push_back(std::move(variable)); }
  /// Part of what declares its names could not be read: a name that is not found may be one of them.
  void markIncomplete() { incomplete_ = true; }
  [[nodiscard]] bool incomplete() const {
    for (const Environment *scope = this; scope != nullptr; scope = scope->outer_)
      if (scope->incomplete_)
        return true;
    return false;
  }
  [[nodiscard]] const Variable *find(std::string_view name) const {
    for (const Environment *scope = this; scope != nullptr; scope = scope->outer_)
      for (const Variable &variable : scope->variables_)
        if (variable.name == name)
          return &variable;
    return nullptr;
  }
  [[nodiscard]] const Variable *findHere(std::string_view name) const {
    for (const Variable &variable : variables_)
      if (variable.name == name)
        return &variable;
    return nullptr;
  }
  /// Every variable in sight, the innermost first.
  template <typename Function> void forEach(Function &&function) const {
    for (const Environment *scope = this; scope != nullptr; scope = scope->outer_)
      for (const Variable &variable : scope->variables_)
        function(variable);
  }
  [[nodiscard]] std::vector<std::string_view> names() const {
    std::vector<std::string_view> all;
    forEach([&](const Variable &variable) { all.push_back(variable.name); });
    return all;
  }

private:
  const Environment *outer_;
  std::vector<Variable> variables_;
  bool incomplete_ = false;
};

} // namespace changec::sema
