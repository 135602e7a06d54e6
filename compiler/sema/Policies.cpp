#include "sema/Policies.h"
#include "sema/Quoted.h"

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
using Rule = syntax::PolicyRule;

constexpr std::array<std::string_view, 2> quantities{"risk", "impact"};
constexpr std::array<std::string_view, 3> risks{"low", "medium", "high"};
constexpr std::array<std::string_view, 4> impacts{"none", "minor", "major", "severe"};

// ---- names

const DiagnosticKind *diagnosticNamed(Context &context, const syntax::Name &name) {
  if (const CatalogueEntry *entry = findDiagnostic(name.text))
    return entry->kind;
  std::vector<std::string_view> names;
  for (const CatalogueEntry &entry : catalogue())
    names.push_back(entry.kind->name);
  auto builder = context.diagnostics.report(diag::unknownName, name.range, "diagnostic", name.text);
  suggest(builder, name, names);
  builder.help("`changec explain` lists them");
  return nullptr;
}

/// The same, of one whose level can be moved.
const DiagnosticKind *movable(Context &context, const syntax::Name &name) {
  const DiagnosticKind *kind = diagnosticNamed(context, name);
  if (kind == nullptr || kind->gravity != Gravity::error)
    return kind;
  context.diagnostics.report(diag::alwaysAnError, name.range, name.text)
      .help("mend what it points at; `changec explain` says which can be allowed");
  return nullptr;
}

