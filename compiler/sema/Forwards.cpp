// The proof, forwards: what each unit demands, and what it makes of the cells it names.
#include "sema/Covers.h"
#include "sema/Proof.h"

#include <algorithm>

namespace changec::sema {

ValueId Proof::after(CellId cell, const std::string &name) {
  const ResourceFacts *facts = symbols_.cell(cell).facts;
  return facts->opaque ? symbols_.made(unit_, cell, name) : symbols_.state(name);
}

Proof::Judgement Proof::forwards(const Unit &unit) {
  Judgement judgement;
  if (unit.rawDo)
    judgement.believe(plan::Belief::shell);
  for (const plan::Effect *effect : unit.doing)
    apply(*effect, unit, judgement);
  for (const CellId cell : judgement.written) {
    note(cell, unit_);
    const ResourceFacts *facts = symbols_.cell(cell).facts;
    if (facts->opaque)
      judgement.during[cell].insert(std::prev(judgement.during[cell].end()), symbols_.unknown());
  }
  return judgement;
}

void Proof::apply(const plan::Effect &effect, const Unit &unit, Judgement &judgement) {
  using Kind = plan::Effect::Kind;
  const std::optional<CellId> cell = cellOf(effect.cell);
  if (!cell) {
    judgement.believe(whyFuzzy(effect.cell));
    return;
  }
  switch (effect.kind) {
  case Kind::needs: return demand(*cell, effect.to, effect, unit, judgement);
  case Kind::effect:
    if (effect.from != "*")
      demand(*cell, effect.from, effect, unit, judgement);
    return write(*cell, after(*cell, effect.to), unit, judgement);
  case Kind::saves: return save(*cell, effect, unit, judgement);
  case Kind::produces: return produce(*cell, unit, judgement);
  case Kind::restores: {
    const auto saved = saved_.find(keyOf(effect.key));
    if (saved == saved_.end() || saved->second.cell != *cell ||
        skipsCover(context_.plan, unit.step, saved->second.step) != plan::none) {
      judgement.believe(plan::Belief::savedElsewhere);
      return write(*cell, symbols_.made(unit_, *cell, {}), unit, judgement);
    }
    return write(*cell, saved->second.value, unit, judgement);
  }
  case Kind::refreshes:
    if (const auto source = cellOf(effect.source))
      return refresh(*cell, *source, unit, judgement);
    judgement.believe(whyFuzzy(effect.source));
    return;
  }
}

namespace {

/// Whether it changes something else too, as the start of a daemon does: then it reads for that reason.
bool changesState(const Unit &unit) {
  return std::any_of(unit.doing.begin(), unit.doing.end(), [](const plan::Effect *effect) {
    return effect->kind == plan::Effect::Kind::effect && effect->from != effect->to;
  });
}

} // namespace

void Proof::refresh(CellId cell, CellId source, const Unit &unit, Judgement &judgement) {
  const ValueId read = symbols_.copy(state(source).now);
  if (!changesState(unit) && symbols_.resolve(state(cell).now) == symbols_.resolve(read)) {
    const std::string from = symbols_.cell(source).show();
    context_.diagnostics.report(diag::nothingReadAnew, context_.rangeOf(unit.doPlace), stepOf(unit).key, from)
        .note(
            "if a step before changes a file that is read here, its undo comes after this one's: what is read by then "
            "stays in use")
        .help(
            fmt::format("say which step changes {}, as `service.configure` does, or by an `effect` of its own", from));
  }
  write(cell, read, unit, judgement);
}

void Proof::demand(CellId cell, const std::string &wanted, const plan::Effect &effect, const Unit &unit,
                   Judgement &judgement) {
  const CellState &known = state(cell);
  const Value &value = symbols_.value(symbols_.resolve(known.now));
  switch (value.kind) {
  case Value::Kind::state:
    if (value.name == wanted)
      return;
    break;
  case Value::Kind::made:
    if (value.name == wanted) {
      if (effect.kind == plan::Effect::Kind::effect)
        judgement.believe(plan::Belief::label);
      return;
    }
    break;
  case Value::Kind::was:
  case Value::Kind::copy:
    if (known.touched)
      break;
    return ask(cell, wanted, unit, judgement);
  case Value::Kind::either:
  case Value::Kind::unknown: break;
  }
  if (judgement.failed)
    return;
  judgement.failed = true;
  context_.diagnostics
      .report(diag::needsNotMet, context_.rangeOf(unit.doPlace), stepOf(unit).key, symbols_.cell(cell).show(), wanted)
      .here(fmt::format("here it is {}", show(known.now)))
      .help("another order of the steps, or another state to start from");
}

void Proof::write(CellId cell, ValueId value, const Unit &unit, Judgement &judgement) {
  CellState &known = state(cell);
  auto &during = judgement.during[cell];
  if (during.empty()) {
    judgement.written.push_back(cell);
    during.push_back(known.now);
  }
  for (const OpenGuard &guard : guards_)
    if (std::find(guard.cells.begin(), guard.cells.end(), cell) != guard.cells.end() &&
        stepOf(unit).kind == plan::StepKind::step)
      fail(unit, judgement,
           fmt::format("the guard '{}' is entered and left by changing this", context_.plan.guards[guard.guard].name),
           cell);
  if (const auto needed = neededHolders_.find(cell); needed != neededHolders_.end())
    fail(unit, judgement,
         fmt::format("it holds what '{}' needs to be taken back", context_.plan.steps[needed->second].key), cell);
  known.now = value;
  known.touched = true;
  during.push_back(value);
}

void Proof::save(CellId cell, const plan::Effect &effect, const Unit &unit, Judgement &judgement) {
  Saved saved;
  saved.cell = cell;
  saved.step = unit.step;
  saved.value = state(cell).now;
  const std::string key = keyOf(effect.key);
  // Who holds it: what the same unit produces under the key, or the journal.
  for (const plan::Effect *other : unit.doing)
    if (other->kind == plan::Effect::Kind::produces)
      if (const auto holder = cellOf(other->cell))
        for (const plan::Text &argument : other->cell.arguments)
          if (keyOf(argument) == key)
            saved.holder = holder;
  const bool journaled =
      std::any_of(effect.key.parts.begin(), effect.key.parts.end(),
                  [](const auto &part) { return std::holds_alternative<plan::Text::Remembered>(part); }) ||
      std::any_of(unit.kept.begin(), unit.kept.end(), [&](const plan::Text &path) { return keyOf(path) == key; });
  saved.believed = !saved.holder && !journaled;
  if (saved.holder) {
    saved.holderValue = symbols_.made(unit_, *saved.holder, {});
    if (saved_.contains(key)) {
      fail(unit, judgement, "an earlier step keeps something else there", *saved.holder);
      return;
    }
  }
  saved_[key] = saved;
}

void Proof::produce(CellId cell, const Unit &unit, Judgement &judgement) {
  judgement.produced.push_back(cell);
  CellState &known = state(cell);
  if (known.touched)
    fail(unit, judgement, "it is made anew, and an earlier step changed it", cell);
  known.now = symbols_.made(unit_, cell, {});
  known.touched = true;
  known.kept = true;
  note(cell, unit_);
}

} // namespace changec::sema
