// The proof, backwards: what each unit's inverse accepts, and whether it ends where the unit began.
#include "sema/Covers.h"
#include "sema/Proof.h"

#include <llvm/ADT/STLExtras.h>

#include <algorithm>

namespace changec::sema {

/// A value other than before that the unit can leave the cell in; nothing where there is none.
std::optional<ValueId> Proof::changedTo(CellId cell, const Judgement &judgement) const {
  for (const ValueId value : judgement.valuesOf(cell))
    if (!symbols_.same(before(cell, unit_), value))
      return value;
  return std::nullopt;
}

void Proof::backwards(const Unit &unit, Judgement &judgement) {
  if (judgement.failed)
    return;
  switch (unit.inverse) {
  case UnitInverse::own: return undoByItself(unit, judgement);
  case UnitInverse::actions: return undoByActions(unit, judgement);
  case UnitInverse::believed: judgement.believe(plan::Belief::undoShell); return;
  case UnitInverse::debt: return payDebt(unit, judgement);
  case UnitInverse::irreversible: lastIrreversible_ = unit_; return;
  case UnitInverse::mirror: return;
  case UnitInverse::nothing: break;
  }
  for (const CellId cell : judgement.written) {
    const std::optional<ValueId> changed = changedTo(cell, judgement);
    if (!changed)
      continue;
    judgement.failed = true;
    context_.diagnostics
        .report(diag::effectNotUndone, context_.rangeOf(unit.undoPlace), stepOf(unit).key, symbols_.cell(cell).show())
        .label(context_.rangeOf(unit.doPlace), fmt::format("this can leave it {}", show(*changed)))
        .help("write what takes it back, or `undone by` a step that restores it");
    return;
  }
}

/// An action's own undo is trusted to put back what the action says it saved, and a named state that it left.
void Proof::undoByItself(const Unit &unit, Judgement &judgement) {
  for (const CellId cell : judgement.written) {
    const ValueId wanted = before(cell, unit_);
    bool known = false;
    bool refreshed = false;
    for (const plan::Effect *effect : unit.doing) {
      if (cellOf(effect->cell) != cell)
        continue;
      if (effect->kind == plan::Effect::Kind::effect && effect->from != "*")
        known = true;
      else if (effect->kind == plan::Effect::Kind::saves)
        known = known || symbols_.same(saved_.at(keyOf(effect->key)).value, wanted);
      if (effect->kind == plan::Effect::Kind::refreshes) { // its undo reads again what is there by then
        refreshed = true;
        if (const auto source = cellOf(effect->source))
          known = known || symbols_.same(symbols_.copy(symbols_.resolve(before(*source, unit_))), wanted);
      }
    }
    if (refreshed && !known)
      return fail(unit, judgement, "what was read before is not put back by this", cell);
    if (!known && !judgement.failed) {
      judgement.failed = true;
      context_.diagnostics
          .report(diag::undoForgetsState, context_.rangeOf(unit.doPlace), stepOf(unit).key, symbols_.cell(cell).show())
          .help("the action has to say what it saves: `remember old = ...` and `saves RESOURCE as old`, or `keep`");
    }
  }
}

/// What an undo starts from and nothing has touched is asked before the unit begins.
void Proof::askBefore(CellId cell, const plan::Effect &effect, const Values &values, const Unit &unit,
                      Judgement &judgement) {
  if (judgement.failed)
    return;
  const bool asks =
      effect.kind == plan::Effect::Kind::needs || (effect.kind == plan::Effect::Kind::effect && effect.from != "*");
  const std::string &wanted = effect.kind == plan::Effect::Kind::needs ? effect.to : effect.from;
  const ResourceFacts &resource = *symbols_.cell(cell).facts;
  if (asks && !state(cell).touched && !resource.opaque && values.size() == 1 &&
      symbols_.value(symbols_.resolve(values.front())).kind == Value::Kind::was)
    ask(cell, wanted, unit, judgement);
}

bool Proof::undoClause(const plan::Effect &effect, const Unit &unit, Possible &possible, Judgement &judgement) {
  using Kind = plan::Effect::Kind;
  const std::optional<CellId> cell = cellOf(effect.cell);
  if (!cell) {
    judgement.believe(whyFuzzy(effect.cell));
    return true;
  }
  const auto valuesOf = [&](CellId id) -> Values & {
    const auto found = possible.find(id);
    return found != possible.end() ? found->second : possible[id] = {state(id).now};
  };
  const auto isState = [&](ValueId value, const std::string &name) {
    const Value &known = symbols_.value(symbols_.resolve(value));
    return (known.kind == Value::Kind::state || known.kind == Value::Kind::made) && known.name == name;
  };
  Values &values = valuesOf(*cell);
  askBefore(*cell, effect, values, unit, judgement);
  const bool opaque = symbols_.cell(*cell).facts->opaque;
  switch (effect.kind) {
  case Kind::saves:
  case Kind::produces: return true;
  case Kind::needs:
    if (std::all_of(values.begin(), values.end(), [&](ValueId value) { return isState(value, effect.to); }))
      return true;
    fail(unit, judgement, fmt::format("this needs it '{}' when the backout comes here", effect.to), *cell);
    return false;
  case Kind::effect: {
    if (opaque) {
      judgement.believe(plan::Belief::label);
      values = {before(*cell, unit_)};
      return true;
    }
    for (const ValueId value : values)
      if (effect.from != "*" && !isState(value, effect.from) && !isState(value, effect.to)) {
        fail(unit, judgement,
             fmt::format("this starts from '{}', and a stop within the step can leave it {}", effect.from, show(value)),
             *cell);
        return false;
      }
    values = {symbols_.state(effect.to)};
    judgement.undone.emplace_back(*cell, values.front());
    return true;
  }
  case Kind::restores: {
    const auto saved = saved_.find(keyOf(effect.key));
    if (saved == saved_.end() || saved->second.cell != *cell) {
      fail(unit, judgement,
           saved == saved_.end() ? "nothing before this saves it there" : "what is saved there is of something else",
           *cell);
      return false;
    }
    if (skipsCover(context_.plan, unit.step, saved->second.step) != plan::none) {
      fail(unit, judgement,
           fmt::format("'{}' saves it, and may be skipped", context_.plan.steps[saved->second.step].key), *cell);
      return false;
    }
    if (saved->second.holder) {
      if (!symbols_.same(state(*saved->second.holder).now, saved->second.holderValue)) {
        fail(unit, judgement, "what was saved has been written over since", *cell);
        return false;
      }
      neededHolders_.emplace(*saved->second.holder, unit.step);
    }
    if (saved->second.believed)
      judgement.believe(plan::Belief::savedElsewhere);
    values = {saved->second.value};
    judgement.undone.emplace_back(*cell, values.front());
    return true;
  }
  case Kind::refreshes: {
    const std::optional<CellId> source = cellOf(effect.source);
    if (!source) {
      judgement.believe(whyFuzzy(effect.source));
      return true;
    }
    const Values read = valuesOf(*source);
    Values copies;
    copies.reserve(read.size());
    for (const ValueId value : read)
      copies.push_back(symbols_.copy(symbols_.resolve(value)));
    judgement.undone.emplace_back(*cell, copies.back());
    possible[*cell] = std::move(copies);
    return true;
  }
  }
  return true;
}

void Proof::mustBeBack(CellId cell, const Values &values, const Unit &unit, Judgement &judgement) {
  for (const ValueId value : values)
    if (!symbols_.same(value, before(cell, unit_)) && !state(cell).kept)
      fail(unit, judgement,
           judgement.writes(cell) ? fmt::format("this leaves it {}", show(value))
                                  : fmt::format("this makes it {}, and the step did not touch it", show(value)),
           cell);
}

/// From every value that the unit's cells can have when it is stopped, each clause accepts, and all ends as it began.
void Proof::undoByActions(const Unit &unit, Judgement &judgement) {
  if (unit.rawUndo)
    judgement.believe(plan::Belief::undoShell);
  Possible possible;
  for (const CellId cell : judgement.written)
    possible[cell] = judgement.valuesOf(cell);
  for (const plan::Effect *effect : unit.undoing)
    if (!undoClause(*effect, unit, possible, judgement))
      return;
  if (unit.rawUndo)
    return; // the rest is believed
  // What the step did not touch first: there the mistake stands.
  for (const bool own : {false, true})
    for (const auto &[cell, values] : possible)
      if (judgement.writes(cell) == own)
        mustBeBack(cell, values, unit, judgement);
}

/// Whether the undo would restore all if its clauses ran in the opposite order. Reports nothing, since `judgement` has
/// failed.
bool Proof::restoresInReverse(const Unit &unit, Judgement judgement) {
  Possible possible;
  for (const CellId cell : judgement.written)
    possible[cell] = judgement.valuesOf(cell);
  for (auto effect = unit.undoing.rbegin(); effect != unit.undoing.rend(); ++effect)
    if (!undoClause(**effect, unit, possible, judgement))
      return false;
  return std::all_of(possible.begin(), possible.end(), [&](const auto &entry) {
    return std::all_of(entry.second.begin(), entry.second.end(),
                       [&](ValueId value) { return symbols_.same(value, before(entry.first, unit_)); });
  });
}

/// What the undo has to find as it was left, to take the unit back.
llvm::SmallVector<CellId, 4> Proof::readByUndo(const Unit &unit) {
  llvm::SmallVector<CellId, 4> cells;
  const auto reads = [&](const plan::Cell &named) {
    if (const auto cell = cellOf(named))
      cells.push_back(*cell);
  };
  if (unit.inverse == UnitInverse::own || unit.inverse == UnitInverse::believed)
    for (const plan::Effect *effect : unit.doing) {
      if (effect->kind == plan::Effect::Kind::effect || effect->kind == plan::Effect::Kind::restores ||
          effect->kind == plan::Effect::Kind::refreshes)
        reads(effect->cell);
      if (effect->kind == plan::Effect::Kind::refreshes) // taken back by reading again
        reads(effect->source);
    }
  for (const plan::Effect *effect : unit.undoing)
    if (const plan::Cell *cell = readBy(*effect))
      reads(*cell);
  return cells;
}

/// The cell that a clause of an undo reads; null where it reads none.
const plan::Cell *Proof::readBy(const plan::Effect &effect) {
  using Kind = plan::Effect::Kind;
  if (effect.kind == Kind::needs || (effect.kind == Kind::effect && effect.from != "*"))
    return &effect.cell;
  return effect.kind == Kind::refreshes ? &effect.source : nullptr;
}

/// Whether a clause sets the cell to the value wanted, whatever it is before.
bool Proof::sets(const plan::Effect &effect, CellId cell, ValueId wanted) {
  using Kind = plan::Effect::Kind;
  if (cellOf(effect.cell) != cell)
    return false;
  if (effect.kind == Kind::restores) {
    const auto saved = saved_.find(keyOf(effect.key));
    return saved != saved_.end() && saved->second.cell == cell && symbols_.same(saved->second.value, wanted);
  }
  if (effect.kind == Kind::effect)
    return effect.from == "*" && symbols_.same(symbols_.state(effect.to), wanted);
  // That what it reads is as it was before the cover has been judged with the cover.
  return effect.kind == Kind::refreshes;
}

/// Whether the undo of a step sets the cell before anything in it reads it. The step's last unit is taken back first.
bool Proof::pays(const std::vector<Unit> &cover, CellId cell, ValueId wanted) {
  for (auto unit = cover.rbegin(); unit != cover.rend(); ++unit) {
    if (unit->undoing.empty() && llvm::is_contained(readByUndo(*unit), cell))
      return false;
    for (const plan::Effect *effect : unit->undoing) {
      if (const plan::Cell *read = readBy(*effect); read != nullptr && cellOf(*read) == cell)
        return false;
      if (sets(*effect, cell, wanted))
        return true;
    }
  }
  return false;
}

/// `undone by`: rule 2 of docs/proof.md.
void Proof::payDebt(const Unit &unit, Judgement &judgement) {
  const plan::Plan &plan = context_.plan;
  const plan::Step &step = stepOf(unit);
  uint32_t cover = plan.scopes[step.scope].inverse.coveredBy;
  if (step.kind == plan::StepKind::guardLeave)
    cover = plan.guards[guardOfStep_.at(unit.step)].enter;
  if (cover == plan::none)
    return;
  const plan::Step &covering = plan.steps[cover];
  if (step.kind == plan::StepKind::step && skipsCover(plan, unit.step, cover) != plan::none) {
    judgement.failed = true; // reported where the inverses were
    return;
  }
  if (step.kind == plan::StepKind::guardLeave && lastIrreversible_ >= firstUnitOfStep_[cover]) {
    judgement.believe(plan::Belief::irreversibleInside);
    return;
  }
  if (unit.rawDo && judgement.written.empty()) {
    return; // what it changes is believed to be covered
  }
  // Where users are kept out of what the step changes, the cover's undo must run before they come back.
  for (const OpenGuard &guard : guards_)
    if (plan.guards[guard.guard].enter > cover && step.kind == plan::StepKind::step) {
      const CellId cell = judgement.written.empty() ? 0 : judgement.written.front();
      if (judgement.written.empty())
        return;
      return fail(unit, judgement,
                  fmt::format("'{}' comes before the guard '{}': a backout leaves the guard first, and restores after",
                              covering.key, plan.guards[guard.guard].name),
                  cell);
    }
  if (!stepProven_[cover] && step.kind == plan::StepKind::step)
    judgement.believe(plan::Belief::cover);
  for (const CellId cell : judgement.written) {
    if (!changedTo(cell, judgement))
      continue;
    if (!pays(unitsOfStep_[cover], cell, before(cell, firstUnitOfStep_[cover]))) {
      const bool believed = std::any_of(unitsOfStep_[cover].begin(), unitsOfStep_[cover].end(), [](const Unit &other) {
        return other.inverse == UnitInverse::believed || other.rawUndo;
      });
      if (believed) {
        judgement.believe(plan::Belief::cover);
        continue;
      }
      return fail(unit, judgement, fmt::format("'{}' does not put it back", covering.key), cell);
    }
    if (state(cell).lastUndoRead > endUnitOfStep_[cover])
      return fail(unit, judgement, "an undo between reads it before it is put back", cell);
  }
}

/// A debt may not be paid behind the back of an undo that reads the cell.
void Proof::noteReads(const Unit &unit) {
  for (const CellId cell : readByUndo(unit))
    state(cell).lastUndoRead = unit_ + 1;
}

} // namespace changec::sema
