// The variables that shell text of a scope sees, and the settings of its operations, as functions of the script.
#pragma once

#include "plan/Plan.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace changec::emit {

/// Where a remembered value lies, below the folder of values.
std::string valueFile(const plan::RememberedValue &value);

class ScriptValues {
public:
  explicit ScriptValues(const plan::Plan &plan);

  /// The name of the function that prints the assignments of a scope's variables; empty where it has none.
  std::string variables(uint32_t scope);
  /// The name of the function that sets time limits, tries and the like for a scope's operations.
  std::string settings(uint32_t scope);
  /// The plan's secrets that a shell text of a scope names.
  [[nodiscard]] std::vector<uint32_t> secretsNamed(uint32_t scope, std::string_view shell) const;
  /// The hash of what a scope's variables are.
  const std::string &digest(uint32_t scope);
  /// Shell that assigns the text to a variable, for an operation's shell.
  [[nodiscard]] std::string assignment(std::string_view name, const plan::Text &text) const;
  /// The text as one word for the runner's shell, with remembered values and placeholders filled in as it runs.
  /// UPDATES is the interval of the regular messages that `next_update` speaks of; 0 where there are none.
  [[nodiscard]] std::string runnerWord(const plan::Text &text, plan::Duration updates = 0) const;

  /// All functions that were asked for.
  [[nodiscard]] const std::string &functions() const { return functions_; }

private:
  struct Variables {
    bool made = false;
    std::string function;
    std::string digest;
    bool secrets = false;
  };
  void make(uint32_t index);
  /// Shell that assigns a variable of a scope, or unsets it where a secret that it holds is not there.
  [[nodiscard]] std::string binding(const plan::Binding &binding) const;
  [[nodiscard]] bool isParameter(const plan::Binding &binding) const;

  const plan::Plan &plan_;
  std::vector<Variables> scopes_;
  std::unordered_map<std::string_view, std::string_view> parameters_;
  std::unordered_map<std::string, std::string> settings_;
  bool parametersMade_ = false;
  std::string functions_;
};

} // namespace changec::emit