void checkCondition(Context &context, const Rule &rule) {
  if (!rule.quantity.present())
    return;
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

/// Reports who is unknown. A policy without contacts of its own names those of the plan; one of the command line serves
/// many plans, so it may also name who has no part in this one.
void checkContact(Context &context, const Module &module, const syntax::Name &name, bool owns) {
  const Module &plan = *context.modules.front();
  const bool bringsContacts = !visibleNames(module, NameKind::contact).empty();
  const bool inPlan = find(plan, NameKind::contact, name.text).declaration != nullptr;
  if (!inPlan && !bringsContacts && (module.given || visibleNames(plan, NameKind::contact).empty()))
    return;
  const bool own = bringsContacts && (!inPlan || find(module, NameKind::contact, name.text));
  const Module &where = own ? module : plan;
  (void)(owns ? ownerNamed(context, where, name) : contactNamed(context, where, name));
}

void checkVerdict(Context &context, const Rule &rule) {
  if (!rule.ofAllowances) {
    (void)(rule.kind == Rule::Kind::deny ? diagnosticNamed(context, rule.name) : movable(context, rule.name));
    return;
  }
  if (rule.kind == Rule::Kind::warn)
    context.diagnostics.report(diag::unknownWord, rule.range, "rule", "warn allow", "deny allow, allow allow");
  else if (rule.name.present())
    (void)movable(context, rule.name);
}

void checkOtherLimit(Context &context, const Module &module, const Rule &rule) {
  constexpr std::array<std::string_view, 2> limits{"notice", "backout"};
  if (std::find(limits.begin(), limits.end(), rule.name.text) == limits.end()) {
    auto builder = context.diagnostics.report(diag::unknownWord, rule.name.range, "limit", rule.name.text,
                                              "window, accepted by, notice, backout");
    suggest(builder, rule.name, std::array<std::string_view, 3>{"window", limits[0], limits[1]});
    return;
  }
  const bool notice = rule.name.text == "notice";
  if (notice != rule.duration.has_value() || (!notice && rule.channels.empty()))
    context.diagnostics
        .report(diag::unexpectedToken, rule.range, notice ? "`limit notice DURATION`" : "`limit backout via CHANNELS`",
                fmt::format("`{}`", quoted(context.text(rule.range))))
        .note("`to CONTACTS` may follow; without it whoever is told is meant");
  for (const syntax::Name &contact : rule.people)
    checkContact(context, module, contact, false);
  for (const syntax::Name &channel : rule.channels)
    (void)channelNamed(context, module, channel);
}

void resolveRule(Context &context, const Module &module, const Rule &rule) {
  checkCondition(context, rule);
  switch (rule.kind) {
  case Rule::Kind::deny:
  case Rule::Kind::warn:
  case Rule::Kind::allow: return checkVerdict(context, rule);
  case Rule::Kind::limitAccepted:
    for (const syntax::Name &person : rule.people)
      checkContact(context, module, person, true);
    return;
  case Rule::Kind::limitOther: return checkOtherLimit(context, module, rule);
  case Rule::Kind::limitWindow: return;
  }
}

void resolveAllowances(Context &context, const Module &module, const Declaration &declaration) {
  for (const syntax::Clause &clause : declaration.clauses)
    if (const auto *allow = std::get_if<syntax::Allow>(&clause.what))
      if (const DiagnosticKind *kind = movable(context, allow->diagnostic); kind != nullptr && !module.library)
        context.allowClauses.push_back(
            {kind, &declaration, allow, clause.range, &module == context.modules.front().get()});
  for (const Declaration *item : declaration.items)
    resolveAllowances(context, module, *item); // as deep as the parser lets blocks nest
}

// ---- what applies to the plan

template <size_t count>
std::optional<size_t> indexOf(const std::array<std::string_view, count> &words, std::string_view word) {
  const auto found = std::find(words.begin(), words.end(), word);
  return found == words.end() ? std::nullopt : std::optional(static_cast<size_t>(found - words.begin()));
}

bool applies(const plan::Plan &plan, const Rule &rule) {
  if (!rule.quantity.present())
    return true;
  const bool ofRisk = rule.quantity.text == "risk";
  const auto threshold = ofRisk ? indexOf(risks, rule.level.text) : indexOf(impacts, rule.level.text);
  const auto actual = ofRisk ? static_cast<size_t>(plan.risk) : static_cast<size_t>(plan.impact);
  if (!threshold)
    return false;
  return rule.relation == ">="   ? actual >= *threshold
         : rule.relation == "<=" ? actual <= *threshold
                                 : actual == *threshold;
}

std::vector<std::string> textsOf(std::span<const syntax::Name> names) {
  std::vector<std::string> texts;
  for (const syntax::Name &name : names)
    texts.emplace_back(name.text);
  return texts;
}

/// Reports a length that is none.
std::optional<plan::PolicyLimit> limitOf(Context &context, const Rule &rule) {
  using Kind = plan::PolicyLimit::Kind;
  plan::PolicyLimit limit;
  limit.kind = rule.kind == Rule::Kind::limitWindow     ? Kind::window
               : rule.kind == Rule::Kind::limitAccepted ? Kind::acceptedBy
               : rule.name.text == "notice"             ? Kind::notice
                                                        : Kind::backout;
  if (rule.duration) {
    const auto duration = readDuration(context, *rule.duration);
    if (!duration)
      return std::nullopt;
    limit.duration = *duration;
  }
  limit.contacts = textsOf(rule.people);
  limit.channels = textsOf(rule.channels);
  limit.place = context.place(rule.range);
  return limit;
}

plan::Policy policyOf(Context &context, const Declaration &declaration) {
  plan::Policy policy;
  policy.name = declaration.name.text;
  policy.title = declaration.title ? readPlain(context, *declaration.title) : policy.name;
  policy.doc = readDoc(declaration.doc);
  policy.place = context.place(declaration.name.range);
  for (const Rule &rule : std::get<syntax::PolicyDetails>(declaration.details).rules) {
    const bool isLimit = rule.kind >= Rule::Kind::limitWindow;
    auto limit = isLimit ? limitOf(context, rule) : std::nullopt; // read though it may not apply: it may be mistaken
    if (!applies(context.plan, rule))
      continue;
    if (limit)
      policy.limits.push_back(std::move(*limit));
    if (!isLimit)
      policy.rules.push_back({rule.kind == Rule::Kind::deny   ? Verdict::deny
                              : rule.kind == Rule::Kind::warn ? Verdict::warn
                                                              : Verdict::allow,
                              rule.ofAllowances, std::string(rule.name.text), context.place(rule.range)});
  }
  return policy;
}

/// The policy whose last word forbids the allowance, or null.
const plan::PolicyRule *forbids(const plan::Policy &policy, std::string_view diagnostic) {
  const auto last = std::find_if(policy.rules.rbegin(), policy.rules.rend(), [&](const plan::PolicyRule &rule) {
    return rule.ofAllowances && (rule.diagnostic.empty() || rule.diagnostic == diagnostic);
  });
  return last != policy.rules.rend() && last->verdict == Verdict::deny ? &*last : nullptr;
}

/// In one policy the last rule that names a diagnostic counts; of several policies the strictest.
void addVerdicts(Context &context, const plan::Policy &policy, Standards &standards) {
  std::unordered_map<const DiagnosticKind *, PolicyVerdict> own;
  for (const plan::PolicyRule &rule : policy.rules)
    if (const CatalogueEntry *entry = rule.ofAllowances ? nullptr : findDiagnostic(rule.diagnostic))
      own.insert_or_assign(entry->kind, PolicyVerdict{rule.verdict, policy.name, context.rangeOf(rule.place)});
  for (const auto &[kind, verdict] : own) {
    const auto [known, added] = standards.verdicts.emplace(kind, verdict);
    if (!added && known->second.verdict < verdict.verdict)
      known->second = verdict;
  }
}

bool isForbidden(Context &context, const AllowClause &clause) {
  bool forbidden = false;
  for (const plan::Policy &policy : context.plan.policies)
    if (const plan::PolicyRule *rule = forbids(policy, clause.kind->name)) {
      context.diagnostics.report(diag::allowForbidden, clause.range, policy.name, clause.kind->name)
          .label(context.rangeOf(rule->place), "it forbids that here")
          .edit("leave it out, and mend what it allows", clause.range, "", false);
      forbidden = true;
    }
  return forbidden;
}

} // namespace

