// What the passes share. Private to this library.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "plan/Plan.h"
#include "plan/Time.h"
#include "sema/Analyse.h"
#include "source/Source.h"
#include "syntax/Tree.h"

#include <memory>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace changec::sema {

/// Declarations of one kind of name, by name.
using NameTable = std::unordered_map<std::string_view, const syntax::Declaration *>;

/// What a name can stand for. Names of different kinds do not clash.
enum class NameKind : uint8_t { contact, channel, resource, host, operation, messages, policy, value };
inline constexpr size_t nameKindCount = 8;

/// One parsed file and the names it brings.
struct Module {
  std::unique_ptr<syntax::File> tree;
  bool library = false;
  bool given = false;    ///< By `--policy`: no plan imports it.
  std::string qualifier; ///< Of a library module: `postgres`.
  NameTable names[nameKindCount];
  std::unordered_map<std::string_view, Module *> qualified;     ///< `import std.postgres`
  std::vector<Module *> plain;                                  ///< `import "people.change"`
  mutable std::vector<std::string_view> visible[nameKindCount]; ///< Names seen without a qualifier, once asked for.
};

/// An `allow` clause that names a diagnostic which can be allowed.
struct AllowClause {
  const DiagnosticKind *kind = nullptr;
  const syntax::Declaration *declaration = nullptr; ///< That it stands in.
  const syntax::Allow *allow = nullptr;
  Range range;
  bool ofPlan = false; ///< It stands in the plan's own file.
};

struct Context {
  SourceManager &sources;
  DiagnosticEngine &diagnostics;
  const Options &options;
  std::vector<std::unique_ptr<Module>> modules; ///< The plan's first.
  /// An import failed, or part of a file could not be parsed: an unknown name may be known there.
  bool namesIncomplete = false;
  std::vector<AllowClause> allowClauses; ///< The Plan's allowances, in their order.
  plan::Plan plan;
  std::vector<uint32_t> planFiles; ///< By FileId: the file's index in `plan.files`, or none.
  std::unordered_map<const syntax::Declaration *, uint32_t> contacts; ///< Their indices in the Plan.
  std::unordered_map<std::string_view, uint32_t> channels;            ///< Their indices in the Plan, by name.

  /// Steps that were reported to have no inverse: the proof has nothing to judge there.
  std::unordered_set<uint32_t> stepsWithoutInverse{};

  [[nodiscard]] plan::Place place(Range range);
  /// Where a place of the plan is written; not valid for nowhere.
  [[nodiscard]] Range rangeOf(const plan::Place &place) const;
  [[nodiscard]] std::string_view text(Range range) const { return sources.text(range); }
};

template <typename... Functions> struct Overloaded : Functions... { using Functions::operator()...; };
template <typename... Functions> Overloaded(Functions...) -> Overloaded<Functions...>;

} // namespace changec::sema
