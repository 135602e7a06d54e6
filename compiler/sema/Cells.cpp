#include "sema/Cells.h"

#include "sema/Names.h"

#include <llvm/ADT/Hashing.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/Path.h>

#include <algorithm>

namespace changec::sema {
namespace {

std::string normalisedPath(const std::string &path) {
  llvm::SmallString<128> result;
  for (const char c : path) // `//` is `/`
    if (c != '/' || result.empty() || result.back() != '/')
      result.push_back(c);
  llvm::sys::path::remove_dots(result, true);
  return std::string(result.str());
}

} // namespace

std::unordered_map<std::string, ResourceFacts> resourcesOf(const Context &context) {
  std::unordered_map<std::string, ResourceFacts> resources;
  for (const auto &module : context.modules)
    for (const syntax::Declaration *declaration : module->tree->declarations) {
      if (declaration->kind != syntax::Declaration::Kind::resource || !declaration->name.present())
        continue;
      ResourceFacts facts;
      facts.declaration = declaration;
      facts.module = module.get();
      const auto &details = std::get<syntax::ResourceDetails>(declaration->details);
      facts.opaque = details.states.empty();
      for (const syntax::Parameter &parameter : declaration->parameters)
        facts.pathParameters.push_back(parameter.type.simple.text == "path");
      if (details.whole)
        if (const Found found = find(*module, NameKind::resource, details.whole->path))
          facts.whole = qualifiedName(*found.module, found.declaration->name.text);
      resources.emplace(qualifiedName(*module, declaration->name.text), std::move(facts));
    }
  return resources;
}

std::string CellFacts::show() const {
  return arguments.empty() ? resource : fmt::format("{}({})", resource, fmt::join(arguments, ", "));
}

Symbols::Symbols(const Context &context) : resources_(resourcesOf(context)) {
  unknown_ = intern({});
}

const ResourceFacts *Symbols::resource(const std::string &name) const {
  const auto found = resources_.find(name);
  return found == resources_.end() ? nullptr : &found->second;
}

std::optional<CellId> Symbols::cell(const plan::Cell &cell) {
  const auto [known, added] = cellOf_.try_emplace(&cell, noCell);
  if (added)
    known->second = findCell(cell).value_or(noCell);
  return known->second == noCell ? std::nullopt : std::optional(known->second);
}

std::optional<CellId> Symbols::findCell(const plan::Cell &cell) {
  const ResourceFacts *facts = resource(cell.resource);
  if (facts == nullptr)
    return std::nullopt;
  CellFacts result{cell.resource, {}, facts};
  std::string key = cell.resource;
  for (size_t i = 0; i < cell.arguments.size(); ++i) {
    std::optional<std::string> argument = cell.arguments[i].constant();
    if (!argument)
      return std::nullopt;
    if (i < facts->pathParameters.size() && facts->pathParameters[i])
      argument = normalisedPath(*argument);
    key += '\0';
    key += *argument;
    result.arguments.push_back(std::move(*argument));
  }
  const auto [known, added] = cellIds_.emplace(std::move(key), static_cast<CellId>(cells_.size()));
  if (added) {
    cells_.push_back(std::move(result));
    was_.push_back(static_cast<ValueId>(values_.size()));
    learnt_.push_back(was_.back());
    values_.push_back({Value::Kind::was, known->second, 0, 0, 0, {}});
  }
  return known->second;
}

size_t Symbols::ValueHash::operator()(const Value &value) const {
  return llvm::hash_combine(static_cast<int>(value.kind), value.cell, value.unit, value.first, value.second,
                            value.kind == Value::Kind::made ? 0 : std::hash<std::string>{}(value.name));
}

bool Symbols::ValueEquality::operator()(const Value &a, const Value &b) const {
  return a.kind == b.kind && a.cell == b.cell && a.unit == b.unit && a.first == b.first && a.second == b.second &&
         (a.kind == Value::Kind::made || a.name == b.name);
}

ValueId Symbols::intern(Value value) {
  const auto [known, added] = valueIds_.emplace(std::move(value), static_cast<ValueId>(values_.size()));
  if (added)
    values_.push_back(known->first);
  return known->second;
}

ValueId Symbols::state(const std::string &name) {
  return intern({Value::Kind::state, 0, 0, 0, 0, name});
}

ValueId Symbols::made(uint32_t unit, CellId cell, const std::string &label) {
  return intern({Value::Kind::made, cell, unit, 0, 0, label});
}

ValueId Symbols::either(ValueId first, ValueId second) {
  return same(first, second) ? first : intern({Value::Kind::either, 0, 0, first, second, {}});
}

ValueId Symbols::copy(ValueId source) {
  return intern({Value::Kind::copy, 0, 0, source, 0, {}});
}

bool Symbols::same(ValueId a, ValueId b) const {
  a = resolve(a);
  b = resolve(b);
  while (a != b && values_[a].kind == Value::Kind::copy && values_[b].kind == Value::Kind::copy) {
    a = resolve(values_[a].first);
    b = resolve(values_[b].first);
  }
  return a == b;
}

std::string Symbols::show(ValueId id) const {
  std::string result;
  constexpr unsigned deepest = 8;
  const Value *value = &values_[resolve(id)];
  for (unsigned depth = 0; depth < deepest; ++depth) {
    switch (value->kind) {
    case Value::Kind::was: return result + "what it was before the plan";
    case Value::Kind::state: return fmt::format("{}'{}'", result, value->name);
    case Value::Kind::made:
      return result + (value->name.empty() ? "what a step made of it" : fmt::format("'{}'", value->name));
    case Value::Kind::unknown: return result + "half done";
    case Value::Kind::either: return result + "one of two, as a step between may be skipped";
    case Value::Kind::copy: result += "as read from "; value = &values_[resolve(value->first)];
    }
  }
  return result + "...";
}

} // namespace changec::sema
