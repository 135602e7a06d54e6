#include "emit/Scripts.h"

#include "embedded/Runtime.h"
#include "emit/Judged.h"
#include "emit/ScriptChannels.h"
#include "emit/ScriptMessages.h"
#include "emit/ScriptOperations.h"
#include "emit/ScriptSecrets.h"
#include "emit/ScriptSteps.h"
#include "emit/ScriptTimes.h"
#include "emit/ScriptUnits.h"
#include "emit/ScriptValues.h"
#include "emit/ShellText.h"

#include <algorithm>

namespace changec::emit {

namespace {

std::string marker(const plan::Plan &plan, std::string_view what) {
  return "#-- " + plan.digest + " " + std::string(what) + "\n";
}

std::string_view onFailureWord(plan::OnFailure onFailure) {
  switch (onFailure) {
  case plan::OnFailure::ask: return "ask";
  case plan::OnFailure::backout: return "backout";
  case plan::OnFailure::stop: break;
  }
  return "stop";
}

constexpr std::string_view guide = R"(#   ... --status | --dry-run | --help
#
# Below: the plan, step by step, then its undo, the last step first; who is told what; values and tables; and behind
# them the runtime, the same for every plan. Shell texts stand as the plan has them: a step can be done by hand from
# here.
#
# shellcheck disable=SC2015 # `a && b || refuse` is meant so: to refuse where either fails.
# shellcheck disable=SC2154 # Variables with a number in their names are set by eval.
# shellcheck disable=SC2016 # A plan's texts may hold dollar signs that are nobody's variables.
# shellcheck disable=SC2034 # Values are for the runtime, not all are read in every plan.
# shellcheck disable=SC2317,SC2329 # The runtime calls functions by names that it puts together.
)";

constexpr std::string_view backoutHeading = "# === Backout: the last step first ===\n\n";
constexpr std::string_view messagesHeading = "# === Who is told what ===\n\n";

/// The runtime's files in one of its folders; the empty name is the folder of them all.
std::string runtimeFiles(std::string_view folder) {
  std::string out;
  for (const embedded::File &file : embedded::Runtime()) {
    const size_t slash = file.path.find('/');
    if ((slash == std::string_view::npos ? std::string_view() : file.path.substr(0, slash)) == folder)
      put(out, {file.text, "\n"});
  }
  return out;
}

std::string header(const plan::Plan &plan, std::string_view script) {
  const std::string id = journalWord(plan.id);
  const std::string file = plan.files.empty() ? "-" : journalWord(plan.files.front());
  std::string out = "#!/bin/sh\n";
  put(out, {"# ", id, ": ", printfEscapes(plan.title), "\n"});
  put(out, {"# Made by changec ", plan.compiler, " from ", file, ".\n#\n"});
  for (const std::string &line : judgedBy(plan))
    put(out, {"# It was ", printfEscapes(line), "\n"});
  if (!plan.policies.empty() || !plan.allowances.empty())
    out += "#\n";
  put(out, {"#   sh ", id, ".implement.sh   implements the change, or goes on where it stopped\n"});
  put(out, {"#   sh ", id, ".backout.sh     takes back what was implemented\n"});
  put(out, {"#   sh ", id, ".communicate.sh sends what has a fixed time, and shows who is told what\n"});
  put(out, {guide, "\ncx_script=", script, " #-- ", plan.digest, "\n\n", runtimeFiles("first"),
            secretsOfEnvironment(plan), "\n", marker(plan, "steps")});
  // Shells take long to read very many functions, and what was done is often asked.
  put(out, {"# To show what was done, the shell need not read the steps.\ncase \" $* \" in\n*' --status '*)\n"});
  put(out, {"  cx_known=$(command sed '/^#-- ", plan.digest, " steps$/,/^#-- ", plan.digest,
            " end steps$/d' 2>/dev/null <\"$0\")\n  case $cx_known in\n  *'#-- ", plan.digest,
            " end child'*) eval \"$cx_known\" ;;\n  esac\n  ;;\nesac\n\n"});
  return out;
}

bool hasSecrets(const plan::Plan &plan) {
  return !plan.secrets.empty() || std::any_of(plan.values.begin(), plan.values.end(),
                                              [](const plan::RememberedValue &value) { return value.secret; });
}

std::string facts(const plan::Plan &plan, uint32_t unitsOfImplementation, uint32_t units) {
  const auto isRegular = [&](bool duringBackout) {
    return std::any_of(plan.messages.begin(), plan.messages.end(), [&](const plan::Message &message) {
      const auto *every = std::get_if<plan::Every>(&message.when);
      return every != nullptr && every->duringBackout == duringBackout;
    });
  };
  std::string out;
  put(out, {"plan() {\n  cx_id=",
            shellWord(plan.id),
            " cx_id_word='",
            fileWord(plan.id),
            "'\n  cx_title=",
            shellWord(plan.title),
            "\n  cx_digest=",
            plan.digest,
            "\n  cx_steps=",
            std::to_string(plan.steps.size()),
            " cx_units=",
            std::to_string(unitsOfImplementation),
            " cx_all_units=",
            std::to_string(units),
            "\n  cx_zone=",
            shellWord(plan.window.zone),
            " cx_window_start=",
            std::to_string(plan.window.start),
            " cx_window_end=",
            std::to_string(plan.window.end),
            "\n  cx_on_failure=",
            onFailureWord(plan.onFailure),
            " cx_monitor=",
            plan.monitor ? std::to_string(*plan.monitor) : std::string("''"),
            "\n  cx_regular_implementation=",
            isRegular(false) ? "1" : "''",
            " cx_regular_backout=",
            isRegular(true) ? "1" : "''",
            " cx_uses_email=",
            usesEmail(plan) ? "1" : "''",
            " cx_has_guards=",
            plan.guards.empty() ? "''" : "1",
            " cx_has_secrets=",
            hasSecrets(plan) ? "1" : "''",
            "\n  cx_decides=",
            shellWord(ownerTitle(plan, plan.decides == plan::none ? plan.manager : plan.decides)),
            "\n}\n\n"});
  return out;
}

std::string healthFunctions(const plan::Plan &plan, ScriptOperations &operations) {
  std::string out;
  const auto function = [&](std::string_view name, const auto &write) {
    ScriptBody body;
    write(body);
    put(out, {name, "() {\n", body.calls.empty() ? "  :\n" : body.calls, "}\n\n", body.texts});
  };
  function("plan_requirements",
           [&](ScriptBody &body) { operations.requirements(body, plan.requirements, CheckPurpose::require); });
  function("health_after_change",
           [&](ScriptBody &body) { operations.checks(body, plan.verify, CheckPurpose::health); });
  function("health_after_backout", [&](ScriptBody &body) {
    operations.ofBackout(true);
    operations.checks(body, plan.verifyUndo, CheckPurpose::health);
    operations.ofBackout(false);
  });
  return out;
}

std::string guardsFunction(const plan::Plan &plan) {
  std::string body;
  for (const plan::Guard &guard : plan.guards)
    put(body, {"  cx_guard_held ", std::to_string(guard.enter + 1), " ", std::to_string(guard.leave + 1), " ",
               shellWord(guard.title.empty() ? guard.name : guard.title), "\n"});
  return "held_guards() {\n" + (body.empty() ? std::string("  :\n") : body) + "}\n\n";
}

std::string values(const plan::Plan &plan) {
  std::string lines;
  for (const plan::RememberedValue &value : plan.values) {
    const uint32_t step = value.scope == plan::none ? plan::none : plan.scopes[value.scope].step;
    if (step != plan::none)
      put(lines, {std::to_string(step + 1), " ", journalWord(value.key), " ", valueFile(value), "\n"});
  }
  if (lines.empty())
    return "plan_values() { :; }\n\n";
  return "plan_values() {\n  cat <<'TABLE'\n" + lines + "TABLE\n}\n\n";
}

std::string table(const plan::Plan &plan, const ScriptUnits &units) {
  std::vector<std::string> keys;
  std::string lines;
  for (const plan::Step &step : plan.steps) {
    keys.push_back(journalWord(step.key));
    put(lines, {"S ", std::to_string(keys.size()), " ", keys.back(), " ",
                step.expires ? std::to_string(*step.expires) : std::string("-"), " ", printfEscapes(step.title), "\t",
                printfEscapes(ownerTitle(plan, step.owner)), "\n"});
  }
  return "plan_table() {\n  cat <<'TABLE'\n" + lines + units.table(keys) + "TABLE\n}\n\n";
}

std::string runtime(const plan::Plan &plan) {
  return runtimeFiles("") + marker(plan, "child") + runtimeFiles("child") + marker(plan, "end child");
}

} // namespace

