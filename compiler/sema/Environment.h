// What names of values mean at a place: parameters, secrets, remembered values, the variable of a `for`.
// Private to this library.
#pragma once

#include "sema/Context.h"
#include "sema/Types.h"

#include <algorithm>
#include <cstddef>
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

  void add(Variable variable) {
    variables_.push_back(std::move(variable));
    if (variables_.size() > fewVariables)
      for (size_t i = byName_.empty() ? 0 : variables_.size() - 1; i < variables_.size(); ++i)
        byName_.emplace(variables_[i].name, i);
  }
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
      if (const Variable *found = scope->findHere(name))
        return found;
    return nullptr;
  }
  [[nodiscard]] const Variable *findHere(std::string_view name) const {
    if (!byName_.empty()) {
      const auto found = byName_.find(name);
      return found == byName_.end() ? nullptr : &variables_[found->second];
    }
    for (const Variable &variable : variables_)
      if (variable.name == name)
        return &variable;
    return nullptr;
  }
  /// Those that a text may name, the innermost scope's first, each scope's in order of declaration.
  template <typename Words> [[nodiscard]] std::vector<const Variable *> namedBy(const Words &forEachWord) const {
    std::vector<const Variable *> named;
    for (const Environment *scope = this; scope != nullptr; scope = scope->outer_) {
      if (scope->variables_.empty())
        continue;
      const auto first = static_cast<std::ptrdiff_t>(named.size());
      forEachWord([&](std::string_view word) {
        const Variable *found = scope->findHere(word);
        if (found != nullptr && find(word) == found) // not hidden by one of a scope inside
          named.push_back(found);
      });
      std::sort(named.begin() + first, named.end());
      named.erase(std::unique(named.begin() + first, named.end()), named.end());
    }
    return named;
  }
  /// Every name in sight, the innermost scope's first.
  [[nodiscard]] std::vector<std::string_view> names() const {
    std::vector<std::string_view> all;
    for (const Environment *scope = this; scope != nullptr; scope = scope->outer_)
      for (const Variable &variable : scope->variables_)
        all.push_back(variable.name);
    return all;
  }

private:
  /// Up to so many are compared one by one.
  static constexpr size_t fewVariables = 16;

  const Environment *outer_;
  std::vector<Variable> variables_;
  std::unordered_map<std::string_view, size_t> byName_; ///< Empty while they are few.
  bool incomplete_ = false;
};

} // namespace changec::sema
