#include "driver/Manual.h"

#include <fmt/format.h>

namespace changec::driver {
namespace {

/// A text of a page: what roff would obey is written out, and the text in backquotes is bold.
std::string roff(std::string_view text) {
  std::string out;
  bool bold = false;
  for (const char c : text)
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if (c == '\'')
      out += "\\(aq";
    else if (c == '`') {
      out += bold ? "\\fR" : "\\fB";
      bold = !bold;
    } else
      out += c;
  // A full stop at the beginning of a line would begin a request.
  return out.substr(0, 1) == "." ? "\\&" + out : out;
}

std::string commandSection(const CommandHelp &command) {
  std::string text =
      fmt::format(".SS changec {} {}\n{}\n", command.name, roff(command.arguments), roff(command.purpose));
  for (const CommandHelp::Line &line : command.options)
    text += fmt::format(".TP\n.B {}\n{}\n", roff(line.spelling), roff(line.meaning));
  return text;
}

} // namespace

std::string manualPage(const std::vector<CommandHelp> &commands) {
  std::string text = ".TH CHANGEC 1 \"\" \"changec " CHANGEC_VERSION "\" \"User Commands\"\n"
                     ".SH NAME\nchangec \\- compiler for change plans\n.SH SYNOPSIS\n";
  for (const CommandHelp &command : commands)
    text += fmt::format(".B changec {}\n{}\n.br\n", command.name, roff(command.arguments));
  text += ".SH DESCRIPTION\n"
          "Compiles a plan for a change of production to a script that implements it, a script that takes back exactly "
          "what was done, and a schedule of who is told what. A plan is refused in which a step has no owner or no way "
          "back.\n.SH COMMANDS\n";
  for (const CommandHelp &command : commands)
    text += commandSection(command);
  text += ".SH EXIT STATUS\n.TP\n.B 0\nClean; there may be warnings. Of \\fBdiff\\fR: the plans are the same.\n.TP\n.B "
          "1\nA plan has errors, or under "
          "\\fB\\-Werror\\fR warnings. Of \\fBdiff\\fR: they differ.\n.TP\n.B 2\nThe command line is wrong.\n.TP\n.B "
          "3\nA file could not be read or "
          "written.\n.TP\n.B 70\nThe compiler failed.\n"
          ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nIf it is not empty, nothing is coloured, and no place is a link, unless "
          "\\fB\\-\\-color\\fR or \\fB\\-\\-hyperlinks\\fR asks for it.\n"
          ".TP\n.B PAGER\nWhat \\fBshow\\fR, \\fBdiff\\fR and \\fBexplain\\fR are read through on a terminal: \\fBless "
          "-FRX\\fR where "
          "it is not "
          "set, nothing where it is empty.\n"
          ".SH SEE ALSO\nThe pages in /usr/share/doc/changec/docs: language.md, commands.md, runtime.md, builds.md.\n";
  return text;
}

} // namespace changec::driver
