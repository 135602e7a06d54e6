// What a step produces stays behind on purpose; an earlier step's restore of the whole would wipe it.
#include "sema/Proof.h"

namespace changec::sema {

void Proof::warnWiped(const Unit &unit) {
  using Kind = plan::Effect::Kind;
  const plan::Step &step = stepOf(unit);
  if (unit.inverse == UnitInverse::irreversible)
    restoredWhole_.clear(); // no backout goes back to what comes before
  for (const plan::Effect *effect : unit.doing) {
    const ResourceFacts *facts = symbols_.resource(effect->cell.resource);
    if (effect->kind != Kind::produces || facts == nullptr || facts->whole.empty())
      continue;
    const std::optional<CellId> whole = symbols_.findCell(wholeOf(effect->cell, *facts));
    const auto restored = whole ? restoredWhole_.find(*whole) : restoredWhole_.end();
    if (restored == restoredWhole_.end() || restored->second == unit.step)
      continue;
    const plan::Step &restoring = context_.plan.steps[restored->second];
    context_.diagnostics
        .report(diag::restoreWipesKept, context_.rangeOf(unit.doPlace), restoring.key, step.key,
                symbols_.cell(*whole).show())
        .label(context_.rangeOf(restoring.place), "taking this back restores the whole of it")
        .help(fmt::format("do it before '{}', or say that it is lost: `effect` instead of `produces`", restoring.key));
  }
  const bool own = unit.inverse == UnitInverse::own;
  for (const plan::Effect *effect : own ? unit.doing : unit.undoing)
    if (effect->kind == (own ? Kind::saves : Kind::restores))
      if (const auto cell = symbols_.cell(effect->cell))
        restoredWhole_[*cell] = unit.step;
}

} // namespace changec::sema
