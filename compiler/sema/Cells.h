// Cells and values of the proof (docs/proof.md): what can have a state, and the symbols for the states it can have.
// Private to this library.
#pragma once

#include "sema/Context.h"

#include <llvm/ADT/DenseMap.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace changec::sema {

using CellId = uint32_t;
using ValueId = uint32_t;

/// A resource as declared.
struct ResourceFacts {
  const syntax::Declaration *declaration = nullptr;
  const Module *module = nullptr;
  std::vector<bool> pathParameters; ///< Their arguments lose `//`, `.` and `..`.
  bool opaque = false;              ///< Without states: its states are labels.
  std::string whole;                ///< Of `resource A(x) in B(x)`: B.
};

/// All resources of a plan's files, by qualified name.
std::unordered_map<std::string, ResourceFacts> resourcesOf(const Context &context);

/// A resource with constant arguments: one thing that has a state.
struct CellFacts {
  std::string resource;
  std::vector<std::string> arguments;
  const ResourceFacts *facts = nullptr;
  [[nodiscard]] std::string show() const;
};

/// What a cell's state can be. Equal values are the same symbol.
struct Value {
  enum class Kind : uint8_t {
    was,     ///< What `cell` was before the plan.
    state,   ///< A declared state.
    made,    ///< What unit `unit` made of the opaque `cell`; `name` is a label.
    either,  ///< `first` or `second`: a unit between may have been skipped.
    copy,    ///< What a daemon has read: a copy of `first`.
    unknown, ///< Half done.
  };
  Kind kind = Kind::unknown;
  CellId cell = 0;
  uint32_t unit = 0;
  ValueId first = 0;
  ValueId second = 0;
  std::string name;
};

/// The symbols of one proof.
class Symbols {
public:
  explicit Symbols(const Context &context);

  [[nodiscard]] const ResourceFacts *resource(const std::string &name) const;
  /// The cell of a clause; nothing where an argument is known only when the plan runs, or the resource is not declared.
  /// The plan's own cells are remembered by their address.
  std::optional<CellId> cell(const plan::Cell &cell);
  std::optional<CellId> findCell(const plan::Cell &cell);
  [[nodiscard]] const CellFacts &cell(CellId id) const { return cells_[id]; }
  [[nodiscard]] size_t cellCount() const { return cells_.size(); }

  [[nodiscard]] ValueId was(CellId cell) const { return was_[cell]; }
  ValueId state(const std::string &name);
  ValueId made(uint32_t unit, CellId cell, const std::string &label);
  ValueId either(ValueId first, ValueId second);
  ValueId copy(ValueId source);
  ValueId unknown() { return unknown_; }
  [[nodiscard]] const Value &value(ValueId id) const { return values_[id]; }

  /// From now on the cell is known to have been in that state before the plan: its probe says so when the plan runs.
  void learn(CellId cell, ValueId state) { learnt_[cell] = state; }
  void forget(CellId cell) { learnt_[cell] = was(cell); }
  [[nodiscard]] ValueId resolve(ValueId value) const {
    return values_[value].kind == Value::Kind::was ? learnt_[values_[value].cell] : value;
  }
  /// Copies are the same where what they were read from is.
  [[nodiscard]] bool same(ValueId a, ValueId b) const;
  /// For a person: `running`, `what it was before the plan`.
  [[nodiscard]] std::string show(ValueId id) const;

private:
  std::unordered_map<std::string, ResourceFacts> resources_;
  std::vector<CellFacts> cells_;
  std::unordered_map<std::string, CellId> cellIds_;
  static constexpr CellId noCell = UINT32_MAX;
  llvm::DenseMap<const plan::Cell *, CellId> cellOf_;
  std::vector<ValueId> was_;    ///< By cell.
  std::vector<ValueId> learnt_; ///< By cell: what it was before the plan, as far as that is known.
  /// What a step made of a cell is one value, whatever it is called.
  struct ValueHash {
    size_t operator()(const Value &value) const;
  };
  struct ValueEquality {
    bool operator()(const Value &a, const Value &b) const;
  };
  std::unordered_map<Value, ValueId, ValueHash, ValueEquality> valueIds_;
  std::vector<Value> values_;
  ValueId unknown_ = 0;

  ValueId intern(Value value);
};

} // namespace changec::sema
