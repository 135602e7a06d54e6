#include "driver/Completions.h"

#include <fmt/format.h>

namespace changec::driver {
namespace {

/// What a shell can offer as a value.
enum class Value { none, text, file, folder };

/// An option as it is typed: `--emit KIND,...` is `--emit` with a value, `--color[=WHEN]` may have one.
struct Option {
  std::string word;
  Value value = Value::none;
  std::string meaning;
  std::string choices; ///< Of its value.
  bool listed = false; ///< Several of the choices, with commas.
  bool joined = false; ///< The value is written at the option: `-Wno-NAME`.
};

Option optionOf(const CommandHelp::Line &line) {
  const std::string_view spelling = line.spelling;
  const size_t end = std::min(spelling.find_first_of(" =["), spelling.size());
  const std::string_view value = spelling.substr(std::min(end + 1, spelling.size()));
  Option option{std::string(spelling.substr(0, end)), Value::none, line.meaning, line.choices};
  if (end < spelling.size() && spelling[end] != '[')
    option.value = value == "FILE" ? Value::file : value == "DIR" ? Value::folder : Value::text;
  option.listed = value.ends_with(",...");
  option.joined = option.word == "-W";
  return option;
}

std::vector<Option> optionsOf(const CommandHelp &command) {
  std::vector<Option> options;
  options.reserve(command.options.size() + 1);
  for (const CommandHelp::Line &line : command.options)
    options.push_back(optionOf(line));
  options.push_back({"--help", Value::none, "Show this command's options", {}});
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

/// `-Wempty-list -Wno-empty-list`
std::string joinedChoices(const Option &option) {
  std::string words;
  for (size_t start = 0; start < option.choices.size();) {
    const size_t end = std::min(option.choices.find(' ', start), option.choices.size());
    words += fmt::format("{}{}{}", words.empty() ? "" : " ", option.word, option.choices.substr(start, end - start));
    start = end + 1;
  }
  return words;
}

/// What bash offers behind an option, as a branch of a `case`.
std::string bashValue(const std::string &pattern, const Option &option) {
  constexpr std::string_view reply = "  {}) mapfile -t COMPREPLY < <(compgen {} -- \"$word\"); return ;;\n";
  if (option.listed)
    return fmt::format(
        "  {})\n    [[ $word == *,* ]] && given=\"${{word%,*}},\"\n"
        "    mapfile -t COMPREPLY < <(compgen -P \"$given\" -W '{}' -- \"${{word##*,}}\")\n    return\n    ;;\n",
        pattern, option.choices);
  if (!option.choices.empty())
    return fmt::format("  {}) options='{}' ;;\n", pattern, option.choices);
  switch (option.value) {
  case Value::none: return {};
  case Value::text: return fmt::format("  {}) return ;;\n", pattern);
  case Value::file: return fmt::format(fmt::runtime(reply), pattern, "-f");
  case Value::folder: return fmt::format(fmt::runtime(reply), pattern, "-d");
  }
  return {};
}

std::string bash(const std::vector<CommandHelp> &commands) {
  std::string text = "# Completions of changec for bash: source this file, or put it where bash-completion looks.\n"
                     "_changec() {\n"
                     "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options='' given=''\n"
                     "  COMPREPLY=()\n"
                     "  if ((COMP_CWORD == 1)) || [[ ${COMP_WORDS[1]} == help ]]; then\n";
  text += fmt::format(
      "    mapfile -t COMPREPLY < <(compgen -W '{} help --help --version' -- \"$word\")\n    return\n  fi\n",
      namesOf(commands));
  text += "  [[ $before == '=' ]] && before=${COMP_WORDS[COMP_CWORD-2]}\n"
          "  [[ $word == '=' ]] && before=${COMP_WORDS[COMP_CWORD-1]} word=''\n"
          "  case ${COMP_WORDS[1]}:$before in\n";
  std::string joined;
  for (const CommandHelp &command : commands)
    for (const Option &option : optionsOf(command)) {
      if (option.joined && joined.find(fmt::format("  {}:", command.name)) == std::string::npos)
        joined += fmt::format("  {}:{}*) options='{}' ;;\n", command.name, option.word, joinedChoices(option));
      text += bashValue(fmt::format("{}:{}", command.name, option.word), option);
    }
  text += "  esac\n"
          "  if [[ -n $options ]]; then\n"
          "    mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n    return\n  fi\n"
          "  case ${COMP_WORDS[1]}:$word in\n" +
          joined +
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
  text += "  esac\n  local words='' files='*.change'\n  case ${COMP_WORDS[1]} in\n";
  for (const CommandHelp &command : commands)
    if (!command.choices.empty())
      text += fmt::format("  {}) words='{}' ;;\n", command.name, command.choices);
    else if (command.ofScripts)
      text += fmt::format("  {}) files='*.sh' ;;\n", command.name);
  text += "  esac\n"
          "  for given in \"${COMP_WORDS[@]:2:COMP_CWORD-2}\"; do\n"
          "    [[ -n $given && \" $words \" == *\" $given \"* ]] && words=''\n"
          "  done\n"
          "  if [[ $word == -* || -n $words ]]; then\n"
          "    mapfile -t COMPREPLY < <(compgen -W \"$options $words\" -- \"$word\")\n"
          "  else\n"
          "    mapfile -t COMPREPLY < <(compgen -f -X \"!$files\" -- \"$word\"; compgen -d -S / -- \"$word\")\n"
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
  if (option.joined)
    return "-";
  if (option.value == Value::none)
    return option.choices.empty() ? "" : "=-";
  return option.word.size() > 2 && option.word.starts_with("--") ? "=" : "";
}

std::string zshValue(const Option &option) {
  if (option.listed)
    return fmt::format(":kind:_values -s , kind {}", option.choices);
  if (option.joined)
    return fmt::format(":diagnostic:({})", option.choices);
  if (!option.choices.empty())
    return fmt::format("{}{}:({})", option.value == Value::none ? "::" : ":", option.word.substr(2), option.choices);
  switch (option.value) {
  case Value::none: return {};
  case Value::text: return ":value: ";
  case Value::file: return ":file:_files";
  case Value::folder: return ":folder:_files -/";
  }
  return {};
}

std::string zsh(const std::vector<CommandHelp> &commands) {
  std::string text = "#compdef changec\n# Completions of changec for zsh: put this file as `_changec` into a folder of "
                     "$fpath.\n_changec() {\n  local -a commands\n  commands=(\n";
  for (const CommandHelp &command : commands)
    text += fmt::format("    {}\n", quoted(fmt::format("{}:{}", command.name, forZsh(command.purpose))));
  text += "    'help:Show the help of a command'\n  )\n  if ((CURRENT == 2)) || [[ $words[2] == help ]]; then\n    "
          "_describe command commands\n    return\n  fi\n  case $words[2] in\n";
  for (const CommandHelp &command : commands) {
    text += fmt::format("  {})\n    _arguments", command.name);
    for (const Option &option : optionsOf(command))
      text += " \\\n      " + quoted(fmt::format("*{}{}[{}]{}", option.word, zshSign(option), forZsh(option.meaning),
                                                 zshValue(option)));
    if (!command.choices.empty())
      text += fmt::format(" \\\n      '2:{}:({})' \\\n      '*:file:_files'", command.name, command.choices);
    else
      text += fmt::format(" \\\n      '*:file:_files -g \"*.{}\"'", command.ofScripts ? "sh" : "change");
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
  text += fmt::format("complete -c changec -n __fish_use_subcommand -a help -d 'Show the help of a command'\n"
                      "complete -c changec -n '__fish_seen_subcommand_from help' -a '{}'\n",
                      namesOf(commands));
  for (const CommandHelp &command : commands) {
    const std::string when = fmt::format("complete -c changec -n '__fish_seen_subcommand_from {}'", command.name);
    for (const Option &option : optionsOf(command)) {
      const bool isLong = option.word.substr(0, 2) == "--";
      const std::string_view kind = isLong ? "-l" : option.word.size() == 2 ? "-s" : "-o";
      text += fmt::format("{} {} {} -d {}", when, kind, option.word.substr(isLong ? 2 : 1), quoted(option.meaning));
      if (option.listed)
        text += fmt::format(" -x -a '(__fish_append , {})'", option.choices);
      else if (!option.choices.empty())
        text += fmt::format("{} -a {}", option.value == Value::none ? "" : " -x", quoted(option.choices));
      else if (option.value == Value::folder)
        text += " -x -a '(__fish_complete_directories)'";
      else if (option.value == Value::file)
        text += " -r -F";
      else if (option.value == Value::text)
        text += " -x";
      text += '\n';
    }
    text += command.choices.empty()
                ? fmt::format("{} -k -a '(__fish_complete_suffix .{})'\n", when, command.ofScripts ? "sh" : "change")
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
