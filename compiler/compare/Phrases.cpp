#include "compare/Phrases.h"

#include "emit/PlanJsonNames.h"
#include "emit/Texts.h"
#include "plan/Time.h"

#include <fmt/format.h>

#include <algorithm>

namespace changec::compare {

using plan::InverseKind;
using plan::OperationKind;

std::string Phrases::contact(uint32_t contact) const {
  if (renames_ != nullptr && contact < plan_.contacts.size())
    if (const auto found = renames_->contacts.find(plan_.contacts[contact].name); found != renames_->contacts.end())
      return found->second;
  const std::string title(emit::contactTitle(plan_, contact));
  const auto namesakes = std::count_if(plan_.contacts.begin(), plan_.contacts.end(),
                                       [&](const plan::Contact &other) { return other.title == title; });
  return namesakes > 1 ? fmt::format("{} ({})", title, plan_.contacts[contact].name) : title;
}

std::string Phrases::step(uint32_t step) const {
  if (step >= plan_.steps.size())
    return {};
  const std::string &key = plan_.steps[step].key;
  return renames_ == nullptr ? key : renamed(*renames_, key);
}

std::string Phrases::text(const plan::Text &text) const {
  return emit::textWithBlanks(plan_, text);
}

std::string Phrases::cell(const plan::Cell &cell) const {
  if (cell.arguments.empty())
    return cell.resource;
  std::vector<std::string> arguments;
  for (const plan::Text &argument : cell.arguments)
    arguments.push_back(text(argument));
  return fmt::format("{}({})", cell.resource, fmt::join(arguments, ", "));
}

std::string Phrases::effect(const plan::Effect &effect) const {
  std::string what = fmt::format("{} {}", emit::nameOf(effect.kind), cell(effect.cell));
  switch (effect.kind) {
  case plan::Effect::Kind::effect: return fmt::format("{}: {} -> {}", what, effect.from, effect.to);
  case plan::Effect::Kind::needs: return fmt::format("{}: {}", what, effect.to);
  case plan::Effect::Kind::saves: return fmt::format("{} as {}", what, text(effect.key));
  case plan::Effect::Kind::restores: return fmt::format("{} from {}", what, text(effect.key));
  case plan::Effect::Kind::refreshes: return fmt::format("{} from {}", what, cell(effect.source));
  case plan::Effect::Kind::produces: return what;
  }
  return what;
}

std::string Phrases::work(const plan::Operation &operation) const {
  switch (operation.kind) {
  case OperationKind::shell: return fmt::format("`{}`", operation.text);
  case OperationKind::manual: return fmt::format("by hand: {}", text(operation.instruction));
  case OperationKind::wait: return fmt::format("wait {}", plan::formatDuration(operation.duration));
  case OperationKind::waitUntil: return fmt::format("wait until `{}`", operation.text);
  case OperationKind::checks: return fmt::format("checks {}", plan_.checkLists[operation.checkList].name);
  case OperationKind::call: {
    const plan::Scope &scope = plan_.scopes[operation.scope];
    std::vector<std::string> arguments;
    for (const plan::Binding &binding : scope.bindings)
      arguments.push_back(fmt::format("{}: {}", binding.name, text(binding.value)));
    return fmt::format("{}({})", scope.action, fmt::join(arguments, ", "));
  }
  case OperationKind::putBack: return "put back what was kept";
  }
  return {};
}

std::string Phrases::operation(const plan::Operation &operation) const {
  const std::string done = work(operation);
  return operation.inverse ? fmt::format("{} undo {}", done, inverse(*operation.inverse)) : done;
}

std::string Phrases::operations(const std::vector<plan::Operation> &operations) const {
  std::vector<std::string> lines;
  lines.reserve(operations.size());
  for (const plan::Operation &each : operations)
    lines.push_back(operation(each));
  return joined(lines);
}

std::string Phrases::requirements(const std::vector<plan::Requirement> &requirements) const {
  std::vector<std::string> lines;
  lines.reserve(requirements.size());
  for (const plan::Requirement &each : requirements)
    lines.push_back(each.why.empty() ? operations(each.operations)
                                     : fmt::format("{}: {}", each.why, operations(each.operations)));
  return joined(lines);
}

std::string Phrases::inverse(const plan::Inverse &inverse) const {
  const std::string accepted =
      inverse.acceptedBy == plan::none ? "" : fmt::format(", accepted by {}", contact(inverse.acceptedBy));
  switch (inverse.kind) {
  case InverseKind::ofOperations: return "what its operations bring, in reverse";
  case InverseKind::undo: return operations(inverse.operations);
  case InverseKind::undoneBy: return fmt::format("left to the undo of {}", step(inverse.coveredBy));
  case InverseKind::nothing: return inverse.because.empty() ? "none" : fmt::format("none, because {}", inverse.because);
  case InverseKind::irreversible: return fmt::format("irreversible, because {}{}", inverse.because, accepted);
  }
  return {};
}

std::string Phrases::doAndUndo(std::optional<plan::Duration> ofDo, std::optional<plan::Duration> ofUndo) {
  std::string words = ofDo ? plan::formatDuration(*ofDo) : "";
  if (ofUndo)
    words += fmt::format("{}undo {}", words.empty() ? "" : ", ", plan::formatDuration(*ofUndo));
  return words;
}

std::string joined(const std::vector<std::string> &lines) {
  return fmt::format("{}", fmt::join(lines, "\n"));
}

} // namespace changec::compare
