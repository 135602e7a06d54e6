#include "driver/Where.h"
#include "driver/Descriptor.h"
#include "emit/ScriptMap.h"
#include "source/Source.h"

#include <fmt/format.h>

#include <unistd.h>

namespace changec::driver {
namespace {

ExitStatus complain(const std::string &text) {
  writeAll(STDERR_FILENO, fmt::format("changec where: {}\n", text));
  return ExitStatus::errors;
}

ExitStatus whereOne(const ScriptLine &asked) {
  SourceManager sources;
  const SourceManager::Loaded loaded = sources.load(asked.script, asked.script);
  if (loaded.error) {
    complain(fmt::format("cannot read '{}': {}", asked.script, loaded.error->reason));
    return ExitStatus::inputOrOutput;
  }
  const SourceFile &script = sources.file(loaded.file);
  if (!emit::isScript(script.text()))
    return complain(fmt::format("{} is no script of changec", asked.script));
  if (asked.line == 0 || asked.line > script.lineCount())
    return complain(fmt::format("{} has {} lines", asked.script, script.lineCount()));
  const auto place = emit::placeInScript(script.text(), asked.line);
  if (!place)
    return complain(
        fmt::format("{}:{} is of the runtime or a table, which are no lines of the plan", asked.script, asked.line));
  std::string text = fmt::format("{}: {}", place->place, place->what);
  if (place->lineOfText != 0)
    text += fmt::format(", line {} of its text", place->lineOfText);
  if (!place->within.empty())
    text += fmt::format("\n  within {}", place->within);
  return writeAll(STDOUT_FILENO, text + '\n') ? ExitStatus::inputOrOutput : ExitStatus::clean;
}

} // namespace

ExitStatus where(const WhereRequest &request) {
  ExitStatus worst = ExitStatus::clean;
  for (const ScriptLine &asked : request.lines)
    worst = worse(worst, whereOne(asked));
  return worst;
}

} // namespace changec::driver
