#include "emit/InversePhrase.h"

#include "emit/Texts.h"

#include <fmt/format.h>

namespace changec::emit {
namespace {

using plan::InverseKind;
using plan::Operation;
using plan::OperationKind;
using plan::Scope;

std::string firstLine(std::string_view text) {
  constexpr size_t longest = 70;
  const size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  const size_t end = std::min(text.find('\n', begin), text.size());
  std::string line(text.substr(begin, std::min(end - begin, longest)));
  const bool whole = end - begin <= longest && text.find_first_not_of(" \t\r\n", end) == std::string_view::npos;
  return validUtf8(line) + (whole ? "" : " ...");
}

std::string callPhrase(const plan::Plan &plan, const Scope &scope) {
  std::vector<std::string> arguments;
  for (const plan::Binding &binding : scope.bindings)
    arguments.push_back(firstLine(textWithBlanks(plan, binding.value)));
  return fmt::format("{}({})", scope.action, fmt::join(arguments, ", "));
}

/// The lines of one step.
class InversePhrases {
public:
  explicit InversePhrases(const plan::Plan &plan) : plan_(plan) {}

  std::vector<std::string> run(uint32_t index) {
    const plan::Step &step = plan_.steps[index];
    if (step.scope == plan::none)
      return {};
    for (const plan::Guard &guard : plan_.guards) {
      const bool leaving = guard.leave == index;
      if ((guard.enter != index || !guard.leaveWritten) && !leaving)
        continue;
      const Scope &other = plan_.scopes[plan_.steps[leaving ? guard.enter : guard.leave].scope];
      if (other.operations.empty())
        lines_.push_back(fmt::format("nothing to do: '{}' is {} without it", guard.name, leaving ? "entered" : "left"));
      addAll(other.operations);
      return std::move(lines_);
    }
    addInverse(plan_.scopes[step.scope]);
    return std::move(lines_);
  }

private:
  const plan::Plan &plan_;
  std::vector<std::string> lines_;

  void addAll(const std::vector<Operation> &operations) {
    for (const Operation &operation : operations)
      lines_.push_back(operationPhrase(plan_, operation));
  }

  void addInverse(const Scope &scope) {
    switch (scope.inverse.kind) {
    case InverseKind::undo: addAll(scope.inverse.operations); break;
    case InverseKind::undoneBy:
      lines_.push_back(fmt::format("left to the undo of '{}'", plan_.steps[scope.inverse.coveredBy].key));
      break;
    case InverseKind::nothing: lines_.push_back(fmt::format("nothing: {}", scope.inverse.because)); break;
    case InverseKind::irreversible: break;
    case InverseKind::ofOperations:
      for (auto operation = scope.operations.rbegin(); operation != scope.operations.rend(); ++operation)
        addInverse(*operation);
      break;
    }
    for (auto keep = scope.keeps.rbegin(); keep != scope.keeps.rend(); ++keep)
      lines_.push_back(fmt::format("put back {}", textWithBlanks(plan_, keep->path)));
  }

  void addInverse(const Operation &operation) {
    if (operation.inverse) {
      if (operation.inverse->kind == InverseKind::undo)
        addAll(operation.inverse->operations);
    } else if (operation.kind == OperationKind::call &&
               plan_.scopes[operation.scope].inverse.kind != InverseKind::nothing) {
      lines_.push_back(fmt::format("what takes back {}", callPhrase(plan_, plan_.scopes[operation.scope])));
    }
  }
};

} // namespace

std::string operationPhrase(const plan::Plan &plan, const Operation &operation) {
  switch (operation.kind) {
  case OperationKind::shell: return fmt::format("`{}`", firstLine(operation.text));
  case OperationKind::manual: return fmt::format("by hand: {}", firstLine(textWithBlanks(plan, operation.instruction)));
  case OperationKind::wait: return fmt::format("wait {} s", operation.duration);
  case OperationKind::waitUntil: return fmt::format("wait until `{}`", firstLine(operation.text));
  case OperationKind::checks: return plan.checkLists[operation.checkList].title;
  case OperationKind::call: return callPhrase(plan, plan.scopes[operation.scope]);
  case OperationKind::putBack: return "put back what was kept";
  }
  return {};
}

std::vector<std::string> inversePhrases(const plan::Plan &plan, uint32_t step) {
  return InversePhrases(plan).run(step);
}

} // namespace changec::emit
