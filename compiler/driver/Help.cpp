#include "driver/Help.h"

#include <fmt/format.h>

namespace changec::driver {
namespace {

/// `text` in lines that begin at `column` and end before the eightieth.
std::string wrapped(const std::string &text, size_t column) {
  constexpr size_t width = 80;
  std::string lines;
  size_t start = 0;
  while (text.size() - start > width - column) {
    const size_t end = text.rfind(' ', start + width - column);
    lines += text.substr(start, end - start) + '\n' + std::string(column, ' ');
    start = end + 1;
  }
  return lines + text.substr(start);
}

} // namespace

std::string overview(const std::vector<CommandHelp> &commands) {
  std::string text = "changec compiles change plans: who does what, how it is taken back, who is told.\n\n"
                     "Usage:\n  changec build PLAN.change... -o DIR\n  changec COMMAND [ARGUMENT...]\n"
                     "  changec COMMAND --help | --help | --version\n\nCommands:\n";
  for (const CommandHelp &command : commands)
    text += fmt::format("  {:<12}{}\n", command.name, command.purpose);
  text +=
      "\nA plan named '-' is read from standard input.\n"
      "Exit status: 0 clean, 1 the plan has errors, 2 usage, 3 a file could not be read\nor written, 70 internal.\n";
  return text;
}

std::string helpText(const CommandHelp &command) {
  constexpr size_t column = 26;
  std::string text = fmt::format("Usage: changec {} {}\n\n{}\n{}", command.name, command.arguments, command.purpose,
                                 command.options.empty() ? "" : "\nOptions:\n");
  for (const CommandHelp::Line &line : command.options) {
    if (!line.onScreen)
      continue;
    text += fmt::format("  {:<{}}", line.spelling, column - 2);
    if (line.spelling.size() + 3 > column)
      text += fmt::format("\n{:<{}}", "", column);
    text += wrapped(line.meaning, column) + '\n';
  }
  return text;
}

std::string versionText() {
  return "changec " CHANGEC_VERSION "\n";
}

} // namespace changec::driver
