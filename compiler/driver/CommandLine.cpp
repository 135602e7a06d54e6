#include "driver/CommandLine.h"
#include "diagnostics/Catalogue.h"
#include "diagnostics/Spelling.h"
#include "driver/Arguments.h"
#include "driver/Completions.h"
#include "driver/Help.h"
#include "driver/Manual.h"
#include "driver/Options.h"
#include "driver/Workers.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace changec::driver {
namespace {

using std::string_view;

Answer refuse(string_view command, const std::string &text) {
  const std::string program = command.empty() ? "changec" : fmt::format("changec {}", command);
  return {ExitStatus::usage, fmt::format("{}: {}\nTry '{} --help'.\n", program, text, program)};
}

std::string didYouMean(std::optional<string_view> word) {
  return word ? fmt::format("; did you mean '{}'?", *word) : std::string();
}

bool takePrefix(string_view &text, string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix)
    return false;
  text.remove_prefix(prefix.size());
  return true;
}

constexpr std::pair<string_view, DiagnosticsFormat> formats[] = {
    {"text", DiagnosticsFormat::text},     {"json", DiagnosticsFormat::json},     {"sarif", DiagnosticsFormat::sarif},
    {"github", DiagnosticsFormat::github}, {"gitlab", DiagnosticsFormat::gitlab}, {"junit", DiagnosticsFormat::junit},
};

constexpr std::pair<string_view, DiffFormat> diffFormats[] = {
    {"text", DiffFormat::text}, {"markdown", DiffFormat::markdown}, {"json", DiffFormat::json}};

/// Turns options into requests. What it returns counts only if it has no complaint.
class Reader {
public:
  explicit Reader(const Options &options) : options_(options) {}

  [[nodiscard]] const std::string &complaint() const { return complaint_; }

  BuildRequest build() {
    if (options_.words.empty())
      complain("no plan is given");
    if (options_.folder.empty())
      complain("-o DIR is missing: the folder for the outputs");
    BuildRequest request;
    request.plans.assign(options_.words.begin(), options_.words.end());
    request.folder = options_.folder;
    request.kinds = outputs();
    request.previous = options_.previous;
    request.analysis = analysis();
    request.dependencies = dependencies();
    request.listOutputs = options_.listOutputs;
    request.workers = workers();
    request.reporting = reporting();
    if (request.plans.size() > 1)
      refuseOfSeveral(request);
    if (request.folder == "-" && request.kinds.size() != 1)
      complain("-o - takes one output: name it with --emit");
    else if (request.folder == "-" && request.kinds.front()->several)
      complain(fmt::format("-o - takes one output: --emit {} writes one a person", request.kinds.front()->name));
    return request;
  }

  CheckRequest check() {
    if (options_.words.empty())
      complain("no plan is given");
    CheckRequest request{
        {options_.words.begin(), options_.words.end()}, std::nullopt, analysis(), workers(), reporting()};
    if (options_.explainBackout.getNumOccurrences() != 0)
      request.explainBackout = options_.explainBackout;
    request.analysis.demandValues = false;
    return request;
  }

  FormatRequest format() {
    if (options_.words.empty())
      complain("no file is given (`-`: standard input)");
    FormatRequest request{
        {options_.words.begin(), options_.words.end()}, options_.onlyCheck, options_.diff, reporting()};
    refuseReports(request.reporting);
    return request;
  }

  FixRequest fix() {
    if (options_.words.empty())
      complain("no file is given (`-`: standard input)");
    FixRequest request{{options_.words.begin(), options_.words.end()}, options_.diff, analysis(), reporting()};
    refuseReports(request.reporting);
    request.analysis.demandValues = false;
    return request;
  }

  WhereRequest where() {
    WhereRequest request;
    if (options_.words.empty())
      complain("no line of a script is given: SCRIPT:LINE");
    for (const std::string &word : options_.words) {
      const size_t colon = word.rfind(':');
      ScriptLine line{word.substr(0, colon), 0};
      if (colon == std::string::npos || llvm::StringRef(word).substr(colon + 1).getAsInteger(10, line.line))
        complain(fmt::format("{}: it is written SCRIPT:LINE", word));
      request.lines.push_back(std::move(line));
    }
    return request;
  }

