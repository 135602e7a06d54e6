// Lists of checks.
#include "sema/Contacts.h"
#include "sema/Names.h"
#include "sema/Placement.h"
#include "sema/Scopes.h"

namespace changec::sema {

uint32_t checkListOf(Lowering &lowering, const Module &module, const syntax::Declaration &declaration) {
  Context &context = lowering.context;
  if (const auto known = lowering.checkLists.find(&declaration); known != lowering.checkLists.end())
    return known->second;
  const auto index = static_cast<uint32_t>(context.plan.checkLists.size());
  lowering.checkLists[&declaration] = index;
  plan::CheckList list;
  list.name = qualifiedName(module, declaration.name.text);
  list.title = declaration.title ? readPlain(context, *declaration.title) : list.name;
  list.place = context.place(declaration.name.range);
  if (const auto *owner = clauseOf<syntax::People>(declaration)) {
    list.owner = ownerNamed(context, module, owner->who);
  } else if (!declaration.damaged && !module.library) {
    context.diagnostics
        .report(diag::missingOwner, declaration.name.range, fmt::format("list of checks '{}'", declaration.name.text))
        .edit("name a person, or a team with a lead",
              {declaration.open.file, declaration.open.end, declaration.open.end}, " owner NAME ", false);
  }
  context.plan.checkLists.push_back(std::move(list));

  // The lists of the library see no parameters of the plan; those of its own files do.
  const uint32_t scope = addScope(lowering, fmt::format("checks/{}", declaration.name.text), plan::none, plan::none);
  Environment variables(module.library ? nullptr : &lowering.parameters);
  const Frame frame{&module, &variables, scope, plan::none, nullptr, nullptr, 0};
  const auto &details = std::get<syntax::ChecksDetails>(declaration.details);
  std::vector<syntax::Shell> texts;
  for (const syntax::Check &check : details.checks)
    collectShell(std::span(&check.operation, 1), texts);
  bindVariables(lowering, frame, texts);
  unsigned number = 0;
  for (const syntax::Check &check : details.checks) {
    const syntax::Operations single{std::span(&check.operation, 1), check.operation.range, false};
    std::vector<plan::Operation> operations = lowerOperations(
        lowering, frame, single, fmt::format("checks/{}/{}.", declaration.name.text, ++number), Use::look);
    if (!operations.empty())
      context.plan.checkLists[index].checks.push_back({readPlain(context, check.title), std::move(operations.front())});
  }
  if (details.checks.empty() && !declaration.damaged)
    context.diagnostics.report(diag::emptyChecks, declaration.name.range, declaration.name.text)
        .help("write a title and shell: \"the service answers\" `curl ...`");
  return index;
}

} // namespace changec::sema
