#include "emit/ScriptValues.h"

#include "emit/ScriptUnits.h"
#include "emit/ShellText.h"

#include <algorithm>

namespace changec::emit {

namespace {

constexpr std::string_view parametersFunction = "parameters";

bool readsSecret(const plan::Text &text) {
  return std::any_of(text.parts.begin(), text.parts.end(),
                     [](const auto &part) { return std::holds_alternative<plan::Text::Secret>(part); });
}

bool isNamePart(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool namesWord(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || !isNamePart(text[at - 1])) && (end == text.size() || !isNamePart(text[end])))
      return true;
  }
  return false;
}

std::string secretVariable(const plan::Secret &secret) {
  return "cx_secret_" + secret.name;
}

/// The runner's shell for what only the runtime knows.
std::string placeholderWord(std::string_view name, plan::Duration updates) {
  if (name == "reason")
    return "\"$cx_reason\"";
  if (name == "step")
    return "\"${cx_step_key:-(no step)}\"";
  if (name == "step.title")
    return "\"${cx_step_title:-(no step)}\"";
  if (name == "step.owner")
    return "\"${cx_step_owner:-(nobody)}\"";
  if (name == "backout.end")
    return "\"$(cx_expected_end undo)\"";
  if (name == "implementation.end")
    return "\"$(cx_expected_end 'do')\"";
  if (name == "progress")
    return "\"$(cx_progress_words)\"";
  if (name == "next_update")
    return updates == 0 ? "'(none)'" : "\"$(cx_next_update " + std::to_string(updates) + ")\"";
  if (name == "now")
    return "\"$(cx_time_now)\"";
  return shellWord(name);
}

} // namespace

std::string valueFile(const plan::RememberedValue &value) {
  return fileWord(value.key) + (value.secret ? ".secret" : "");
}

ScriptValues::ScriptValues(const plan::Plan &plan) : plan_(plan), scopes_(plan.scopes.size()) {
  for (const plan::Parameter &parameter : plan.parameters)
    parameters_.emplace(parameter.name, parameter.value);
}

bool ScriptValues::isParameter(const plan::Binding &binding) const {
  const auto found = parameters_.find(binding.name);
  return found != parameters_.end() && binding.value.constant() == found->second;
}

std::string ScriptValues::assignment(std::string_view name, const plan::Text &text) const {
  if (const std::optional<std::string> constant = text.constant())
    return shellAssignment(name, *constant) + "\n";
  // Values are loaded first: an assignment of several words then needs no quotes to be exact.
  std::string loads;
  std::string value = std::string(name) + "=";
  size_t number = 0;
  for (const plan::Text::Part &part : text.parts) {
    if (const auto *literal = std::get_if<plan::Text::Literal>(&part)) {
      if (isPlain(literal->text)) {
        value += shellWord(literal->text);
        continue;
      }
      const std::string variable = "cx_text_" + std::to_string(++number);
      put(loads, {shellAssignment(variable, literal->text), "\n"});
      put(value, {"$", variable});
    } else if (const auto *remembered = std::get_if<plan::Text::Remembered>(&part)) {
      const std::string variable = "cx_value_" + std::to_string(++number);
      put(loads, {"cx_load ", variable, " ", shellWord(valueFile(plan_.values[remembered->value])), "\n"});
      put(value, {"$", variable});
    } else if (const auto *secret = std::get_if<plan::Text::Secret>(&part)) {
      put(value, {"$", secretVariable(plan_.secrets[secret->secret])});
    }
  }
  return loads + value + "\n";
}

std::string ScriptValues::binding(const plan::Binding &binding) const {
  std::string line = assignment(binding.name, binding.value);
  if (!readsSecret(binding.value))
    return line;
  // Where a secret is not there, an operation that does not use it still runs; one that does, fails.
  std::string condition;
  for (const plan::Text::Part &part : binding.value.parts) {
    if (const auto *secret = std::get_if<plan::Text::Secret>(&part))
      put(condition,
          {condition.empty() ? "" : " && ", "[ -n \"${", secretVariable(plan_.secrets[secret->secret]), "+given}\" ]"});
  }
  return "unset " + binding.name + "\nif " + condition + "; then\n" + line + "fi\n";
}