  ShowRequest show() {
    if (options_.words.size() != 1)
      complain(options_.words.empty() ? "no plan is given" : "one plan at a time is shown");
    ShowRequest request{options_.words.empty() ? "" : options_.words[0], options_.step, width(), analysis(),
                        reporting()};
    refuseReports(request.reporting);
    request.analysis.demandValues = false;
    return request;
  }

  DiffRequest compare() {
    if (options_.words.size() != 2)
      complain("two versions are compared: OLD NEW");
    DiffRequest request;
    request.before = options_.words.empty() ? "" : options_.words[0];
    request.after = options_.words.size() < 2 ? "" : options_.words[1];
    if (request.before == "-" && request.after == "-")
      complain("only one of the versions can be standard input");
    const auto *format = std::find_if(std::begin(diffFormats), std::end(diffFormats),
                                      [&](const auto &each) { return each.first == options_.comparisonFormat; });
    if (format == std::end(diffFormats))
      complain(fmt::format("--format={}: it is text, markdown or json", options_.comparisonFormat.getValue()));
    else
      request.format = format->second;
    fillIn(request);
    return request;
  }

  /// PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE, of a renamed file also NEW-PATH and what Git says of it;
  /// of a file that is not merged PATH alone.
  GitDiffRequest compareForGit() {
    GitDiffRequest request;
    const size_t count = options_.words.size();
    if (count != 1 && count != 7 && count != 9)
      complain("--git is for `git diff`, which gives a driver seven arguments");
    else
      request.path = request.newPath = options_.words[0];
    if (count >= 7) {
      request.before = options_.words[1];
      request.after = options_.words[4];
    }
    if (count == 9)
      request.newPath = options_.words[7];
    fillIn(request);
    return request;
  }

  NewRequest newPlan() {
    if (options_.words.size() > 2)
      complain("one plan is written: TEMPLATE FILE");
    NewRequest request;
    if (!options_.words.empty())
      request.form = options_.words[0];
    if (options_.words.size() > 1)
      request.file = options_.words[1];
    request.answers = named("--set", options_.answers);
    request.defaults = options_.defaults;
    request.list = options_.list;
    request.reporting.colour = colour();
    return request;
  }

  ExplainRequest explain() {
    if (options_.words.size() > 1)
      complain("one diagnostic at a time is explained");
    return {options_.words.empty() ? "" : options_.words[0], options_.markdown, colour()};
  }

private:
  const Options &options_;
  std::string complaint_;

  void complain(std::string text) {
    if (complaint_.empty())
      complaint_ = std::move(text);
  }

  template <typename Request> void fillIn(Request &request) {
    request.width = width();
    request.analysis = analysis();
    request.analysis.demandValues = false;
    request.reporting = reporting();
    refuseReports(request.reporting);
  }

  /// Of a command that takes one file after the other.
  void refuseReports(const Reporting &reporting) {
    if (reporting.format != DiagnosticsFormat::text && reporting.format != DiagnosticsFormat::json)
      complain("--diagnostics-format is text or json here");
  }

  /// What makes sense for one plan alone.
  void refuseOfSeveral(const BuildRequest &request) {
    if (request.folder == "-")
      complain("-o - takes one plan");
    if (llvm::is_contained(request.plans, "-"))
      complain("a plan from standard input is built alone");
    if (!request.previous.empty())
      complain("--previous takes one plan");
    if (request.dependencies && !(request.dependencies->file.empty() && request.dependencies->target.empty()))
      complain("-MF and -MT take one plan");
  }

  unsigned workers() {
    return options_.workers.getNumOccurrences() == 0 ? processors() : atLeastOne("-j", options_.workers);
  }

  /// In columns; 0: the terminal's.
  unsigned width() { return options_.width.getNumOccurrences() == 0 ? 0 : atLeastOne("--width", options_.width); }

