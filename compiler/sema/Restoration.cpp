#include "sema/Restoration.h"

#include "sema/Proof.h"

#include <algorithm>

namespace changec::sema {

void proveRestoration(Context &context) {
  Proof(context).run();
}

std::optional<CellId> Proof::cellOf(const plan::Cell &cell) {
  const std::optional<CellId> id = symbols_.cell(cell);
  if (id && *id >= cells_.size())
    cells_.resize(*id + 1);
  if (!id || fuzzyResources_.contains(cell.resource) || cells_[*id].fuzzy)
    return std::nullopt;
  return id;
}

ValueId Proof::before(CellId cell, uint32_t unit) const {
  const llvm::SmallVectorImpl<Change> &history = cells_[cell].history;
  const auto after = std::lower_bound(history.begin(), history.end(), unit,
                                      [](const Change &change, uint32_t at) { return change.unit < at; });
  return std::prev(after)->value; // the first one stands for before the plan
}

plan::Belief Proof::whyFuzzy(const plan::Cell &cell) {
  return symbols_.cell(cell) && !fuzzyResources_.contains(cell.resource) ? plan::Belief::part : plan::Belief::lateName;
}

std::string Proof::keyOf(const plan::Text &key) {
  std::string result;
  for (const plan::Text::Part &part : key.parts)
    std::visit(Overloaded{
                   [&](const plan::Text::Literal &literal) { result += literal.text; },
                   [&](const plan::Text::Remembered &remembered) { result += fmt::format("\1{}\1", remembered.value); },
                   [&](const plan::Text::Secret &secret) { result += fmt::format("\2{}\2", secret.secret); },
                   [&](const plan::Text::Placeholder &placeholder) { result += placeholder.name; },
               },
               part);
  return result;
}

/// Of `resource A(x) in B(x)`: the B that an A is part of.
plan::Cell Proof::wholeOf(const plan::Cell &part, const ResourceFacts &facts) {
  plan::Cell outer{facts.whole, {}};
  const auto &whole = std::get<syntax::ResourceDetails>(facts.declaration->details).whole;
  for (const syntax::Argument &argument : whole->arguments)
    for (size_t i = 0; i < facts.declaration->parameters.size() && i < part.arguments.size(); ++i)
      if (const auto *reference = std::get_if<syntax::Reference>(&argument.value.what);
          reference != nullptr && reference->path.size() == 1 &&
          reference->path[0].text == facts.declaration->parameters[i].name.text)
        outer.arguments.push_back(part.arguments[i]);
  return outer;
}

/// Cells that another name may stand for: an argument that is known only when the plan runs could be any; a part of
/// something changes with the whole.
void Proof::findFuzzy() {
  const plan::Plan &plan = context_.plan;
  std::vector<std::pair<CellId, plan::Cell>> parts;
  const auto look = [&](const plan::Cell &cell) {
    if (cell.resource.empty())
      return;
    if (const auto id = symbols_.cell(cell)) {
      if (const ResourceFacts *facts = symbols_.resource(cell.resource); facts != nullptr && !facts->whole.empty())
        parts.emplace_back(*id, cell);
    } else {
      fuzzyResources_.insert(cell.resource);
    }
  };
  for (const plan::Scope &scope : plan.scopes)
    for (const plan::Effect &effect : scope.effects) {
      look(effect.cell);
      look(effect.source);
    }
  const size_t named = symbols_.cellCount();
  cells_.resize(named);
  for (const auto &[part, cell] : parts) {
    const ResourceFacts &facts = *symbols_.resource(cell.resource);
    const plan::Cell outer = wholeOf(cell, facts);
    const auto id = symbols_.findCell(outer);
    if (id && *id < named)
      cells_[part].fuzzy = cells_[*id].fuzzy = true;
    if (fuzzyResources_.contains(facts.whole))
      cells_[part].fuzzy = true;
  }
  cells_.resize(symbols_.cellCount());
  for (CellId cell = 0; cell < cells_.size(); ++cell)
    cells_[cell].now = symbols_.was(cell);
  // What a daemon has read before the plan is a copy of what there was.
  for (const plan::Scope &scope : plan.scopes)
    for (const plan::Effect &effect : scope.effects)
      if (effect.kind == plan::Effect::Kind::refreshes)
        if (const auto target = symbols_.cell(effect.cell), source = symbols_.cell(effect.source); target && source)
          cells_[*target].now = symbols_.copy(symbols_.was(*source));
  for (CellState &cell : cells_)
    cell.history.push_back({0, cell.now});
}

void Proof::run() {
  findFuzzy();
  const plan::Plan &plan = context_.plan;
  firstUnitOfStep_.resize(plan.steps.size());
  endUnitOfStep_.resize(plan.steps.size());
  stepProven_.resize(plan.steps.size());
  unitsOfStep_.resize(plan.steps.size());
  for (uint32_t guard = 0; guard < plan.guards.size(); ++guard) {
    guardOfStep_[plan.guards[guard].enter] = guard;
    guardOfStep_[plan.guards[guard].leave] = guard;
  }
  unit_ = 1; // 0 is before the plan
  for (uint32_t step = 0; step < plan.steps.size(); ++step)
    judgeStep(step);
}

void Proof::judgeStep(uint32_t index) {
  plan::Step &step = context_.plan.steps[index];
  firstUnitOfStep_[index] = unit_;
  const size_t firstNoted = noted_.size();
  judgedSteps_ = static_cast<int32_t>(index) + 1;
  const auto guard = guardOfStep_.find(index);
  unitsOfStep_[index] =
      unitsOf(context_.plan, step, guard == guardOfStep_.end() ? nullptr : &context_.plan.guards[guard->second]);
  const std::vector<Unit> &units = unitsOfStep_[index];
  std::vector<CellId> written;
  std::vector<CellId> changed;
  std::vector<CellId> learnt;
  bool failed = false;
  if (step.kind == plan::StepKind::guardLeave)
    changed = leaveGuard();
  for (const Unit &unit : units) {
    Judgement judgement = forwards(unit);
    judgement.failed |= context_.stepsWithoutInverse.contains(index);
    backwards(unit, judgement);
    noteReads(unit);
    for (const CellId cell : judgement.assumed)
      symbols_.forget(cell);
    step.beliefs |= judgement.beliefs;
    failed |= judgement.failed;
    written.insert(written.end(), judgement.written.begin(), judgement.written.end());
    changed.insert(changed.end(), judgement.produced.begin(), judgement.produced.end());
    learnt.insert(learnt.end(), judgement.learnt.begin(), judgement.learnt.end());
    warnHeld(index, unit);
    warnWiped(unit);
    ++unit_;
  }
  endUnitOfStep_[index] = unit_;
  if (step.kind == plan::StepKind::guardEnter) {
    enterGuard(index, units, firstNoted);
    learnInside(learnt);
  } else if (!step.when.empty()) {
    for (const CellId cell : written) {
      CellState &known = state(cell);
      known.now = symbols_.either(before(cell, firstUnitOfStep_[index]), known.now);
      note(cell, unit_ - 1);
    }
    for (const CellId cell : learnt)
      symbols_.forget(cell);
  } else {
    learnInside(learnt);
  }
  changed.insert(changed.end(), written.begin(), written.end());
  recordChanges(index, changed);
  if (step.scope != plan::none) {
    step.reversibility = reversibility(index, units, failed || step.beliefs.any());
    stepProven_[index] =
        step.reversibility == plan::Reversibility::proven || step.reversibility == plan::Reversibility::nothing;
  }
}

/// What was asked inside a guard that may be skipped is not known behind it.
void Proof::learnInside(const std::vector<CellId> &learnt) {
  const auto open = std::find_if(guards_.rbegin(), guards_.rend(), [](const OpenGuard &it) { return it.skippable; });
  if (open != guards_.rend())
    open->learnt.insert(open->learnt.end(), learnt.begin(), learnt.end());
}

void Proof::recordChanges(uint32_t step, const std::vector<CellId> &cells) {
  llvm::SmallDenseSet<CellId, 8> seen;
  for (const CellId cell : cells) {
    const ValueId was = before(cell, firstUnitOfStep_[step]);
    if (seen.insert(cell).second && !symbols_.same(was, state(cell).now))
      context_.plan.steps[step].changes.push_back(
          {symbols_.cell(cell).show(), show(was), show(state(cell).now), state(cell).kept});
  }
}

std::string Proof::show(ValueId id) const {
  const Value &value = symbols_.value(symbols_.resolve(id));
  if (value.kind != Value::Kind::made || !value.name.empty())
    return symbols_.show(id);
  return fmt::format("what '{}' made", context_.plan.steps[stepAt(value.unit)].key);
}

void Proof::note(CellId cell, uint32_t unit) {
  state(cell).history.push_back({unit, state(cell).now});
  noted_.push_back(cell);
}

void Proof::enterGuard(uint32_t step, const std::vector<Unit> &units, size_t firstNoted) {
  OpenGuard open;
  open.firstNoted = static_cast<ptrdiff_t>(firstNoted);
  open.guard = guardOfStep_.at(step);
  open.firstUnit = firstUnitOfStep_[step];
  open.skippable = !context_.plan.steps[step].when.empty();
  for (const Unit &unit : units)
    for (const auto *clauses : {&unit.doing, &unit.undoing})
      for (const plan::Effect *effect : *clauses)
        if (effect->kind == plan::Effect::Kind::effect || effect->kind == plan::Effect::Kind::refreshes ||
            effect->kind == plan::Effect::Kind::restores)
          if (const auto cell = cellOf(effect->cell))
            open.cells.push_back(*cell);
  guards_.push_back(std::move(open));
}

/// What is read again when a guard is left is what the steps inside have made of it.
void Proof::readAnew(const std::vector<Unit> &entered) {
  for (const Unit &unit : entered)
    for (const plan::Effect *effect : unit.inverse == UnitInverse::own ? unit.doing : unit.undoing)
      if (effect->kind == plan::Effect::Kind::refreshes)
        if (const auto target = cellOf(effect->cell), source = cellOf(effect->source); target && source)
          state(*target).now = symbols_.copy(symbols_.resolve(state(*source).now));
}

/// What the inverse of an enter restores is as it was before the enter; what a skippable guard changed may not be.
std::vector<CellId> Proof::leaveGuard() {
  OpenGuard open = std::move(guards_.back());
  guards_.pop_back();
  const plan::Guard &guard = context_.plan.guards[open.guard];
  if (!guard.leaveWritten) {
    for (const CellId cell : open.cells)
      state(cell).now = before(cell, open.firstUnit);
    readAnew(unitsOfStep_[guard.enter]);
    for (const CellId cell : open.cells)
      note(cell, unit_);
  }
  if (!open.skippable)
    return open.cells;
  const std::vector<CellId> inside(noted_.begin() + open.firstNoted, noted_.end());
  llvm::SmallDenseSet<CellId, 8> seen;
  for (const CellId cell : inside)
    if (seen.insert(cell).second) {
      state(cell).now = symbols_.either(before(cell, open.firstUnit), state(cell).now);
      note(cell, unit_);
    }
  for (const CellId cell : open.learnt)
    symbols_.forget(cell);
  return open.cells;
}

plan::Reversibility Proof::reversibility(uint32_t step, const std::vector<Unit> &units, bool stated) const {
  using plan::Reversibility;
  const plan::Scope &scope = context_.plan.scopes[context_.plan.steps[step].scope];
  const auto any = [&](auto &&predicate) { return std::any_of(units.begin(), units.end(), predicate); };
  if (scope.inverse.kind == plan::InverseKind::irreversible ||
      any([](const Unit &unit) { return unit.inverse == UnitInverse::irreversible; }))
    return Reversibility::irreversible;
  const bool debt = any([](const Unit &unit) { return unit.inverse == UnitInverse::debt; });
  if (any([](const Unit &unit) { return unit.manualUndo; }))
    return Reversibility::manual;
  if (std::all_of(units.begin(), units.end(),
                  [](const Unit &unit) { return unit.inverse == UnitInverse::nothing && unit.doing.empty(); }))
    return Reversibility::nothing;
  if (stated)
    return Reversibility::stated;
  if (debt)
    return Reversibility::covered;
  const bool acts = any([](const Unit &unit) {
    return !unit.doing.empty() || !unit.undoing.empty() || unit.inverse == UnitInverse::mirror;
  });
  return acts ? Reversibility::proven : Reversibility::nothing;
}

/// Past an irreversible step a backout does not go, so a guard around it stays held.
void Proof::warnHeld(uint32_t step, const Unit &unit) {
  if (unit.inverse != UnitInverse::irreversible || guards_.empty())
    return;
  const plan::Guard &guard = context_.plan.guards[guards_.back().guard];
  context_.diagnostics
      .report(diag::guardHeld, context_.rangeOf(context_.plan.steps[step].place), context_.plan.steps[step].key,
              guard.name)
      .label(context_.rangeOf(guard.place), "a backout that stops at the irreversible step leaves this entered");
}

void Proof::fail(const Unit &unit, Judgement &judgement, const std::string &reason, CellId cell) {
  if (judgement.failed)
    return;
  judgement.failed = true;
  const plan::Step &step = stepOf(unit);
  const Range at = context_.rangeOf(unit.undoPlace);
  auto builder =
      context_.diagnostics.report(diag::inverseDoesNotRestore, at.valid() ? at : context_.rangeOf(step.place), step.key,
                                  symbols_.cell(cell).show());
  builder.here(reason);
  if (const Range done = context_.rangeOf(unit.doPlace); done.valid() && !(done == at))
    builder.label(done, "this is to be taken back");
  if (const auto earlier = lastChangeBefore(cell); earlier && stepAt(earlier->unit) != unit.step) {
    const plan::Step &maker = context_.plan.steps[stepAt(earlier->unit)];
    const bool named = show(earlier->value).starts_with('\'');
    builder.label(context_.rangeOf(maker.place), named ? fmt::format("'{}' made it {}", maker.key, show(earlier->value))
                                                       : fmt::format("'{}' changed it", maker.key));
  }
  trace(builder, step, judgement, cell);
  if (!judgement.writes(cell))
    suggestArgument(builder, at, judgement, cell);
  if (unit.inverse != UnitInverse::actions || unit.undoing.size() < 2)
    return;
  if (restoresInReverse(unit, judgement))
    builder.help("in the other order it would restore it");
  else if (unit.doing.size() > 1)
    builder.help(
        "give each operation its own undo, `do { A undo B  C undo D }`: then each is taken back from where it is");
}

/// What ran, what its undo did until it went wrong, and what is left.
void Proof::trace(DiagnosticBuilder &builder, const plan::Step &step, const Judgement &judgement, CellId cell) const {
  std::unordered_map<CellId, ValueId> now;
  for (const CellId changed : judgement.written) {
    now[changed] = judgement.valuesOf(changed).back();
    builder.note(fmt::format("'{}' ran: {} was {}, and is {}", step.key, symbols_.cell(changed).show(),
                             show(before(changed, unit_)), show(now[changed])));
  }
  for (const auto &[changed, value] : judgement.undone) {
    const auto known = now.find(changed);
    const ValueId was = known == now.end() ? before(changed, unit_) : known->second;
    builder.note(
        symbols_.same(was, value)
            ? fmt::format("its undo ran: {} stays {}", symbols_.cell(changed).show(), show(value))
            : fmt::format("its undo ran: {} was {}, and is {}", symbols_.cell(changed).show(), show(was), show(value)));
    now[changed] = value;
  }
  if (!judgement.undone.empty() && now.contains(cell))
    builder.note(fmt::format("left: {} is {}; it was {}", symbols_.cell(cell).show(), show(now[cell]),
                             show(before(cell, unit_))));
}

std::optional<Proof::Change> Proof::lastChangeBefore(CellId cell) const {
  const llvm::SmallVectorImpl<Change> &history = cells_[cell].history;
  const auto later = std::lower_bound(history.begin(), history.end(), unit_,
                                      [](const Change &change, uint32_t at) { return change.unit < at; });
  return std::prev(later)->unit == 0 ? std::nullopt : std::optional(*std::prev(later));
}

uint32_t Proof::stepAt(uint32_t unit) const {
  const auto later = std::upper_bound(firstUnitOfStep_.begin(), firstUnitOfStep_.begin() + judgedSteps_, unit);
  return static_cast<uint32_t>(std::distance(firstUnitOfStep_.begin(), later)) - 1; // the first step's unit is 1
}

/// The undo names something of the same kind that the step did not touch: probably the same thing was meant.
void Proof::suggestArgument(DiagnosticBuilder &builder, Range undo, const Judgement &judgement, CellId cell) const {
  const CellFacts &named = symbols_.cell(cell);
  for (const CellId other : judgement.written) {
    const CellFacts &touched = symbols_.cell(other);
    if (touched.resource != named.resource)
      continue;
    for (size_t i = 0; i < named.arguments.size(); ++i) {
      const std::string written = fmt::format("\"{}\"", named.arguments[i]);
      const std::string_view text = undo.valid() ? context_.text(undo) : std::string_view{};
      const size_t found = text.find(written);
      if (touched.arguments[i] == named.arguments[i] || found == std::string_view::npos)
        continue;
      const auto begin = undo.begin + static_cast<uint32_t>(found);
      builder.edit(fmt::format("the step touched {}", touched.show()),
                   {undo.file, begin, begin + static_cast<uint32_t>(written.size())},
                   fmt::format("\"{}\"", touched.arguments[i]), false);
      return;
    }
  }
}

} // namespace changec::sema
