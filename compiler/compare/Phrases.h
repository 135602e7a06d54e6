// Parts of a plan in words, whole: two that differ anywhere read differently.
#pragma once

#include "compare/Thing.h"

#include <string>
#include <vector>

namespace changec::compare {

/// Says parts of one plan.
class Phrases {
public:
  explicit Phrases(const plan::Plan &plan) : plan_(plan) {}
  /// Steps and contacts are said by their new names. `renames` outlives it.
  Phrases(const plan::Plan &plan, const Renames &renames) : plan_(plan), renames_(&renames) {}

  [[nodiscard]] std::string contact(uint32_t contact) const;
  [[nodiscard]] std::string step(uint32_t step) const;
  [[nodiscard]] std::string text(const plan::Text &text) const;
  [[nodiscard]] std::string cell(const plan::Cell &cell) const;
  [[nodiscard]] std::string effect(const plan::Effect &effect) const;
  /// With its own inverse, where it has one.
  [[nodiscard]] std::string operation(const plan::Operation &operation) const;
  /// A line each, or more.
  [[nodiscard]] std::string operations(const std::vector<plan::Operation> &operations) const;
  [[nodiscard]] std::string requirements(const std::vector<plan::Requirement> &requirements) const;
  [[nodiscard]] std::string inverse(const plan::Inverse &inverse) const;
  /// `2h, undo 1h`; empty where neither is given.
  [[nodiscard]] static std::string doAndUndo(std::optional<plan::Duration> ofDo, std::optional<plan::Duration> ofUndo);

private:
  const plan::Plan &plan_;
  const Renames *renames_ = nullptr;

  [[nodiscard]] std::string work(const plan::Operation &operation) const;
};

/// Lines, one a line.
std::string joined(const std::vector<std::string> &lines);

} // namespace changec::compare
