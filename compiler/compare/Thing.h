// What is compared of a plan: things by name, and of each what can be said of it.
#pragma once

#include "plan/Plan.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace changec::compare {

/// One thing that is said of a thing: its owner, what it does.
struct Facet {
  std::string what;  ///< `owner`
  std::string value; ///< For a reader; may have several lines.
  /// How much safety it gives: less of it in the new version is worth a look. 0 where it is no question of safety, and
  /// where there is nothing.
  int safety = 0;
  /// The call of an action that it belongs to; empty for what the plan itself says.
  std::string within;
};

/// The safety that a check gives, whatever it checks: more than none.
inline constexpr int isCheck = 1;

/// A step, a message, a person: what has a name, or is known by what it says.
struct Thing {
  std::string name;
  std::string title;
  std::vector<Facet> facets;
  /// By what a thing that has lost its name is known again, the surest first; empty texts know nothing.
  std::vector<std::string> likeness;

  /// A facet without a value is none.
  void add(std::string_view what, std::string value, int safety = 0) {
    if (!value.empty())
      facets.push_back({std::string(what), std::move(value), safety, {}});
  }
  /// The value of a facet of the thing itself; empty where it has none.
  [[nodiscard]] std::string_view valueOf(std::string_view what) const {
    for (const Facet &facet : facets)
      if (facet.what == what && facet.within.empty())
        return facet.value;
    return {};
  }
};

/// What the new version calls things otherwise: what only names them has not changed by that.
struct Renames {
  std::unordered_map<std::string, std::string> steps;    ///< New names, by old ones.
  std::unordered_map<std::string, std::string> contacts; ///< New full names, by the names that the plan gives.

  [[nodiscard]] bool empty() const { return steps.empty() && contacts.empty(); }
};

/// The name that a step has in the new version.
inline const std::string &renamed(const Renames &renames, const std::string &name) {
  const auto found = renames.steps.find(name);
  return found == renames.steps.end() ? name : found->second;
}

} // namespace changec::compare
