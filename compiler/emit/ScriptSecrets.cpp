#include "emit/ScriptSecrets.h"

#include "emit/ShellText.h"
#include "emit/Texts.h"

#include <set>
#include <string_view>

namespace changec::emit {

namespace {

using Names = std::set<std::string_view>;

bool isVariableName(std::string_view name) {
  if (name.empty() || (name.front() >= '0' && name.front() <= '9'))
    return false;
  return name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") ==
         std::string_view::npos;
}

void addVariables(Names &names, const std::vector<plan::Secret> &secrets) {
  for (const plan::Secret &secret : secrets) {
    if (secret.source == plan::SecretSource::environment && isVariableName(secret.from))
      names.insert(secret.from);
  }
}

Names variablesOfChannels(const plan::Plan &plan) {
  Names names;
  for (const plan::Channel &channel : plan.channels)
    addVariables(names, channel.secrets);
  return names;
}

Names variablesOfPlan(const plan::Plan &plan) {
  Names names = variablesOfChannels(plan);
  addVariables(names, plan.secrets);
  return names;
}

std::string givingBack(std::string_view function, const Names &names) {
  std::string body;
  for (const std::string_view name : names)
    put(body, {"  [ -z \"${cx_env_", name, "+given}\" ] || export ", name, "=\"$cx_env_", name, "\"\n"});
  return std::string(function) + "() {\n" + (body.empty() ? std::string("  :\n") : body) + "}\n\n";
}

} // namespace

std::string secretsOfEnvironment(const plan::Plan &plan) {
  std::string out;
  for (const std::string_view name : variablesOfPlan(plan))
    put(out, {"[ -z \"${", name, "+given}\" ] || { cx_env_", name, "=$", name, " && unset ", name, "; }\n"});
  return out;
}

std::string secretFunctions(const plan::Plan &plan, const std::string &ofBackout) {
  std::string body;
  for (const plan::Secret &secret : plan.secrets) {
    if (secret.source == plan::SecretSource::file)
      put(body, {"  cx_secret_file ", secret.name, " ", shellWord(secret.from), "\n"});
    else if (isVariableName(secret.from))
      put(body, {"  cx_secret ", secret.name, " ", secret.from, " \"${cx_env_", secret.from, "-}\"\n"});
  }
  return "plan_secrets() {\n" + (body.empty() ? std::string("  :\n") : body) +
         "}\n\n# Which of them taking back a step reads, by its number; 0 is the health after a backout.\n"
         "secrets_of_backout() {\n" +
         (ofBackout.empty() ? std::string("  :\n") : "  cat <<'TABLE'\n" + ofBackout + "TABLE\n") + "}\n\n" +
         "# For a script that takes over, and for one that sends by itself.\n" +
         givingBack("plan_environment_back", variablesOfPlan(plan)) +
         givingBack("channel_environment_back", variablesOfChannels(plan));
}

} // namespace changec::emit
