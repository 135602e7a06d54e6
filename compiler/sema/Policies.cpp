#include "sema/Policies.h"

#include "diagnostics/Catalogue.h"
#include "sema/Contacts.h"
#include "sema/Names.h"
#include "sema/Texts.h"
#include "sema/Values.h"

#include <algorithm>
#include <array>

namespace changec::sema {
namespace {

using syntax::Declaration;

std::vector<std::string_view> diagnosticNames() {
  std::vector<std::string_view> names;
  for (const CatalogueEntry &entry : catalogue())
    names.push_back(entry.kind->name);
  return names;
}

bool checkDiagnosticName(Context &context, const syntax::Name &name) {
  const std::vector<std::string_view> names = diagnosticNames();
  if (std::find(names.begin(), names.end(), name.text) != names.end())
    return true;
  auto builder = context.diagnostics.report(diag::unknownName, name.range, "diagnostic", name.text);
  suggest(builder, name, names);
  builder.help("`changec explain` lists them");
  return false;
}

void checkCondition(Context &context, const syntax::PolicyRule &rule) {
  if (!rule.quantity.present())
    return;
  constexpr std::array<std::string_view, 2> quantities{"risk", "impact"};
  constexpr std::array<std::string_view, 3> risks{"low", "medium", "high"};
  constexpr std::array<std::string_view, 4> impacts{"none", "minor", "major", "severe"};
  const auto check = [&](const syntax::Name &name, std::string_view what, std::span<const std::string_view> words) {
    if (std::find(words.begin(), words.end(), name.text) != words.end())
      return true;
    auto builder = context.diagnostics.report(diag::unknownWord, name.range, what, name.text,
                                              fmt::format("{}", fmt::join(words, ", ")));
    suggest(builder, name, words);
    return false;
  };
  if (!check(rule.quantity, "quantity", quantities))
    return;
  if (rule.quantity.text == "risk")
    (void)check(rule.level, "risk", risks);
  else
    (void)check(rule.level, "impact", impacts);
}

void resolveRule(Context &context, const Module &module, const syntax::PolicyRule &rule) {
  switch (rule.kind) {
  case syntax::PolicyRule::Kind::deny:
  case syntax::PolicyRule::Kind::warn:
  case syntax::PolicyRule::Kind::allow:
    (void)checkDiagnosticName(context, rule.name);
    checkCondition(context, rule);
    return;
  case syntax::PolicyRule::Kind::limitAccepted:
    for (const syntax::Name &person : rule.people)
      (void)ownerNamed(context, module, person);
    return;
  case syntax::PolicyRule::Kind::limitOther: {
    constexpr std::array<std::string_view, 2> limits{"notice", "backout"};
    if (std::find(limits.begin(), limits.end(), rule.name.text) == limits.end()) {
      auto builder = context.diagnostics.report(diag::unknownWord, rule.name.range, "limit", rule.name.text,
                                                "window, accepted by, notice, backout");
      suggest(builder, rule.name, limits);
    }
    for (const syntax::Name &contact : rule.people)
      (void)contactNamed(context, module, contact);
    for (const syntax::Name &channel : rule.channels)
      (void)channelNamed(context, module, channel);
    break;
  }
  case syntax::PolicyRule::Kind::limitWindow: break;
  }
  if (rule.duration)
    (void)readDuration(context, *rule.duration);
}

void resolveAllowances(Context &context, const Module &module, const Declaration &declaration) {
  for (const syntax::Clause &clause : declaration.clauses)
    if (const auto *allow = std::get_if<syntax::Allow>(&clause.what))
      if (checkDiagnosticName(context, allow->diagnostic) && !module.library)
        context.plan.allowances.push_back(
            {std::string(allow->diagnostic.text), readPlain(context, allow->because), context.place(clause.range)});
  for (const Declaration *item : declaration.items)
    resolveAllowances(context, module, *item); // as deep as the parser lets blocks nest
}

} // namespace

void resolvePolicies(Context &context) {
  for (const auto &module : context.modules)
    for (const Declaration *declaration : module->tree->declarations) {
      if (const auto *policy = std::get_if<syntax::PolicyDetails>(&declaration->details))
        for (const syntax::PolicyRule &rule : policy->rules)
          resolveRule(context, *module, rule);
      resolveAllowances(context, *module, *declaration);
    }
}

} // namespace changec::sema