  unsigned atLeastOne(string_view option, const std::string &value) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size() || number == 0)
      complain(fmt::format("{} {}: it is a number, at least 1", option, value));
    return number;
  }

  std::vector<const OutputKind *> outputs() {
    std::vector<string_view> names;
    std::vector<const OutputKind *> found;
    for (const OutputKind &kind : outputKinds()) {
      names.push_back(kind.name);
      if (options_.kinds.empty() || llvm::is_contained(options_.kinds, kind.name))
        found.push_back(&kind);
    }
    for (const std::string &wanted : options_.kinds)
      if (findOutputKind(wanted) == nullptr)
        complain(fmt::format("--emit {}: there is no such output{}\nThere are: {}.", wanted,
                             didYouMean(closest(wanted, names)), outputKindNames()));
    return found;
  }

  std::optional<DependencyRule> dependencies() {
    const DependencyRule rule{options_.dependencyFile, options_.dependencyTarget};
    if (options_.dependencies) {
      if (options_.folder == "-" && (rule.file.empty() || rule.target.empty()))
        complain("-MD with -o - wants -MF FILE and -MT TARGET");
      return rule;
    }
    if (!rule.file.empty() || !rule.target.empty())
      complain("-MF and -MT belong to -MD, which is missing");
    return std::nullopt;
  }

  sema::Options analysis() {
    sema::Options found;
    found.importRoots.assign(options_.importRoots.begin(), options_.importRoots.end());
    found.policyFiles.assign(options_.policies.begin(), options_.policies.end());
    found.parameterFile = options_.parameterFile;
    found.definitions = named("-D", options_.definitions);
    return found;
  }

  /// What stands behind an option as NAME=VALUE.
  std::vector<std::pair<std::string, std::string>> named(string_view option,
                                                         const llvm::cl::list<std::string> &values) {
    std::vector<std::pair<std::string, std::string>> found;
    for (const std::string &value : values) {
      const size_t equals = value.find('=');
      if (equals == std::string::npos || equals == 0)
        complain(fmt::format("{0} {1}: it is written {0} NAME=VALUE", option, value));
      else
        found.emplace_back(value.substr(0, equals), value.substr(equals + 1));
    }
    return found;
  }

  Reporting reporting() {
    Reporting found;
    const auto *format = std::find_if(std::begin(formats), std::end(formats),
                                      [&](const auto &each) { return each.first == options_.diagnosticsFormat; });
    if (format == std::end(formats))
      complain(fmt::format("--diagnostics-format={}: it is text, json, sarif, github, gitlab or junit",
                           options_.diagnosticsFormat.getValue()));
    else
      found.format = format->second;
    found.file = options_.diagnosticsFile;
    if (!found.file.empty() && found.format == DiagnosticsFormat::text)
      complain("--diagnostics-file wants --diagnostics-format: text goes to standard error");
    found.colour = colour();
    found.hyperlinks = when<Hyperlinks>("--hyperlinks", options_.hyperlinks);
    for (const std::string &value : options_.warnings)
      addLevelRule(value, found.levels);
    return found;
  }

  Colour colour() { return when<Colour>("--color", options_.colour); }

  template <typename Wish> Wish when(string_view option, const std::string &value) {
    if (value == "always" || value.empty())
      return Wish::always;
    if (value == "never")
      return Wish::never;
    if (value != "auto")
      complain(fmt::format("{}={}: it is auto, always or never", option, value));
    return Wish::automatic;
  }

  /// What stands after `-W`: `NAME`, `no-NAME`, `error`, or `error=NAME`.
  void addLevelRule(const std::string &value, LevelWishes &levels) {
    if (value == "error") {
      levels.warningsAreErrors = true;
      return;
    }
    string_view name = value;
    const bool asError = takePrefix(name, "error=");
    const bool off = !asError && findDiagnostic(name) == nullptr && takePrefix(name, "no-");
    const CatalogueEntry *entry = findDiagnostic(name);
    if (entry == nullptr)
      complain(fmt::format("-W{}: there is no diagnostic '{}'{}", value, name, didYouMean(closestDiagnostic(name))));
    else if (off && entry->kind->gravity == Gravity::error)
      complain(fmt::format("-W{}: '{}' is an error and cannot be turned off", value, name));
    else if (off)
      levels.rules.push_back({entry->kind, Wish::hide});
    else
      levels.rules.push_back({entry->kind, asError ? Wish::error : Wish::show});
  }
};

