// The state of the proof. Private to this library.
#pragma once

#include "sema/Cells.h"
#include "sema/Units.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/MapVector.h>
#include <llvm/ADT/SmallVector.h>

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace changec::sema {

class Proof {
public:
  explicit Proof(Context &context) : context_(context), symbols_(context) {}
  void run();

private:
  /// What a key holds.
  struct Saved {
    CellId cell = 0;
    ValueId value = 0;
    std::optional<CellId> holder;
    ValueId holderValue = 0;
    uint32_t step = 0;     ///< That saves it.
    bool believed = false; ///< Nothing is declared to hold it.
  };
  struct Change {
    uint32_t unit;
    ValueId value;
  };
  struct CellState {
    ValueId now = 0;
    bool touched = false;
    bool fuzzy = false;        ///< Another name may be the same thing.
    bool kept = false;         ///< Produced: it stays behind on purpose.
    uint32_t lastUndoRead = 0; ///< One more than the last unit whose undo reads it; 0: none.
    llvm::SmallVector<Change, 2> history;
  };
  struct OpenGuard {
    uint32_t guard = 0;
    uint32_t firstUnit = 0;    ///< Of its enter.
    ptrdiff_t firstNoted = 0;  ///< In noted_, what entering wrote first.
    std::vector<CellId> cells; ///< That entering and leaving write.
    bool skippable = false;
    std::vector<CellId> learnt;
  };
  using Values = llvm::SmallVector<ValueId, 4>;
  /// What is found out about one unit while it is judged.
  struct Judgement {
    std::bitset<plan::beliefCount> beliefs;
    bool failed = false;
    std::vector<CellId> written; ///< In order of first writing.
    llvm::SmallVector<CellId, 2> produced;
    llvm::SmallDenseMap<CellId, Values, 2> during; ///< Every value of a written cell: before, during, after.
    void believe(plan::Belief belief) { beliefs.set(static_cast<size_t>(belief)); }
    [[nodiscard]] const Values &valuesOf(CellId cell) const { return during.find(cell)->second; }
    [[nodiscard]] bool writes(CellId cell) const { return during.count(cell) != 0; }
    llvm::SmallVector<CellId, 2> learnt;
    llvm::SmallVector<CellId, 1> assumed; ///< Learnt without being asked: known while this unit is judged.
    llvm::SmallVector<std::pair<CellId, ValueId>, 2> undone; ///< What the undo has made of cells, in order.
  };
  /// A cell's possible values while an undo is followed.
  using Possible = llvm::SmallMapVector<CellId, Values, 4>;

  Context &context_;
  Symbols symbols_;
  std::vector<CellState> cells_;
  std::vector<CellId> noted_; ///< A cell for each entry in a history, in the order in which they were made.
  std::unordered_map<std::string, Saved> saved_;
  std::unordered_map<CellId, uint32_t> neededHolders_; ///< Holders that some unit's undo reads, and that unit.
  std::unordered_map<CellId, uint32_t> restoredWhole_; ///< The step whose undo last restores it.
  std::unordered_set<std::string> fuzzyResources_;
  std::vector<OpenGuard> guards_;
  std::unordered_map<uint32_t, uint32_t> guardOfStep_; ///< Of the steps that enter and leave one.
  std::vector<uint32_t> firstUnitOfStep_;
  std::vector<uint32_t> endUnitOfStep_;
  std::vector<bool> stepProven_;
  std::vector<std::vector<Unit>> unitsOfStep_;
  int32_t judgedSteps_ = 0;       ///< The one being judged included.
  uint32_t unit_ = 0;             ///< The unit being judged, from 1.
  uint32_t lastIrreversible_ = 0; ///< The last irreversible unit; 0: none.

  /// A value for a person; what has no name of its own is named after the step that made it.
  [[nodiscard]] std::string show(ValueId id) const;

  // Restoration.cpp
  void findFuzzy();
  void judgeStep(uint32_t index);
  void enterGuard(uint32_t step, const std::vector<Unit> &units, size_t firstNoted);
  /// That the cell is from this unit on as it is now.
  void note(CellId cell, uint32_t unit);
  void learnInside(const std::vector<CellId> &learnt);
  void readAnew(const std::vector<Unit> &entered);
  /// The cells that are as before the guard again.
  std::vector<CellId> leaveGuard();
  void recordChanges(uint32_t step, const std::vector<CellId> &cells);
  [[nodiscard]] plan::Reversibility reversibility(uint32_t step, const std::vector<Unit> &units, bool stated) const;
  void warnHeld(uint32_t step, const Unit &unit);
  static plan::Cell wholeOf(const plan::Cell &part, const ResourceFacts &facts);

  // Kept.cpp
  void warnWiped(const Unit &unit);

  // Forwards.cpp
  Judgement forwards(const Unit &unit);
  void apply(const plan::Effect &effect, const Unit &unit, Judgement &judgement);
  void demand(CellId cell, const std::string &wanted, const plan::Effect &effect, const Unit &unit,
              Judgement &judgement);
  void refresh(CellId cell, CellId source, const Unit &unit, Judgement &judgement);
  void write(CellId cell, ValueId value, const Unit &unit, Judgement &judgement);
  void save(CellId cell, const plan::Effect &effect, const Unit &unit, Judgement &judgement);
  void produce(CellId cell, const Unit &unit, Judgement &judgement);
  [[nodiscard]] ValueId after(CellId cell, const std::string &name);

  // Backwards.cpp
  [[nodiscard]] std::optional<ValueId> changedTo(CellId cell, const Judgement &judgement) const;
  void backwards(const Unit &unit, Judgement &judgement);
  void undoByItself(const Unit &unit, Judgement &judgement);
  void undoByActions(const Unit &unit, Judgement &judgement);
  void askBefore(CellId cell, const plan::Effect &effect, const Values &values, const Unit &unit, Judgement &judgement);
  bool undoClause(const plan::Effect &effect, const Unit &unit, Possible &possible, Judgement &judgement);
  bool restoresInReverse(const Unit &unit, Judgement judgement);
  void mustBeBack(CellId cell, const Values &values, const Unit &unit, Judgement &judgement);
  void payDebt(const Unit &unit, Judgement &judgement);
  llvm::SmallVector<CellId, 4> readByUndo(const Unit &unit);
  static const plan::Cell *readBy(const plan::Effect &effect);
  bool sets(const plan::Effect &effect, CellId cell, ValueId wanted);
  bool pays(const std::vector<Unit> &cover, CellId cell, ValueId wanted);
  void noteReads(const Unit &unit);

  // Probes.cpp
  /// That the cell, untouched so far, is as wanted: asked by its probe, or believed.
  void ask(CellId cell, const std::string &wanted, const Unit &unit, Judgement &judgement);
  void addProbe(CellId cell, const std::string &wanted, const Unit &unit);

  // Shared.
  std::optional<CellId> cellOf(const plan::Cell &cell);
  /// Why a cell has no identity.
  plan::Belief whyFuzzy(const plan::Cell &cell);
  CellState &state(CellId cell) { return cells_[cell]; }
  /// What a cell was before the unit began.
  [[nodiscard]] ValueId before(CellId cell, uint32_t unit) const;
  static std::string keyOf(const plan::Text &key);
  [[nodiscard]] const plan::Step &stepOf(const Unit &unit) const { return context_.plan.steps[unit.step]; }
  void suggestArgument(DiagnosticBuilder &builder, Range undo, const Judgement &judgement, CellId cell) const;
  [[nodiscard]] std::optional<Change> lastChangeBefore(CellId cell) const;
  [[nodiscard]] uint32_t stepAt(uint32_t unit) const;
  void trace(DiagnosticBuilder &builder, const plan::Step &step, const Judgement &judgement, CellId cell) const;
  void fail(const Unit &unit, Judgement &judgement, const std::string &reason, CellId cell);
};

} // namespace changec::sema