std::vector<uint32_t> ScriptValues::secretsNamed(uint32_t scope, std::string_view shell) const {
  std::vector<uint32_t> found;
  for (uint32_t secret = 0; secret < plan_.secrets.size(); ++secret) {
    if (namesWord(shell, secretVariable(plan_.secrets[secret])))
      found.push_back(secret);
  }
  if (scope == plan::none)
    return found;
  for (const plan::Binding &binding : plan_.scopes[scope].bindings) {
    if (!readsSecret(binding.value) || !namesWord(shell, binding.name))
      continue;
    for (const plan::Text::Part &part : binding.value.parts) {
      if (const auto *secret = std::get_if<plan::Text::Secret>(&part))
        found.push_back(secret->secret);
    }
  }
  return found;
}

std::string ScriptValues::runnerWord(const plan::Text &text, plan::Duration updates) const {
  std::string out;
  for (const plan::Text::Part &part : text.parts) {
    if (const auto *literal = std::get_if<plan::Text::Literal>(&part))
      out += shellWord(literal->text);
    else if (const auto *remembered = std::get_if<plan::Text::Remembered>(&part))
      put(out, {"\"$(cx_value ", shellWord(valueFile(plan_.values[remembered->value])), ")\""});
    else if (const auto *secret = std::get_if<plan::Text::Secret>(&part))
      put(out, {"'(secret ", plan_.secrets[secret->secret].name, ")'"});
    else if (const auto *placeholder = std::get_if<plan::Text::Placeholder>(&part))
      out += placeholderWord(placeholder->name, updates);
  }
  return out.empty() ? "''" : out;
}

void ScriptValues::make(uint32_t index) {
  Variables &made = scopes_[index];
  if (made.made)
    return;
  made.made = true;
  const plan::Scope &scope = plan_.scopes[index];
  Hash hash;
  std::string own;
  size_t plain = 0;
  for (const plan::Binding &binding : scope.bindings) {
    made.secrets |= readsSecret(binding.value);
    plain += isParameter(binding) ? 1 : 0;
  }
  // A step sees every parameter of the plan: those are written once.
  const bool sharesParameters = plain > 0 && plain == plan_.parameters.size();
  for (const plan::Binding &binding : scope.bindings) {
    hash.add(assignment(binding.name, binding.value));
    if (!sharesParameters || !isParameter(binding))
      own += this->binding(binding);
  }
  for (const uint32_t value : scope.remembers) {
    const plan::RememberedValue &remembered = plan_.values[value];
    put(own, {"cx_load ", remembered.name, " ", shellWord(valueFile(remembered)), "\n"});
  }
  made.digest = hash.hex();
  if (sharesParameters && !parametersMade_) {
    parametersMade_ = true;
    std::string lines;
    for (const plan::Parameter &parameter : plan_.parameters)
      put(lines, {shellAssignment(parameter.name, parameter.value), "\n"});
    put(functions_, {"# The plan's parameters.\n", parametersFunction, "() {\n  "});
    appendHereDocument(functions_, lines);
    functions_ += "}\n\n";
  }
  if (own.empty()) {
    made.function = sharesParameters ? std::string(parametersFunction) : "";
    return;
  }
  made.function = "variables_" + std::to_string(index);
  put(functions_, {"# The variables of ", journalWord(scope.key), ".\n", made.function, "() {\n",
                   sharesParameters ? "  parameters\n" : "", "  "});
  appendHereDocument(functions_, own);
  functions_ += "}\n\n";
}

std::string ScriptValues::variables(uint32_t scope) {
  if (scope == plan::none)
    return "";
  make(scope);
  return scopes_[scope].function;
}

const std::string &ScriptValues::digest(uint32_t scope) {
  make(scope);
  return scopes_[scope].digest;
}

std::string ScriptValues::settings(uint32_t scope) {
  if (scope == plan::none)
    return "cx_no_settings";
  make(scope);
  const auto seconds = [](const std::optional<plan::Duration> &duration) {
    return duration ? std::to_string(*duration) : std::string("''");
  };
  const plan::Limits limits = plan::limitsOf(plan_, scope);
  std::string arguments;
  put(arguments, {seconds(limits.timeout), " ", seconds(limits.undoTimeout), " ", std::to_string(limits.retries), " ",
                  std::to_string(limits.pause), plan_.scopes[scope].safeToRepeat ? " safe" : " ''",
                  scopes_[scope].secrets ? " secrets" : " ''"});
  if (arguments == "'' '' 0 0 '' ''")
    return "cx_no_settings";
  const auto [found, isNew] = settings_.emplace(arguments, "");
  if (isNew) {
    found->second = "settings_" + std::to_string(settings_.size());
    put(functions_, {"# Time limit, that of an undo, tries, pause between them.\n", found->second, "() { cx_settings ",
                     arguments, "; }\n\n"});
  }
  return found->second;
}

} // namespace changec::emit
