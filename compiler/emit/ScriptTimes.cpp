#include "emit/ScriptTimes.h"

#include "emit/ScriptUnits.h"
#include "emit/ShellText.h"

namespace changec::emit {

bool ScriptTimes::has(uint32_t step) const {
  const plan::StepTimes &times = timeline_.steps[step];
  return times.turnRound && times.latestStart;
}

void ScriptTimes::call(std::string &out, uint32_t index) {
  if (!has(index))
    return;
  const plan::Step &step = plan_.steps[index];
  const plan::StepTimes &times = timeline_.steps[index];
  const plan::Moments &moments = moments_.try_emplace(times.window, *plan::windowOf(plan_, times)).first->second;
  out += "  cx_times";
  if (plan::canTurnRound(step))
    put(out, {" ", std::to_string(*times.turnRound), " '", moments.show(*times.turnRound), "'"});
  else
    out += " '' ''";
  put(out, {" ", std::to_string(*times.latestStart), " '", moments.show(*times.latestStart), "'",
            step.kind == plan::StepKind::gate ? " gate\n" : "\n"});
}

std::string ScriptTimes::table() const {
  std::string lines;
  for (uint32_t index = 0; index < plan_.steps.size(); ++index) {
    if (!has(index))
      continue;
    const plan::Step &step = plan_.steps[index];
    const plan::StepTimes &times = timeline_.steps[index];
    put(lines,
        {std::to_string(index + 1), " ", journalWord(step.key), step.kind == plan::StepKind::gate ? " gate " : " step ",
         plan::canTurnRound(step) ? std::to_string(*times.turnRound) : std::string("-"), " ",
         std::to_string(*times.latestStart), "\n"});
  }
  if (lines.empty())
    return "plan_times() { :; }\n\n";
  return "plan_times() {\n  cat <<'TABLE'\n" + lines + "TABLE\n}\n\n";
}

} // namespace changec::emit
