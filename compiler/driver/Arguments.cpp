#include "driver/Arguments.h"
#include "diagnostics/Spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace changec::driver {
namespace {

using llvm::cl::SubCommand;
using std::string_view;
using AnyOption = llvm::cl::Option;

SubCommand *commandNamed(string_view name) {
  const auto commands = llvm::cl::getRegisteredSubcommands();
  const auto found = std::find_if(commands.begin(), commands.end(), [&](const SubCommand *each) {
    return string_view(each->getName().data(), each->getName().size()) == name;
  });
  return found == commands.end() ? nullptr : *found;
}

/// `-o`, `-MD`, `--emit`: as help writes it.
std::string spelling(const AnyOption &option) {
  const bool isShort = option.ArgStr.size() == 1 || (option.ArgStr.front() >= 'A' && option.ArgStr.front() <= 'Z');
  return fmt::format("{}{}", isShort ? "-" : "--", string_view(option.ArgStr.data(), option.ArgStr.size()));
}

struct Found {
  AnyOption *option = nullptr; ///< Null: the command has none of this name.
  std::optional<string_view> value;
};

AnyOption *optionNamed(const SubCommand &command, string_view name) {
  const auto found = command.OptionsMap.find(llvm::StringRef(name.data(), name.size()));
  return found == command.OptionsMap.end() ? nullptr : found->second;
}

/// An argument that begins with a dash.
Found find(const SubCommand &command, string_view argument) {
  const string_view text = argument.substr(argument.substr(0, 2) == "--" ? 2 : 1);
  const size_t equals = text.find('=');
  Found found{optionNamed(command, text.substr(0, equals)), std::nullopt};
  if (found.option != nullptr && equals != string_view::npos)
    found.value = text.substr(equals + 1);
  if (found.option != nullptr || argument.size() < 3 || argument[1] == '-')
    return found;
  AnyOption *const withPrefix = optionNamed(command, text.substr(0, 1));
  if (withPrefix == nullptr || withPrefix->getFormattingFlag() != llvm::cl::Prefix)
    return found;
  return {withPrefix, text.substr(1)};
}

std::string unknownOption(string_view argument, const SubCommand &command, const std::vector<CommandHelp> &commands) {
  const string_view name = argument.substr(0, argument.find('='));
  std::string text = fmt::format("there is no option '{}'", name);
  std::vector<std::string> spellings;
  for (const auto &each : command.OptionsMap)
    spellings.push_back(spelling(*each.second));
  std::sort(spellings.begin(), spellings.end());
  const std::vector<string_view> candidates(spellings.begin(), spellings.end());
  if (const auto meant = closest(name, candidates))
    return text + fmt::format("; did you mean '{}'?", *meant);
  std::string others;
  for (const CommandHelp &each : commands)
    if (find(*commandNamed(each.name), argument).option != nullptr)
      others += fmt::format("{}{}", others.empty() ? "" : ", ", each.name);
  return others.empty() ? text : text + fmt::format("; it is one of {}", others);
}

class ArgumentReader {
public:
  ArgumentReader(std::span<const char *const> arguments, SubCommand &command, Options &options)
      : arguments_(arguments), command_(command), options_(options) {}

  std::string read() {
    std::string complaint;
    bool onlyWords = false;
    while (complaint.empty() && next_ < arguments_.size()) {
      const string_view argument = arguments_[next_++];
      if (argument == "--" && !onlyWords)
        onlyWords = true;
      else if (onlyWords || argument.size() < 2 || argument[0] != '-')
        give(options_.words, argument);
      else
        complaint = readOption(argument);
    }
    return complaint;
  }

private:
  std::span<const char *const> arguments_;
  SubCommand &command_;
  Options &options_;
  size_t next_ = 0;

  std::string readOption(string_view argument) {
    auto [option, value] = find(command_, argument);
    if (option == nullptr)
      return unknownOption(argument, command_, options_.help());
    const auto expected = option->getValueExpectedFlag();
    if (expected == llvm::cl::ValueDisallowed && value)
      return fmt::format("'{}' takes no value: '{}'", spelling(*option), *value);
    if (expected == llvm::cl::ValueRequired && !value) {
      value = nextValue();
      if (!value)
        return fmt::format("'{}' has no value: it is written {}", spelling(*option), helpOf(*option).spelling);
    }
    if (expected == llvm::cl::ValueOptional && !value)
      value = nextChoice(helpOf(*option).choices);
    if (option->getNumOccurrencesFlag() == llvm::cl::Optional && option->getNumOccurrences() != 0)
      return fmt::format("'{}' is given twice", spelling(*option));
    if ((option->getMiscFlags() & llvm::cl::CommaSeparated) != 0)
      giveEach(*option, *value);
    else
      give(*option, value.value_or(""));
    return {};
  }

  /// The next argument, unless it is an option itself.
  std::optional<string_view> nextValue() {
    if (next_ == arguments_.size())
      return std::nullopt;
    const string_view argument = arguments_[next_];
    if (argument.size() > 1 && argument[0] == '-' && find(command_, argument).option != nullptr)
      return std::nullopt;
    ++next_;
    return argument;
  }

  /// The next argument, where a value may be left out: if it is one of those there are.
  std::optional<string_view> nextChoice(const std::string &choices) {
    if (next_ == arguments_.size() || choices.empty())
      return std::nullopt;
    const std::string wanted = fmt::format(" {} ", arguments_[next_]);
    if (fmt::format(" {} ", choices).find(wanted) == std::string::npos)
      return std::nullopt;
    return arguments_[next_++];
  }

  void giveEach(AnyOption &option, string_view values) {
    for (size_t start = 0; start <= values.size();) {
      const size_t end = std::min(values.find(',', start), values.size());
      give(option, values.substr(start, end - start));
      start = end + 1;
    }
  }

  /// Values are texts, or none: none can be wrong here.
  void give(AnyOption &option, string_view value) {
    option.addOccurrence(static_cast<unsigned>(next_), option.ArgStr, llvm::StringRef(value.data(), value.size()));
  }

  CommandHelp::Line helpOf(const AnyOption &option) {
    const std::string name = spelling(option);
    for (const CommandHelp &command : options_.help())
      if (commandNamed(command.name) == &command_)
        for (const CommandHelp::Line &line : command.options)
          if (line.spelling.substr(0, line.spelling.find_first_of(" =[")) == name)
            return line;
    return {};
  }
};

} // namespace

std::string readArguments(std::span<const char *const> arguments, string_view command, Options &options) {
  return ArgumentReader(arguments, *commandNamed(command), options).read();
}

} // namespace changec::driver
