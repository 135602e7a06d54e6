#include "driver/Completions.h"

#include <fmt/format.h>

namespace changec::driver {
namespace {

/// An option as it is typed: `--emit KIND,...` is `--emit` with a value, `--color[=WHEN]` may have one.
struct Option {
  std::string word;
  bool takesValue = false;
  std::string meaning;
  std::string choices; ///< Of its value.
};

Option optionOf(const CommandHelp::Line &line) {
  const size_t end = std::min(line.spelling.find_first_of(" =[,"), line.spelling.size());
  const bool value = end < line.spelling.size() && (line.spelling[end] == ' ' || line.spelling[end] == '=');
  return {std::string(line.spelling.substr(0, end)), value, line.meaning, line.choices};
}

std::vector<Option> optionsOf(const CommandHelp &command) {
  std::vector<Option> options;
  options.reserve(command.options.size() + 1);
  for (const CommandHelp::Line &line : command.options)
    options.push_back(optionOf(line));
  options.push_back({"--help", false, "Show this command's options", {}});
  return options;
}

std::string namesOf(const std::vector<CommandHelp> &commands) {
  std::string names;
  for (const CommandHelp &command : commands)
    names += fmt::format("{}{}", names.empty() ? "" : " ", command.name);
  return names;
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text)
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  return out + '\'';
}

std::string bash(const std::vector<CommandHelp> &commands) {
  std::string text = "# Completions of changec for bash: source this file, or put it where bash-completion looks.\n"
                     "_changec() {\n"
                     "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options=''\n"
                     "  COMPREPLY=()\n"
                     "  if ((COMP_CWORD == 1)); then\n";
  text += fmt::format("    mapfile -t COMPREPLY < <(compgen -W '{} --help --version' -- \"$word\")\n    return\n  fi\n",
                      namesOf(commands));
  text += "  [[ $before == '=' ]] && before=${COMP_WORDS[COMP_CWORD-2]}\n"
          "  [[ $word == '=' ]] && before=${COMP_WORDS[COMP_CWORD-1]} word=''\n"
          "  case ${COMP_WORDS[1]}:$before in\n";
  for (const CommandHelp &command : commands)
    for (const Option &option : optionsOf(command))
      if (!option.choices.empty())
        text += fmt::format("  {}:{}) options='{}' ;;\n", command.name, option.word, option.choices);
  text += "  *:-o | *:-I)\n    mapfile -t COMPREPLY < <(compgen -d -- \"$word\")\n    return\n    ;;\n"
          "  *:--params | *:--policy | *:--previous | *:--diagnostics-file | *:-MF)\n"
          "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n    return\n    ;;\n"
          "  esac\n"
          "  if [[ -n $options ]]; then\n"
          "    mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n    return\n  fi\n"
          "  case ${COMP_WORDS[1]} in\n";
  for (const CommandHelp &command : commands) {
    std::string words;
    for (const Option &option : optionsOf(command))
      words += ' ' + option.word;
    text += fmt::format("  {}) options='{}' ;;\n", command.name, words.substr(1));
  }
  text += "  esac\n  local words=''\n  case ${COMP_WORDS[1]} in\n";
  for (const CommandHelp &command : commands)
    if (!command.choices.empty())
      text += fmt::format("  {}) words='{}' ;;\n", command.name, command.choices);
  text += "  esac\n"
          "  if [[ $word == -* || -n $words ]]; then\n"
          "    mapfile -t COMPREPLY < <(compgen -W \"$options $words\" -- \"$word\")\n"
          "  else\n"
          "    mapfile -t COMPREPLY < <(compgen -f -X '!*.change' -- \"$word\"; compgen -d -S / -- \"$word\")\n"
          "  fi\n"
          "}\n"
          "complete -o filenames -F _changec changec\n";
  return text;
}

/// Brackets and colons end what zsh shows of an option.
std::string forZsh(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\')
      out += '\\';
    out += c;
  }
  return out;
}

/// How a value follows: behind `=` or a blank; only behind `=` where it may be left out.
std::string_view zshSign(const Option &option) {
  if (!option.takesValue)
    return option.choices.empty() ? "" : "=-";
  return option.word.size() > 2 ? "=" : "";
}

std::string zshValue(const Option &option) {
  if (option.word == "--emit")
    return fmt::format(":kind:_values -s , kind {}", option.choices);
  if (!option.choices.empty())
    return fmt::format("{}{}:({})", option.takesValue ? ":" : "::", option.word.substr(2), option.choices);
  if (option.word == "-o" || option.word == "-I")
    return ":folder:_files -/";
  return option.takesValue ? ":value:_files" : "";
}

std::string zsh(const std::vector<CommandHelp> &commands) {
  std::string text = "#compdef changec\n# Completions of changec for zsh: put this file as `_changec` into a folder of "
                     "$fpath.\n_changec() {\n  local -a commands\n  commands=(\n";
  for (const CommandHelp &command : commands)
    text += fmt::format("    {}\n", quoted(fmt::format("{}:{}", command.name, forZsh(command.purpose))));
  text += "  )\n  if ((CURRENT == 2)); then\n    _describe command commands\n    return\n  fi\n  case $words[2] in\n";
  for (const CommandHelp &command : commands) {
    text += fmt::format("  {})\n    _arguments", command.name);
    for (const Option &option : optionsOf(command))
      text += " \\\n      " + quoted(fmt::format("*{}{}[{}]{}", option.word, zshSign(option), forZsh(option.meaning),
                                                 zshValue(option)));
    text += command.choices.empty() ? " \\\n      '*:plan:_files -g \"*.change\"'"
                                    : fmt::format(" \\\n      '*:{}:({})'", command.name, command.choices);
    text += "\n    ;;\n";
  }
  text += "  esac\n}\n_changec \"$@\"\n";
  return text;
}

std::string fish(const std::vector<CommandHelp> &commands) {
  std::string text = "# Completions of changec for fish: put this file into ~/.config/fish/completions/changec.fish\n"
                     "complete -c changec -f\n";
  for (const CommandHelp &command : commands)
    text += fmt::format("complete -c changec -n __fish_use_subcommand -a {} -d {}\n", command.name,
                        quoted(command.purpose));
  for (const CommandHelp &command : commands) {
    const std::string when = fmt::format("complete -c changec -n '__fish_seen_subcommand_from {}'", command.name);
    for (const Option &option : optionsOf(command)) {
      const bool isLong = option.word.substr(0, 2) == "--";
      const std::string_view kind = isLong ? "-l" : option.word.size() == 2 ? "-s" : "-o";
      text += fmt::format("{} {} {} -d {}", when, kind, option.word.substr(isLong ? 2 : 1), quoted(option.meaning));
      if (!option.choices.empty())
        text += fmt::format("{} -a {}", option.takesValue ? " -x" : "", quoted(option.choices));
      else if (option.takesValue)
        text += " -r -F";
      text += '\n';
    }
    text += command.choices.empty() ? fmt::format("{} -k -a '(__fish_complete_suffix .change)'\n", when)
                                    : fmt::format("{} -a {}\n", when, quoted(command.choices));
  }
  return text;
}

} // namespace

std::string completionsFor(std::string_view shell, const std::vector<CommandHelp> &commands) {
  if (shell == "bash")
    return bash(commands);
  if (shell == "zsh")
    return zsh(commands);
  return shell == "fish" ? fish(commands) : std::string();
}

} // namespace changec::driver