void resolvePolicies(Context &context) {
  for (const auto &module : context.modules)
    for (const Declaration *declaration : module->tree->declarations) {
      if (const auto *policy = std::get_if<syntax::PolicyDetails>(&declaration->details))
        for (const Rule &rule : policy->rules)
          resolveRule(context, *module, rule);
      resolveAllowances(context, *module, *declaration);
    }
}

void judgeByPolicies(Context &context) {
  Standards standards;
  standards.risk = context.plan.risk;
  for (const auto &module : context.modules)
    for (const Declaration *declaration : module->tree->declarations)
      if (declaration->kind == Declaration::Kind::policy) {
        context.plan.policies.push_back(policyOf(context, *declaration));
        addVerdicts(context, context.plan.policies.back(), standards);
      }
  std::vector<AllowedRange> allowed;
  std::vector<AllowClause> counting;
  for (const AllowClause &clause : context.allowClauses) {
    if (isForbidden(context, clause))
      continue;
    const Declaration &within = *clause.declaration;
    context.plan.allowances.push_back({std::string(clause.kind->name), readPlain(context, clause.allow->because),
                                       within.name.present()
                                           ? fmt::format("{} {}", syntax::keyword(within.kind), within.name.text)
                                           : std::string(syntax::keyword(within.kind)),
                                       context.place(clause.range)});
    allowed.push_back({clause.kind, within.range});
    counting.push_back(clause);
  }
  context.allowClauses = std::move(counting);
  standards.allowances = Allowances(std::move(allowed));
  context.diagnostics.judgeBy(std::move(standards));
}

void checkAllowances(Context &context) {
  // What stopped an earlier pass may be what would have needed the allowance.
  if (context.diagnostics.hasErrors() || context.namesIncomplete)
    return;
  for (size_t i = 0; i < context.allowClauses.size(); ++i) {
    const AllowClause &clause = context.allowClauses[i];
    // Files that several plans import may allow what only some of them need.
    if (clause.ofPlan && !context.diagnostics.wasUsed(i))
      context.diagnostics.report(diag::allowUnused, clause.allow->diagnostic.range, clause.kind->name)
          .label(clause.declaration->name.present() ? clause.declaration->name.range : clause.declaration->keyword,
                 "nothing in this gives it")
          .edit("leave it out", clause.range, "", true);
  }
}

} // namespace changec::sema
