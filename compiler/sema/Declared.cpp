#include "sema/Declared.h"

#include "sema/Inverses.h"
#include "sema/Names.h"
#include "sema/Parameters.h"
#include "sema/Placement.h"
#include "sema/Scopes.h"
#include "sema/Types.h"
#include "sema/Values.h"

#include <algorithm>

namespace changec::sema {
namespace {

using syntax::Declaration;

void checkParameters(Context &context, const Declaration &declaration, bool secrets) {
  FirstOfName seen;
  for (const syntax::Parameter &parameter : declaration.parameters) {
    (void)checkVariableName(context, parameter.name, "parameter");
    const auto type = readType(context, parameter.type, secrets);
    if (type && parameter.initial)
      (void)readValueAs(context, *parameter.initial, *type, {});
    if (const syntax::Name *first = seen.add(parameter.name))
      context.diagnostics.report(diag::nameTwice, parameter.name.range, "parameter", parameter.name.text)
          .label(first->range, "the first one");
  }
}

/// Lowers the action once with parameters that stand for themselves, and forgets the result.
void checkAction(Lowering &lowering, const Module &module, const Declaration &action) {
  Context &context = lowering.context;
  const size_t scopes = context.plan.scopes.size();
  const size_t values = context.plan.values.size();
  const size_t lists = context.plan.checkLists.size();
  const uint32_t scope = addScope(lowering, std::string(action.name.text), plan::none, plan::none);
  Environment variables;
  for (const syntax::Parameter &parameter : action.parameters) {
    const auto type = readType(context, parameter.type, true);
    plan::Text value;
    value.parts.emplace_back(plan::Text::Literal{fmt::format("<{}>", parameter.name.text)});
    variables.add({parameter.name.text, type.value_or(Type{}), std::move(value), parameter.name.range,
                   type && type->base == Type::Base::secret});
  }
  Frame frame{&module, &variables, scope, plan::none, nullptr, &action, 0};
  const auto *doing = clauseOf<syntax::Do>(action);
  lowerClauses(lowering, frame, action, doing != nullptr ? &doing->what : nullptr);
  (void)lowerInverse(lowering, frame, action);
  if (doing == nullptr && !action.damaged &&
      clauseOf<syntax::Verify>(action, [](const auto &c) { return !c.afterUndo; }) == nullptr)
    context.diagnostics.report(diag::emptyStep, action.name.range, action.name.text)
        .help("write `do` and what is done, or `verify` and what must hold");
  context.plan.scopes.resize(scopes);
  context.plan.values.resize(values);
  context.plan.checkLists.resize(lists);
  std::erase_if(lowering.checkLists, [&](const auto &entry) { return entry.second >= lists; });
}

void checkResource(Context &context, const Module &module, const Declaration &resource) {
  checkParameters(context, resource, false);
  const auto &details = std::get<syntax::ResourceDetails>(resource.details);
  if (details.whole)
    (void)resolve(context, module, NameKind::resource, details.whole->path);
  FirstOfName seen;
  for (const syntax::Name &state : details.states)
    if (const syntax::Name *first = seen.add(state))
      context.diagnostics.report(diag::nameTwice, state.range, "state", state.text)
          .label(first->range, "the first one");
}

void check(Lowering &lowering, const Module &module, const Declaration &declaration) {
  if (declaration.kind == Declaration::Kind::action) {
    checkParameters(lowering.context, declaration, true);
    checkAction(lowering, module, declaration);
  } else if (declaration.kind == Declaration::Kind::checks) {
    (void)checkListOf(lowering, module, declaration);
  } else if (declaration.kind == Declaration::Kind::resource) {
    checkResource(lowering.context, module, declaration);
  }
}

} // namespace

void checkDeclared(Lowering &lowering) {
  for (const auto &module : lowering.context.modules) {
    if (module->library)
      continue;
    for (const Declaration *declaration : module->tree->declarations) {
      check(lowering, *module, *declaration);
      if (declaration == lowering.change)
        for (const Declaration *item : declaration->items)
          check(lowering, *module, *item);
    }
  }
}

} // namespace changec::sema
