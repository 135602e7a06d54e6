// Every command and option, declared once: the command-line library reads arguments by them, and help is made of them.
#pragma once

#include <llvm/Support/CommandLine.h>

#include <string>
#include <string_view>
#include <vector>

namespace changec::driver {

/// What help says of a command.
struct CommandHelp {
  struct Line {
    std::string_view spelling; ///< `-o DIR`
    std::string meaning;
    std::string choices = {}; ///< Words to choose its value from, with blanks between; empty for none.
    bool onScreen = true;     ///< Else it is in the manual and the completions alone: another line says it in brief.
  };
  std::string_view name;
  std::string_view arguments; ///< `PLAN.change -o DIR`
  std::string_view purpose;
  std::vector<Line> options;
  std::string choices = {}; ///< Words to choose its arguments from; empty for files.
  bool ofScripts = false;   ///< Its files are scripts, not plans.
};

/// An option without a value.
struct Flag : llvm::cl::opt<bool> {
  template <typename... Modifiers>
  explicit Flag(const Modifiers &...modifiers) : llvm::cl::opt<bool>(llvm::cl::ValueDisallowed, modifiers...) {}
};

/// The options themselves. Making one registers them with the command-line library, so there is one, for a whole run.
class Options {
  using Text = llvm::cl::opt<std::string>;
  using Texts = llvm::cl::list<std::string>;

public:
  llvm::cl::SubCommand build{"build", "Compile a plan to its scripts and its communication schedule."};
  llvm::cl::SubCommand check{"check", "Report what is wrong with plans, and write nothing."};
  llvm::cl::SubCommand format{"fmt", "Format plans in the one style of the language, in their place."};
  llvm::cl::SubCommand where{"where", "Say which line of the plan a line of a script stands for."};
  llvm::cl::SubCommand completions{"completions", "Print completions for bash, zsh or fish."};
  llvm::cl::SubCommand manual{"manual", "Print the manual page, for man."};
  llvm::cl::SubCommand fix{"fix", "Apply the edits that diagnostics are certain of, in place."};
  llvm::cl::SubCommand show{"show", "Show a checked plan: its steps, their way back, who is told."};
  llvm::cl::SubCommand compare{"diff", "Say what changed between two versions of a plan."};
  llvm::cl::SubCommand create{"new", "Write a new plan from a template."};
  llvm::cl::SubCommand explain{"explain", "Explain a diagnostic at length, or list them all."};

  Texts words{llvm::cl::Positional, llvm::cl::sub(build),       llvm::cl::sub(check),  llvm::cl::sub(format),
              llvm::cl::sub(where), llvm::cl::sub(completions), llvm::cl::sub(manual), llvm::cl::sub(fix),
              llvm::cl::sub(show),  llvm::cl::sub(compare),     llvm::cl::sub(create), llvm::cl::sub(explain)};

  Text folder{"o", llvm::cl::sub(build), llvm::cl::desc("Folder for the outputs (`-`: standard output)")};
  Texts kinds{"emit", llvm::cl::CommaSeparated, llvm::cl::sub(build), llvm::cl::desc("Write only these")};
  Text previous{"previous", llvm::cl::sub(build), llvm::cl::desc("Calendar of the build before, that this follows on")};
  Flag dependencies{"MD", llvm::cl::sub(build),
                    llvm::cl::desc("Write a rule for make too, of all files read; -MF FILE: where, -MT TARGET: "
                                   "for what")};
  Text dependencyFile{"MF", llvm::cl::sub(build), llvm::cl::desc("Where -MD writes it (default: DIR/ID.d)")};
  Text dependencyTarget{"MT", llvm::cl::sub(build), llvm::cl::desc("What depends on them (default: DIR/ID.plan.json)")};

