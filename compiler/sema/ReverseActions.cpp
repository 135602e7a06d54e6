#include "sema/ReverseActions.h"

#include "sema/Names.h"

#include <algorithm>

namespace changec::sema {
namespace {

using syntax::Declaration;
using syntax::EffectClause;

/// The name of the parameter that an argument of a resource stands for; empty where it is anything else.
std::string_view parameterOf(const syntax::Argument &argument) {
  const auto *reference = std::get_if<syntax::Reference>(&argument.value.what);
  return reference != nullptr && reference->path.size() == 1 && !reference->hasArguments ? reference->path[0].text
                                                                                         : std::string_view();
}

/// What an action leads from one state to another, with the values of a call for the resource's arguments.
struct Move {
  const Declaration *resource = nullptr;
  std::string_view from;
  std::string_view to;
  std::vector<std::string_view> arguments;
};

std::vector<const EffectClause *> movesOf(const Declaration &action) {
  std::vector<const EffectClause *> moves;
  for (const syntax::Clause &clause : action.clauses)
    if (const auto *effect = std::get_if<EffectClause>(&clause.what);
        effect != nullptr && !effect->from.any && effect->from.name.text != effect->to.name.text)
      moves.push_back(effect);
  return moves;
}

class Search {
public:
  Search(const Context &context, const Module &plan, const syntax::Reference &call)
      : context_(context), plan_(plan), call_(call) {}

  std::vector<std::string> run() {
    const Found action = find(plan_, NameKind::operation, call_.path);
    if (!action || action.declaration->kind != Declaration::Kind::action || !readMove(action))
      return {};
    for (const auto &module : context_.modules)
      for (const auto &[name, declaration] : module->names[static_cast<size_t>(NameKind::operation)])
        if (const Found seen = seenByPlan(*module, name); seen.declaration == declaration)
          consider(seen);
    std::sort(result_.begin(), result_.end());
    return std::move(result_);
  }

private:
  const Context &context_;
  const Module &plan_;
  const syntax::Reference &call_;
  Move move_;
  std::vector<std::string> result_;

  [[nodiscard]] std::string_view valueOf(const Declaration &action, std::string_view parameter) const {
    for (size_t i = 0; i < call_.arguments.size(); ++i) {
      const syntax::Argument &argument = call_.arguments[i];
      const bool positional = !argument.name.present();
      if (positional ? i < action.parameters.size() && action.parameters[i].name.text == parameter
                     : argument.name.text == parameter)
        return context_.text(argument.value.range);
    }
    return {};
  }

  bool readMove(const Found &action) {
    const auto moves = movesOf(*action.declaration);
    if (moves.size() != 1)
      return false;
    move_.resource = find(*action.module, NameKind::resource, moves.front()->what.path).declaration;
    move_.from = moves.front()->from.name.text;
    move_.to = moves.front()->to.name.text;
    for (const syntax::Argument &argument : moves.front()->what.arguments)
      move_.arguments.push_back(valueOf(*action.declaration, parameterOf(argument)));
    return move_.resource != nullptr && std::none_of(move_.arguments.begin(), move_.arguments.end(),
                                                     [](std::string_view value) { return value.empty(); });
  }

  [[nodiscard]] Found seenByPlan(const Module &module, std::string_view name) const {
    if (module.qualifier.empty())
      return find(plan_, NameKind::operation, name);
    const auto imported = plan_.qualified.find(module.qualifier);
    if (imported == plan_.qualified.end() || imported->second != &module)
      return {};
    return {module.names[static_cast<size_t>(NameKind::operation)].at(name), &module};
  }

  void consider(const Found &candidate) {
    if (candidate.declaration->kind != Declaration::Kind::action)
      return;
    const auto moves = movesOf(*candidate.declaration);
    if (moves.size() != 1)
      return;
    const EffectClause &effect = *moves.front();
    if (effect.from.name.text != move_.to || effect.to.name.text != move_.from ||
        find(*candidate.module, NameKind::resource, effect.what.path).declaration != move_.resource)
      return;
    std::vector<std::string> written;
    for (const syntax::Parameter &parameter : candidate.declaration->parameters) {
      const std::string_view value = valueFor(parameter.name.text, effect);
      if (value.empty() && parameter.initial)
        continue;
      if (value.empty())
        return;
      written.push_back(written.empty() && &parameter == &candidate.declaration->parameters.front()
                            ? std::string(value)
                            : fmt::format("{}: {}", parameter.name.text, value));
    }
    result_.push_back(fmt::format("{}({})", qualifiedName(*candidate.module, candidate.declaration->name.text),
                                  fmt::join(written, ", ")));
  }

  [[nodiscard]] std::string_view valueFor(std::string_view parameter, const EffectClause &effect) const {
    for (size_t i = 0; i < effect.what.arguments.size() && i < move_.arguments.size(); ++i)
      if (parameterOf(effect.what.arguments[i]) == parameter)
        return move_.arguments[i];
    return {};
  }
};

} // namespace

std::vector<std::string> reverseCalls(const Context &context, const Module &plan, const syntax::Reference &call) {
  return Search(context, plan, call).run();
}

} // namespace changec::sema
