#include "driver/Help.h"

#include <fmt/format.h>

namespace changec::driver {

std::string overview(const std::vector<CommandHelp> &commands) {
  std::string text = "changec compiles change plans: who does what, how it is taken back, and who is told.\n\nUsage:\n";
  for (const CommandHelp &command : commands)
    text += fmt::format("  changec {} {}\n", command.name, command.arguments);
  text += "  changec --version | --help | COMMAND --help\n\nCommands:\n";
  for (const CommandHelp &command : commands)
    text += fmt::format("  {:<9}{}\n", command.name, command.purpose);
  text += "\nA plan named '-' is read from standard input.\n"
          "Exit status: 0 clean, 1 the plan has errors, 2 usage, 3 a file could not be read or written, 70 internal.\n";
  return text;
}

std::string helpText(const CommandHelp &command) {
  constexpr size_t column = 20;
  std::string text =
      fmt::format("Usage: changec {} {}\n\n{}\n\nOptions:\n", command.name, command.arguments, command.purpose);
  for (const CommandHelp::Line &line : command.options) {
    if (line.spelling.size() + 1 < column)
      text += fmt::format("  {:<{}}{}\n", line.spelling, column, line.meaning);
    else
      text += fmt::format("  {}\n  {:<{}}{}\n", line.spelling, "", column, line.meaning);
  }
  return text;
}

std::string versionText() {
  return "changec " CHANGEC_VERSION "\n";
}

} // namespace changec::driver
