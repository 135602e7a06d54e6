#include "emit/ScriptRestores.h"

#include <algorithm>

namespace changec::emit {

namespace {

using plan::Effect;

/// A text as a key: two texts with the same key have the same value.
std::string keyOf(const plan::Text &text) {
  std::string key;
  for (const plan::Text::Part &part : text.parts) {
    if (const auto *literal = std::get_if<plan::Text::Literal>(&part))
      put(key, {"l", std::to_string(literal->text.size()), ":", literal->text});
    else if (const auto *value = std::get_if<plan::Text::Remembered>(&part))
      put(key, {"v", std::to_string(value->value), ";"});
    else if (const auto *secret = std::get_if<plan::Text::Secret>(&part))
      put(key, {"s", std::to_string(secret->secret), ";"});
    else
      put(key, {"p", std::get<plan::Text::Placeholder>(part).name, ";"});
  }
  return key;
}

std::string argumentsOf(const plan::Cell &cell) {
  std::string key;
  for (const plan::Text &argument : cell.arguments)
    put(key, {keyOf(argument), ","});
  return key;
}

bool isConstant(const plan::Cell &cell) {
  return std::all_of(cell.arguments.begin(), cell.arguments.end(),
                     [](const plan::Text &argument) { return argument.constant().has_value(); });
}

std::string saveKey(const Effect &effect) {
  return effect.cell.resource + "(" + argumentsOf(effect.cell) + ")" + keyOf(effect.key);
}

bool declaresEffects(const plan::Scope &scope) {
  return std::any_of(scope.effects.begin(), scope.effects.end(), [](const Effect &effect) {
    return effect.kind != Effect::Kind::needs && effect.kind != Effect::Kind::produces;
  });
}

void append(std::vector<UnitRange> &to, const std::vector<UnitRange> &from, uint32_t after) {
  for (const UnitRange &range : from) {
    if (range.last > after && !range.empty())
      to.push_back({std::max(range.first, after + 1), range.last});
  }
}

/// Sorted, and those that touch made one.
void merge(std::vector<UnitRange> &ranges) {
  std::sort(ranges.begin(), ranges.end(), [](UnitRange a, UnitRange b) { return a.first < b.first; });
  std::vector<UnitRange> merged;
  for (const UnitRange &range : ranges) {
    if (!merged.empty() && range.first <= merged.back().last + 1)
      merged.back().last = std::max(merged.back().last, range.last);
    else
      merged.push_back(range);
  }
  ranges = std::move(merged);
}

} // namespace

ScriptRestores::ScriptRestores(const plan::Plan &plan) : plan_(plan), undeclared_(plan.steps.size()) {}

void ScriptRestores::saved(uint32_t scope, uint32_t unit) {
  for (const Effect &effect : plan_.scopes[scope].effects) {
    if (effect.kind == Effect::Kind::saves)
      saves_[saveKey(effect)] = unit;
  }
}

void ScriptRestores::wrote(uint32_t scope, UnitRange operations) {
  if (operations.empty())
    return;
  for (const Effect &effect : plan_.scopes[scope].effects) {
    if (effect.kind != Effect::Kind::effect && effect.kind != Effect::Kind::restores &&
        effect.kind != Effect::Kind::refreshes)
      continue;
    Writers &writers = writers_[effect.cell.resource];
    if (isConstant(effect.cell))
      writers.ofCell[argumentsOf(effect.cell)].push_back(operations);
    else
      writers.ofAny.push_back(operations);
  }
}

void ScriptRestores::ran(uint32_t scope, uint32_t unit, uint32_t step) {
  if (step != plan::none && (scope == plan::none || !declaresEffects(plan_.scopes[scope])))
    undeclared_[step].push_back({unit, unit});
}

std::optional<ScriptRestores::Condition> ScriptRestores::condition(uint32_t scope, uint32_t step,
                                                                   const std::vector<UnitRange> &covered) const {
  Condition condition;
  bool restores = false;
  for (const Effect &effect : plan_.scopes[scope].effects) {
    if (effect.kind != Effect::Kind::restores)
      continue;
    restores = true;
    if (const auto save = saves_.find(saveKey(effect)); save != saves_.end())
      condition.save = save->second;
    if (const auto found = writers_.find(effect.cell.resource); found != writers_.end()) {
      const Writers &writers = found->second;
      append(condition.writers, writers.ofAny, condition.save);
      if (isConstant(effect.cell)) {
        if (const auto ofCell = writers.ofCell.find(argumentsOf(effect.cell)); ofCell != writers.ofCell.end())
          append(condition.writers, ofCell->second, condition.save);
      } else {
        for (const auto &[arguments, ranges] : writers.ofCell)
          append(condition.writers, ranges, condition.save);
      }
    }
  }
  if (!restores)
    return std::nullopt;
  append(condition.writers, covered, condition.save);
  append(condition.writers, undeclared_[step], condition.save);
  merge(condition.writers);
  return condition;
}

} // namespace changec::emit
