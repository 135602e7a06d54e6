// Calls of actions: arguments, and the scope that each call becomes.
#include "sema/Inverses.h"
#include "sema/Names.h"
#include "sema/Placement.h"
#include "sema/Quoted.h"
#include "sema/Scopes.h"
#include "sema/Values.h"

#include <algorithm>

namespace changec::sema {
namespace {

using syntax::Declaration;

struct Binder {
  Lowering &lowering;
  const Frame &frame;
  const syntax::Reference &reference;
  const Declaration &action;
  std::vector<const syntax::Argument *> given;           ///< By formal parameter.
  std::unordered_map<std::string_view, size_t> byName{}; ///< Of an action with many parameters.

  [[nodiscard]] std::string signature() const {
    std::vector<std::string> parts;
    for (const syntax::Parameter &formal : action.parameters)
      parts.emplace_back(quoted(lowering.context.text(formal.range)));
    return fmt::format("{}({})", action.name.text, fmt::join(parts, ", "));
  }

  /// The number of parameters where none has the name.
  [[nodiscard]] size_t indexOf(std::string_view name) {
    constexpr size_t few = 16;
    if (action.parameters.size() > few) {
      if (byName.empty())
        for (size_t i = 0; i < action.parameters.size(); ++i)
          byName.emplace(action.parameters[i].name.text, i);
      const auto found = byName.find(name);
      return found == byName.end() ? action.parameters.size() : found->second;
    }
    const auto found = std::find_if(action.parameters.begin(), action.parameters.end(),
                                    [&](const syntax::Parameter &formal) { return formal.name.text == name; });
    return static_cast<size_t>(found - action.parameters.begin());
  }

  /// Matches arguments with parameters: first those without a name, in order.
  bool match() {
    Context &context = lowering.context;
    given.assign(action.parameters.size(), nullptr);
    size_t position = 0;
    bool sound = true;
    for (const syntax::Argument &argument : reference.arguments) {
      size_t index = position;
      if (argument.name.present()) {
        index = indexOf(argument.name.text);
        if (index == action.parameters.size()) {
          std::vector<std::string_view> names;
          for (const syntax::Parameter &formal : action.parameters)
            names.push_back(formal.name.text);
          auto builder = context.diagnostics.report(diag::unknownArgument, argument.name.range, action.name.text,
                                                    argument.name.text);
          suggest(builder, argument.name, names);
          builder.note(signature());
          sound = false;
          continue;
        }
      } else {
        ++position;
      }
      if (index >= action.parameters.size()) {
        context.diagnostics
            .report(diag::tooManyArguments, argument.value.range, action.name.text, action.parameters.size())
            .note(signature());
        return false;
      }
      if (given[index] != nullptr) {
        context.diagnostics.report(diag::argumentTwice, argument.value.range, action.parameters[index].name.text)
            .label(given[index]->value.range, "the first one");
        sound = false;
        continue;
      }
      given[index] = &argument;
    }
    return sound && complete();
  }

  bool complete() {
    bool sound = true;
    for (size_t i = 0; i < given.size(); ++i)
      if (given[i] == nullptr && !action.parameters[i].initial) {
        lowering.context.diagnostics
            .report(diag::missingArgument, reference.range, action.name.text, action.parameters[i].name.text)
            .label(action.parameters[i].range, "it is declared here")
            .note(signature());
        sound = false;
      }
    return sound;
  }

  /// Binds every parameter in the call's scope.
  bool bind(Environment &variables, uint32_t scope) {
    Context &context = lowering.context;
    bool sound = true;
    for (size_t i = 0; i < given.size(); ++i) {
      const syntax::Parameter &formal = action.parameters[i];
      const std::optional<Type> type = readType(context, formal.type, true);
      if (!type)
        return false;
      std::optional<plan::Text> value;
      if (given[i] != nullptr)
        value = readValueAs(context, given[i]->value, *type, lowering.textNames(*frame.variables));
      else
        value = readValueAs(context, *formal.initial, *type, {});
      if (!value) {
        sound = false;
        continue;
      }
      const bool secret = type->base == Type::Base::secret;
      context.plan.scopes[scope].bindings.push_back({std::string(formal.name.text), *value});
      variables.add({formal.name.text, *type, std::move(*value), formal.name.range, secret});
    }
    return sound;
  }
};

bool isBeingCalled(const Frame &frame, const Declaration &action) {
  for (const Frame *at = &frame; at != nullptr; at = at->caller)
    if (at->action == &action)
      return true;
  return false;
}

/// A cycle is one mistake, wherever it is entered.
void reportCycle(Lowering &lowering, const Frame &frame, const Declaration &action, Range call) {
  if (lowering.callingThemselves.contains(&action))
    return;
  for (const Frame *at = &frame; at->action != &action; at = at->caller)
    lowering.callingThemselves.insert(at->action);
  lowering.callingThemselves.insert(&action);
  lowering.context.diagnostics.report(diag::actionCallsItself, call, action.name.text);
}

} // namespace

uint32_t lowerCall(Lowering &lowering, const Frame &frame, const syntax::Reference &reference,
                   const Declaration &action, const Module &module, const std::string &key) {
  Context &context = lowering.context;
  if (isBeingCalled(frame, action)) {
    reportCycle(lowering, frame, action, reference.range);
    return plan::none;
  }
  if (frame.depth == deepestCall) {
    context.diagnostics.report(diag::callsTooDeep, reference.range, deepestCall);
    return plan::none;
  }
  if (lowering.callsExhausted)
    return plan::none;
  if (lowering.callsLeft-- == 0) {
    lowering.callsExhausted = true;
    const Frame *outermost = &frame;
    while (outermost->caller != nullptr)
      outermost = outermost->caller;
    context.diagnostics.report(diag::tooManyCalls, reference.range, context.plan.scopes[outermost->scope].key,
                               mostCalls);
    return plan::none;
  }
  Binder binder{lowering, frame, reference, action, {}};
  if (!binder.match())
    return plan::none;
  const uint32_t scope = addScope(lowering, key, frame.scope, frame.step);
  context.plan.scopes[scope].action = qualifiedName(module, action.name.text);
  context.plan.scopes[scope].safeToRepeat = module.library;
  Environment variables;
  if (!binder.bind(variables, scope))
    return plan::none;
  Frame inner{&module, &variables, scope,           frame.step,
              &frame,  &action,    frame.depth + 1, frame.call.valid() ? frame.call : reference.range};
  const auto *doing = clauseOf<syntax::Do>(action, [](const auto &c) { return c.kind == syntax::Do::Kind::doing; });
  lowerClauses(lowering, inner, action, doing != nullptr ? &doing->what : nullptr);
  plan::Inverse inverse = lowerInverse(lowering, inner, action);
  context.plan.scopes[scope].inverse = std::move(inverse);
  return scope;
}

} // namespace changec::sema