Scripts::Scripts(const plan::Plan &plan) : plan_(plan) {
  ScriptUnits units;
  ScriptValues variables(plan);
  ScriptOperations operations(plan, units, variables);
  ScriptSteps steps(plan, units, operations);
  // The numbers of the implementation's units come first, whether it is part of a script or not.
  implementation_ = steps.implementation();
  backout_ = steps.backout();
  backout_ += "# === Health, and lists of checks ===\n\n";
  backout_ += healthFunctions(plan, operations);
  backout_ += operations.checkLists();
  messages_ = messageFunctions(plan, variables) + channelFunctions(plan);
  steps_ = steps.about();
  unitsOfImplementation_ = steps.unitsOfImplementation();
  units_ = units.next() - 1;
  put(known_, {guardsFunction(plan), secretFunctions(plan, operations.secretsOfBackout()), values(plan),
               variables.functions(), table(plan, units), ScriptTimes(plan).table()});
}

std::string Scripts::implement() const {
  return script("implement",
                {marker(plan_, "implementation"), "# === Implementation: the steps in order ===\n\n", implementation_,
                 marker(plan_, "end implementation"), backoutHeading, backout_, messagesHeading, messages_});
}

std::string Scripts::backout() const {
  return script("backout", {backoutHeading, backout_, messagesHeading, messages_});
}

std::string Scripts::communicate() const {
  return script("communicate", {messagesHeading, messages_, messageList(plan_), peopleFunctions(plan_)});
}

std::string Scripts::script(std::string_view name, std::initializer_list<std::string_view> functions) const {
  std::string out = header(plan_, name);
  // A plan's scripts are megabytes where it has thousands of steps: room for all, at once.
  const std::string factsOfPlan = facts(plan_, unitsOfImplementation_, units_);
  const std::string runtimeOfPlan = runtime(plan_);
  size_t size = out.size() + steps_.size() + factsOfPlan.size() + known_.size() + runtimeOfPlan.size() + 1024;
  for (const std::string_view function : functions)
    size += function.size();
  out.reserve(size);
  put(out, functions);
  put(out, {"# === What is known of each step ===\n\n", steps_, marker(plan_, "end steps"),
            "# === What is known of the plan ===\n\n", factsOfPlan, known_, "# === The runtime ===\n\n", runtimeOfPlan,
            "\n{ cx_self=$0; trap - EXIT; main \"$@\"; exit; }\n"});
  return out;
}

} // namespace changec::emit
