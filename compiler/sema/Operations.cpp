#include "sema/Names.h"
#include "sema/Scopes.h"
#include "sema/Values.h"

namespace changec::sema {
namespace {

class OperationReader {
public:
  OperationReader(Lowering &lowering, const Frame &frame, Use use) : lowering_(lowering), frame_(frame), use_(use) {}

  /// Nothing after a report.
  std::optional<plan::Operation> read(const syntax::Operation &operation, const std::string &key) {
    plan::Operation result;
    result.key = key;
    result.scope = frame_.scope;
    result.place = lowering_.context.place(operation.range);
    const bool sound =
        std::visit(Overloaded{
                       [&](const syntax::Operation::Run &run) {
                         result.text = shellText(run.shell);
                         return true;
                       },
                       [&](const syntax::Operation::Manual &manual) {
                         result.kind = plan::OperationKind::manual;
                         TextNames names = lowering_.textNames(*frame_.variables);
                         names.secrets = false;
                         result.instruction = readText(lowering_.context, manual.instruction, names);
                         return true;
                       },
                       [&](const syntax::Operation::Wait &wait) {
                         result.kind = plan::OperationKind::wait;
                         result.duration = readDuration(lowering_.context, wait.length).value_or(0);
                         return true;
                       },
                       [&](const syntax::Operation::WaitUntil &wait) {
                         result.kind = plan::OperationKind::waitUntil;
                         result.text = shellText(wait.condition);
                         return true;
                       },
                       [&](const syntax::Operation::Call &call) { return readCall(call.reference, key, result); },
                       [&](const syntax::Operation::Reboot &) {
                         lowering_.context.diagnostics.report(diag::notYet, operation.range, "reboot")
                             .help("write what a person does: manual \"...\"");
                         return false;
                       },
                   },
                   operation.what);
    if (!sound)
      return std::nullopt;
    if (operation.undo != nullptr)
      readUndo(*operation.undo, key, result);
    return result;
  }

private:
  Lowering &lowering_;
  const Frame &frame_;
  Use use_;

  bool readCall(const syntax::Reference &reference, const std::string &key, plan::Operation &result) {
    Context &context = lowering_.context;
    const Found found = resolve(context, *frame_.module, NameKind::operation, reference.path);
    if (!found)
      return false;
    if (found.declaration->kind == syntax::Declaration::Kind::checks) {
      if (reference.hasArguments)
        context.diagnostics.report(diag::checksWithArguments, reference.argumentsRange, found.declaration->name.text)
            .edit("leave them out", reference.argumentsRange, "", true);
      result.kind = plan::OperationKind::checks;
      result.checkList = checkListOf(lowering_, *found.module, *found.declaration);
      return true;
    }
    result.kind = plan::OperationKind::call;
    result.scope = lowerCall(lowering_, frame_, reference, *found.declaration, *found.module, key);
    return result.scope != plan::none;
  }

  void readUndo(const syntax::Undo &undo, const std::string &key, plan::Operation &result) {
    Context &context = lowering_.context;
    if (use_ != Use::doing) {
      context.diagnostics.report(diag::undoOfNoChange, undo.range)
          .help("what is undone stands in `do`; what only looks, or takes back, has no inverse of its own");
      return;
    }
    plan::Inverse inverse;
    inverse.place = context.place(undo.range);
    if (undo.nothing) {
      inverse.kind = plan::InverseKind::nothing;
      if (undo.because)
        inverse.because = readPlain(context, *undo.because);
    } else {
      inverse.kind = plan::InverseKind::undo;
      OperationReader reader(lowering_, frame_, Use::undo);
      unsigned number = 0;
      for (const syntax::Operation &operation : undo.operations)
        if (auto read = reader.read(operation, fmt::format("{}/undo/{}", key, ++number)))
          inverse.operations.push_back(std::move(*read));
    }
    result.inverse = std::move(inverse);
  }
};

} // namespace

std::vector<plan::Operation> lowerOperations(Lowering &lowering, const Frame &frame,
                                             const syntax::Operations &operations, const std::string &prefix, Use use) {
  std::vector<plan::Operation> result;
  result.reserve(operations.items.size());
  OperationReader reader(lowering, frame, use);
  unsigned number = 0;
  for (const syntax::Operation &operation : operations.items)
    if (auto read = reader.read(operation, fmt::format("{}{}", prefix, ++number)))
      result.push_back(std::move(*read));
  return result;
}

} // namespace changec::sema
