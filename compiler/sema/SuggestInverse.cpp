#include "sema/SuggestInverse.h"

#include "sema/InverseProposals.h"
#include "syntax/Characters.h"

#include <algorithm>

namespace changec::sema {
namespace {

using syntax::Clause;
using syntax::Declaration;

class Suggester {
public:
  Suggester(DiagnosticBuilder &builder, const Lowering &lowering, const Declaration &step,
            const syntax::Operation &operation)
      : builder_(builder), lowering_(lowering), step_(step), operation_(operation) {}

  void run(bool alone) {
    const auto *shell = std::get_if<syntax::Operation::Run>(&operation_.what);
    if (shell == nullptr || shell->shell.damaged)
      return;
    const std::string variable = freeName();
    const auto proposal =
        proposeInverse(shellText(shell->shell), variable, [this](std::string_view name) { return isParameter(name); });
    if (!proposal)
      return;
    judge_ = proposal->judge.empty() ? std::string() : fmt::format("; {}", proposal->judge);
    if (!proposal->library.empty())
      byLibrary(proposal->library);
    if (!proposal->undo.empty())
      byUndo(*proposal, variable);
    if (!proposal->keep.empty() && alone)
      byKeeping(proposal->keep);
  }

private:
  DiagnosticBuilder &builder_;
  const Lowering &lowering_;
  const Declaration &step_;
  const syntax::Operation &operation_;
  std::string judge_;

  [[nodiscard]] bool isParameter(std::string_view name) const {
    const Variable *variable = lowering_.parameters.find(name);
    return variable != nullptr && !variable->secret;
  }

  [[nodiscard]] bool isTaken(std::string_view name) const {
    return lowering_.parameters.find(name) != nullptr ||
           std::any_of(step_.clauses.begin(), step_.clauses.end(), [&](const Clause &clause) {
             const auto *remember = std::get_if<syntax::Remember>(&clause.what);
             return remember != nullptr && remember->name.text == name;
           });
  }

  [[nodiscard]] std::string freeName() const {
    std::string name = "before";
    for (int i = 2; isTaken(name); ++i)
      name = fmt::format("before{}", i);
    return name;
  }

  [[nodiscard]] Range at(uint32_t offset) const { return {operation_.range.file, offset, offset}; }

  /// An edit that puts a clause before the one that holds the operation.
  [[nodiscard]] Edit clauseBefore(const std::string &clause) const {
    const auto holder = std::find_if(step_.clauses.begin(), step_.clauses.end(), [&](const Clause &each) {
      return each.range.begin <= operation_.range.begin && operation_.range.end <= each.range.end;
    });
    const uint32_t place = holder->range.begin;
    const std::string_view text = lowering_.context.sources.file(operation_.range.file).text().substr(0, place);
    const size_t lineStart = text.rfind('\n') + 1;
    const std::string_view indentation = text.substr(lineStart);
    const bool beginsLine = std::all_of(indentation.begin(), indentation.end(), syntax::isSpace);
    return {at(place), beginsLine ? fmt::format("{}\n{}", clause, indentation) : clause + "  "};
  }

  void byLibrary(const std::string &call) {
    std::vector<Edit> edits;
    const std::string module = call.substr(0, call.find('.'));
    if (lowering_.module.qualified.find(module) == lowering_.module.qualified.end())
      edits.push_back(importOf(module));
    edits.push_back({operation_.range, call});
    builder_.proposal(fmt::format("a person judges: `{}` of the library brings its own inverse{}", call, judge_),
                      std::move(edits));
  }

  [[nodiscard]] Edit importOf(const std::string &module) const {
    const SourceFile &file = lowering_.context.sources.file(operation_.range.file);
    const auto &declarations = lowering_.module.tree->declarations;
    const auto import = std::find_if(declarations.begin(), declarations.end(),
                                     [](const Declaration *each) { return each->kind == Declaration::Kind::import; });
    const uint32_t place = import != declarations.end() ? (*import)->range.begin : file.textStart();
    return {at(place), fmt::format("import std.{}\n", module)};
  }

  void byUndo(const InverseProposal &proposal, const std::string &variable) {
    std::vector<Edit> edits;
    if (!proposal.remember.empty())
      edits.push_back(clauseBefore(fmt::format("remember {} = `{}`", variable, proposal.remember)));
    edits.push_back({at(operation_.range.end), fmt::format(" undo `{}`", proposal.undo)});
    builder_.proposal(fmt::format("a person judges: `undo` puts back what was there before{}", judge_),
                      std::move(edits));
  }

  void byKeeping(const std::vector<std::string> &values) {
    std::string clauses;
    for (const std::string &value : values)
      clauses += fmt::format("{}keep {}", clauses.empty() ? "" : "  ", value);
    builder_.proposal(fmt::format("a person judges: `keep` puts back what is there before{}", judge_),
                      {clauseBefore(clauses)});
  }
};

} // namespace

void suggestInverse(DiagnosticBuilder &builder, const Lowering &lowering, const Declaration &step,
                    const syntax::Operation &operation, bool alone) {
  Suggester(builder, lowering, step, operation).run(alone);
}

} // namespace changec::sema