  Texts definitions{"D",
                    llvm::cl::Prefix,
                    llvm::cl::sub(fix),
                    llvm::cl::sub(compare),
                    llvm::cl::sub(show),
                    llvm::cl::sub(build),
                    llvm::cl::sub(check),
                    llvm::cl::desc("Give a parameter its value")};
  Text parameterFile{"params",
                     llvm::cl::sub(fix),
                     llvm::cl::sub(compare),
                     llvm::cl::sub(show),
                     llvm::cl::sub(build),
                     llvm::cl::sub(check),
                     llvm::cl::desc("Read values of parameters from a file")};
  Texts importRoots{"I",
                    llvm::cl::Prefix,
                    llvm::cl::sub(fix),
                    llvm::cl::sub(compare),
                    llvm::cl::sub(show),
                    llvm::cl::sub(build),
                    llvm::cl::sub(check),
                    llvm::cl::desc("Look for imports below this folder too")};
  Texts policies{"policy",
                 llvm::cl::sub(fix),
                 llvm::cl::sub(compare),
                 llvm::cl::sub(show),
                 llvm::cl::sub(build),
                 llvm::cl::sub(check),
                 llvm::cl::desc("Judge by the policies of this file too")};
  Texts warnings{"W",
                 llvm::cl::Prefix,
                 llvm::cl::sub(fix),
                 llvm::cl::sub(show),
                 llvm::cl::sub(build),
                 llvm::cl::sub(check),
                 llvm::cl::desc("Report a warning; -Wno-NAME: hide it; -Werror[=NAME]: make all errors, or this one")};
  Text explainBackout{"explain-backout", llvm::cl::ValueOptional, llvm::cl::sub(check),
                      llvm::cl::desc("Print what a backout from within a step does (default: from the last one)")};
  Text diagnosticsFormat{
      "diagnostics-format",   llvm::cl::init("text"), llvm::cl::sub(fix),
      llvm::cl::sub(compare), llvm::cl::sub(show),    llvm::cl::sub(format),
      llvm::cl::sub(build),   llvm::cl::sub(check),   llvm::cl::desc("text, json, sarif, github, gitlab or junit")};
  Text diagnosticsFile{"diagnostics-file", llvm::cl::sub(build), llvm::cl::sub(check),
                       llvm::cl::desc("Write that report there, text to standard error")};
  Flag listOutputs{"list-outputs", llvm::cl::sub(build),
                   llvm::cl::desc("Print the paths it would write, and write nothing")};
  Text workers{"j", llvm::cl::Prefix, llvm::cl::sub(build), llvm::cl::sub(check),
               llvm::cl::desc("How many plans at a time (one a processor)")};

  Flag onlyCheck{"check", llvm::cl::sub(format),
                 llvm::cl::desc("Write nothing: name the files that would change, and end with 1 if there are any")};
  Text step{"step", llvm::cl::sub(show), llvm::cl::desc("Only this step, and the backout from within it")};
  Text width{"width", llvm::cl::sub(show), llvm::cl::sub(compare),
             llvm::cl::desc("Break lines at so many columns (the terminal's)")};

  Text comparisonFormat{"format", llvm::cl::init("text"), llvm::cl::sub(compare),
                        llvm::cl::desc("text, markdown (for a pull request), or json")};
  Flag git{"git", llvm::cl::sub(compare),
           llvm::cl::desc("Take the arguments that `git diff` gives its drivers; always end with 0")};

  Flag diff{"diff", llvm::cl::sub(format), llvm::cl::sub(fix), llvm::cl::desc("Write nothing: show what would change")};

  Texts answers{"set", llvm::cl::sub(create), llvm::cl::desc("Answer a question of the template")};
  Flag defaults{"defaults", llvm::cl::sub(create), llvm::cl::desc("Ask nothing, on a terminal too")};
  Flag list{"list", llvm::cl::sub(create), llvm::cl::desc("List the templates")};

  Flag markdown{"markdown", llvm::cl::sub(explain), llvm::cl::desc("Print the whole catalogue as a Markdown page")};
  Text colour{"color",
              llvm::cl::ValueOptional,
              llvm::cl::init("auto"),
              llvm::cl::sub(build),
              llvm::cl::sub(check),
              llvm::cl::sub(format),
              llvm::cl::sub(fix),
              llvm::cl::sub(compare),
              llvm::cl::sub(create),
              llvm::cl::sub(show),
              llvm::cl::sub(explain),
              llvm::cl::desc("auto (a terminal without NO_COLOR), always, never")};

  Text hyperlinks{"hyperlinks",
                  llvm::cl::ValueOptional,
                  llvm::cl::init("auto"),
                  llvm::cl::sub(build),
                  llvm::cl::sub(check),
                  llvm::cl::sub(format),
                  llvm::cl::sub(fix),
                  llvm::cl::sub(show),
                  llvm::cl::desc("Places as links: auto (where they work), always, never")};

  [[nodiscard]] std::vector<CommandHelp> help() const;
};

} // namespace changec::driver
