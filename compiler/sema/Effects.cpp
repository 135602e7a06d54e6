// What steps and actions declare of resources: resolved here, proven by the pass on restoration.
#include "sema/Names.h"
#include "sema/Placement.h"
#include "sema/Scopes.h"
#include "sema/Types.h"
#include "sema/Values.h"

#include <algorithm>

namespace changec::sema {
namespace {

class EffectReader {
public:
  EffectReader(Lowering &lowering, const Frame &frame) : lowering_(lowering), frame_(frame) {}

  std::optional<plan::Effect> read(const syntax::Clause &clause) {
    plan::Effect effect;
    effect.place = lowering_.context.place(clause.range);
    const bool sound = std::visit(Overloaded{
                                      [&](const syntax::EffectClause &c) {
                                        effect.kind = plan::Effect::Kind::effect;
                                        return readCell(c.what, effect.cell) && readState(c.from, effect.from) &&
                                               readState(c.to, effect.to);
                                      },
                                      [&](const syntax::Needs &c) {
                                        effect.kind = plan::Effect::Kind::needs;
                                        return readCell(c.what, effect.cell) && readState(c.needed, effect.to);
                                      },
                                      [&](const syntax::Saves &c) {
                                        effect.kind = plan::Effect::Kind::saves;
                                        return readCell(c.what, effect.cell) && readKey(c.key, effect.key);
                                      },
                                      [&](const syntax::Restores &c) {
                                        effect.kind = plan::Effect::Kind::restores;
                                        return readCell(c.what, effect.cell) && readKey(c.key, effect.key);
                                      },
                                      [&](const syntax::Refreshes &c) {
                                        effect.kind = plan::Effect::Kind::refreshes;
                                        return readCell(c.what, effect.cell) && readCell(c.source, effect.source);
                                      },
                                      [&](const syntax::Produces &c) {
                                        effect.kind = plan::Effect::Kind::produces;
                                        return readCell(c.what, effect.cell);
                                      },
                                      [](const auto &) { return false; },
                                  },
                                  clause.what);
    return sound ? std::optional(std::move(effect)) : std::nullopt;
  }

private:
  Lowering &lowering_;
  const Frame &frame_;
  const syntax::Declaration *resource_ = nullptr; ///< Of the cell read last.

  bool readCell(const syntax::Reference &reference, plan::Cell &cell) {
    Context &context = lowering_.context;
    const Found found = resolve(context, *frame_.module, NameKind::resource, reference.path);
    if (!found)
      return false;
    resource_ = found.declaration;
    cell.resource = qualifiedName(*found.module, found.declaration->name.text);
    if (reference.arguments.size() != found.declaration->parameters.size()) {
      context.diagnostics
          .report(diag::wrongResourceArguments, reference.range, found.declaration->name.text,
                  found.declaration->parameters.size(), reference.arguments.size())
          .label(found.declaration->name.range, "declared here");
      return false;
    }
    for (size_t i = 0; i < reference.arguments.size(); ++i) {
      const auto type = readType(context, found.declaration->parameters[i].type, false);
      if (!type)
        return false;
      auto value = readValueAs(context, reference.arguments[i].value, *type, lowering_.textNames(*frame_.variables));
      if (!value)
        return false;
      cell.arguments.push_back(std::move(*value));
    }
    return true;
  }

  bool readState(const syntax::State &state, std::string &result) {
    if (state.any) {
      result = "*";
      return true;
    }
    result = state.name.text;
    const auto &states = std::get<syntax::ResourceDetails>(resource_->details).states;
    std::vector<std::string_view> names;
    for (const syntax::Name &known : states)
      names.push_back(known.text);
    // A resource without states is opaque: its states are labels.
    if (names.empty() || std::find(names.begin(), names.end(), state.name.text) != names.end())
      return true;
    auto builder = lowering_.context.diagnostics.report(diag::unknownWord, state.range,
                                                        fmt::format("state of '{}'", resource_->name.text),
                                                        state.name.text, fmt::format("{}", fmt::join(names, ", ")));
    suggest(builder, state.name, names);
    builder.label(resource_->name.range, "declared here");
    return false;
  }

  /// A key is a remembered name, or the path of a file.
  bool readKey(const syntax::Value &value, plan::Text &key) {
    auto read = readValue(lowering_.context, value, lowering_.textNames(*frame_.variables));
    if (!read)
      return false;
    key = std::move(read->text);
    return true;
  }
};

} // namespace

std::optional<plan::Effect> lowerEffect(Lowering &lowering, const Frame &frame, const syntax::Clause &clause) {
  return EffectReader(lowering, frame).read(clause);
}

} // namespace changec::sema
