#include "driver/Options.h"
#include "diagnostics/Catalogue.h"
#include "driver/OutputKind.h"
#include "templates/Template.h"

#include <fmt/format.h>

namespace changec::driver {
namespace {

std::string meaning(const llvm::cl::Option &option) {
  return option.HelpStr.str();
}

std::string_view purpose(const llvm::cl::SubCommand &command) {
  return {command.getDescription().data(), command.getDescription().size()};
}

/// The names of things, with blanks between.
template <typename Things, typename NameOf> std::string wordsOf(const Things &things, const NameOf &nameOf) {
  std::string words;
  for (const auto &thing : things)
    words += fmt::format("{}{}", words.empty() ? "" : " ", nameOf(thing));
  return words;
}

std::string templateNames(std::string_view between) {
  std::string names;
  for (const templates::Template &form : templates::allTemplates())
    names += fmt::format("{}{}", names.empty() ? "" : between, form.name);
  return names;
}

/// What may stand behind `-W`.
std::string wordsOfWarnings() {
  std::string words = "error";
  for (const CatalogueEntry &entry : catalogue())
    if (entry.kind->gravity != Gravity::error)
      words += fmt::format(" {0} no-{0} error={0}", entry.kind->name);
  return words;
}

} // namespace

std::vector<CommandHelp> Options::help() const {
  const CommandHelp::Line colours{"--color[=WHEN]", meaning(colour), "auto always never"};
  const CommandHelp::Line links{"--hyperlinks[=WHEN]", meaning(hyperlinks), "auto always never"};
  const std::vector<CommandHelp::Line> ofAnalysis = {
      {"-D NAME=VALUE", meaning(definitions)},
      {"--params FILE", meaning(parameterFile)},
      {"-I DIR", meaning(importRoots)},
      {"--policy FILE", meaning(policies)},
  };
  // Commands that take one plan after the other report as text or as objects, a line each.
  const CommandHelp::Line reportsInTurn{"--diagnostics-format=F", "text or json", "text json"};
  std::vector<CommandHelp::Line> ofPlan = ofAnalysis;
  ofPlan.push_back({"-W NAME", meaning(warnings), wordsOfWarnings()});
  std::vector<CommandHelp::Line> ofPlans = ofPlan;
  ofPlans.push_back({"--diagnostics-format=F", meaning(diagnosticsFormat), "text json sarif github gitlab junit"});
  ofPlans.push_back({"--diagnostics-file=FILE", meaning(diagnosticsFile)});
  ofPlans.push_back({"-j N", meaning(workers)});
  ofPlans.insert(ofPlans.end(), {colours, links});
  CommandHelp forBuild{"build", "PLAN.change... -o DIR [OPTION...]", purpose(build), {}};
  forBuild.options = {
      {"-o DIR", meaning(folder)},
      {"--emit KIND,...", meaning(kinds) + ": " + outputKindsInBrief(),
       wordsOf(outputKinds(), [](const OutputKind &it) { return it.name; })},
      {"--previous FILE", meaning(previous)},
      {"--list-outputs", meaning(listOutputs)},
      {"-MD", meaning(dependencies)},
      {"-MF FILE", meaning(dependencyFile), {}, false},
      {"-MT TARGET", meaning(dependencyTarget), {}, false},
  };
  forBuild.options.insert(forBuild.options.end(), ofPlans.begin(), ofPlans.end());
  CommandHelp forCheck{"check", "PLAN.change... [OPTION...]", purpose(check), {}};
  forCheck.options = {{"--explain-backout[=STEP]", meaning(explainBackout)}};
  forCheck.options.insert(forCheck.options.end(), ofPlans.begin(), ofPlans.end());
  CommandHelp forFix{"fix", "FILE... [OPTION...]", purpose(fix), {{"--diff", meaning(diff)}}};
  forFix.options.insert(forFix.options.end(), ofPlan.begin(), ofPlan.end());
  forFix.options.insert(forFix.options.end(), {reportsInTurn, colours, links});
  CommandHelp forShow{"show",
                      "PLAN.change [OPTION...]",
                      purpose(show),
                      {{"--step STEP", meaning(step)}, {"--width N", meaning(width)}}};
  forShow.options.insert(forShow.options.end(), ofPlan.begin(), ofPlan.end());
  forShow.options.insert(forShow.options.end(), {reportsInTurn, colours, links});
  CommandHelp forDiff{"diff",
                      "OLD NEW [OPTION...]",
                      purpose(compare),
                      {{"--format=F", meaning(comparisonFormat), "text markdown json"},
                       {"--width N", meaning(width)},
                       {"--git", meaning(git)}}};
  forDiff.options.insert(forDiff.options.end(), ofAnalysis.begin(), ofAnalysis.end());
  forDiff.options.insert(forDiff.options.end(), {reportsInTurn, colours});
  return {
      std::move(forBuild),
      std::move(forCheck),
      {"fmt",
       "FILE... [OPTION...]",
       purpose(format),
       {{"--check", meaning(onlyCheck)}, {"--diff", meaning(diff)}, reportsInTurn, colours}},
      {"where", "SCRIPT:LINE...", purpose(where), {}, {}, true},
      std::move(forFix),
      std::move(forShow),
      std::move(forDiff),
      {"new",
       "TEMPLATE FILE [OPTION...]",
       purpose(create),
       {{"--set NAME=VALUE", meaning(answers)},
        {"--defaults", meaning(defaults)},
        {"--list", fmt::format("{}: {}", meaning(list), templateNames(", "))},
        colours},
       templateNames(" ")},
      {"explain",
       "[NAME]",
       purpose(explain),
       {{"--markdown", meaning(markdown)}, colours},
       wordsOf(catalogue(), [](const CatalogueEntry &it) { return it.kind->name; })},
      {"completions", "bash|zsh|fish", purpose(completions), {}, "bash zsh fish"},
      {"manual", "", purpose(manual), {}},
  };
}

} // namespace changec::driver