CommandLine completions(const Options &options) {
  const std::string text = options.words.size() == 1 ? completionsFor(options.words[0], options.help()) : std::string();
  if (text.empty())
    return refuse("completions", "name one shell: bash, zsh or fish");
  return Answer{ExitStatus::clean, text};
}

template <typename Request> CommandLine answerOr(string_view command, const Reader &reader, Request request) {
  if (!reader.complaint().empty())
    return refuse(command, reader.complaint());
  return request;
}

Answer unknownCommand(string_view word, const std::vector<CommandHelp> &commands) {
  std::vector<string_view> names;
  names.reserve(commands.size() + 2);
  for (const CommandHelp &command : commands)
    names.push_back(command.name);
  names.insert(names.end(), {"--version", "--help"});
  const std::string suggestion = didYouMean(closest(word, names));
  if (word.substr(0, 1) == "-")
    return refuse("", fmt::format("there is no option '{}' before a command{}", word, suggestion));
  return refuse("", fmt::format("there is no command '{}'{}", word, suggestion));
}

bool asksForHelp(string_view word) {
  return word == "--help" || word == "-help" || word == "-h";
}

/// Answers what the command-line library would answer itself and exit: in a form that fits a screen.
std::optional<Answer> answerAtOnce(int argc, const char *const *argv, const std::vector<CommandHelp> &commands) {
  if (argc < 2)
    return Answer{ExitStatus::usage, overview(commands)};
  const bool forHelp = argv[1] == string_view("help") && argc > 2;
  const string_view first = argv[forHelp ? 2 : 1];
  if (asksForHelp(first) || first == "help")
    return Answer{ExitStatus::clean, overview(commands)};
  if (first == "--version" || first == "-V")
    return Answer{ExitStatus::clean, versionText()};
  const auto command =
      std::find_if(commands.begin(), commands.end(), [&](const CommandHelp &each) { return each.name == first; });
  if (command == commands.end())
    return unknownCommand(first, commands);
  if (forHelp || std::any_of(argv + 2, argv + argc, asksForHelp))
    return Answer{ExitStatus::clean, helpText(*command)};
  return std::nullopt;
}

} // namespace

CommandLine parseCommandLine(int argc, const char *const *argv) {
  Options options;
  if (const auto answer = answerAtOnce(argc, argv, options.help()))
    return *answer;
  const string_view command = argv[1];
  const std::span<const char *const> arguments(argv + 2, argv + argc);
  if (const std::string complaint = readArguments(arguments, command, options); !complaint.empty())
    return refuse(command, complaint);
  Reader reader(options);
  if (command == "build")
    return answerOr(command, reader, reader.build());
  if (command == "check")
    return answerOr(command, reader, reader.check());
  if (command == "fmt")
    return answerOr(command, reader, reader.format());
  if (command == "completions")
    return completions(options);
  if (command == "manual")
    return options.words.empty() ? Answer{ExitStatus::clean, manualPage(options.help())}
                                 : refuse(command, "it takes no argument");
  if (command == "where")
    return answerOr(command, reader, reader.where());
  if (command == "show")
    return answerOr(command, reader, reader.show());
  if (command == "diff" && options.git)
    return answerOr(command, reader, reader.compareForGit());
  if (command == "diff")
    return answerOr(command, reader, reader.compare());
  if (command == "new")
    return answerOr(command, reader, reader.newPlan());
  if (command == "fix")
    return answerOr(command, reader, reader.fix());
  return answerOr(command, reader, reader.explain());
}

} // namespace changec::driver
