#include "sema/Analyse.h"

#include "plan/Timeline.h"
#include "sema/Blanks.h"
#include "sema/Communication.h"
#include "sema/Confirmations.h"
#include "sema/Contacts.h"
#include "sema/Context.h"
#include "sema/Declared.h"
#include "sema/Header.h"
#include "sema/Hosts.h"
#include "sema/Imports.h"
#include "sema/Limits.h"
#include "sema/Messages.h"
#include "sema/Names.h"
#include "sema/Parameters.h"
#include "sema/Pivots.h"
#include "sema/Placement.h"
#include "sema/Policies.h"
#include "sema/Restoration.h"
#include "sema/Steps.h"
#include "sema/TimeRules.h"

namespace changec::sema {
namespace {

/// The file's `change`; a second one is reported.
const syntax::Declaration *findChange(Context &context, const Module &module) {
  const syntax::Declaration *change = nullptr;
  for (const syntax::Declaration *declaration : module.tree->declarations) {
    if (declaration->kind != syntax::Declaration::Kind::change)
      continue;
    if (change != nullptr)
      context.diagnostics.report(diag::secondChange, declaration->name.range, declaration->name.text)
          .label(change->name.range, "the first one");
    else
      change = declaration;
  }
  if (change == nullptr && context.options.demandValues && !module.tree->damaged)
    context.diagnostics
        .report(diag::missingChange, Range{module.tree->id, context.sources.file(module.tree->id).textStart(),
                                           context.sources.file(module.tree->id).textStart()})
        .help("write `change ID \"title\" { ... }`");
  return change;
}

} // namespace

std::optional<plan::Plan> analyse(SourceManager &sources, FileId plan, const Options &options,
                                  DiagnosticEngine &diagnostics) {
  Context context{sources, diagnostics, options, {}, false, {}, {}, {}, {}, {}};
  Module &module = loadModules(context, plan);
  (void)context.place({plan, 0, 0}); // the plan's own file comes first
  context.plan.compiler = CHANGEC_VERSION;
  reportBlanks(context);
  checkPlacement(context);
  declareNames(context);
  lowerContacts(context);
  resolvePolicies(context);
  resolveHosts(context);

  Lowering lowering(context, module);
  lowering.stepValues = stepValueLookup(lowering);
  lowering.change = findChange(context, module);
  if (lowering.change != nullptr) {
    lowerHeader(lowering);
    judgeByPolicies(context);
    lowerParameters(lowering);
    declareSteps(lowering);
    lowerPlanChecks(lowering);
    lowerSteps(lowering);
    lowerMessages(lowering);
    proveRestoration(context);
    checkPivots(context);
    checkConfirmations(lowering);
    context.plan.timeline = plan::timelineOf(context.plan);
    judgeTimes(lowering);
    judgeCommunication(lowering);
    judgeLimits(lowering);
  }
  checkDeclared(lowering);
  if (lowering.change != nullptr)
    checkAllowances(context);
  if (diagnostics.hasErrors() || lowering.change == nullptr)
    return std::nullopt;
  return std::move(context.plan);
}

} // namespace changec::sema
