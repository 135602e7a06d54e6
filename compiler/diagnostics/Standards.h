// What a plan is judged by: its risk, the policies that apply to it, what it allows itself, and the command line.
#pragma once

#include "diagnostics/Levels.h"
#include "source/Source.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace changec {

/// What the catalogue (Catalogue.def) says of one diagnostic. There is one such object for each, for good.
struct DiagnosticKind {
  std::string_view name; ///< In kebab-case; used by `explain`, `-W`, `allow`, JSON.
  Gravity gravity;
};

/// What the command line says of levels.
struct LevelWishes {
  struct Rule {
    const DiagnosticKind *kind = nullptr;
    Wish wish = Wish::show;
  };
  bool warningsAreErrors = false;
  std::vector<Rule> rules; ///< The last that names a kind holds.

  [[nodiscard]] std::optional<Wish> of(const DiagnosticKind &kind) const;
};

/// One `allow NAME because "..."` that counts.
struct AllowedRange {
  const DiagnosticKind *kind = nullptr;
  Range where; ///< The declaration that it stands in.
};

/// The `allow` clauses of a plan, to find the one that covers a place. Their ranges are disjoint or within each other.
class Allowances {
public:
  Allowances() = default;
  explicit Allowances(std::vector<AllowedRange> ranges);

  /// The index of the innermost one that allows the kind at the place.
  [[nodiscard]] std::optional<size_t> find(const DiagnosticKind &kind, Range place) const;

private:
  struct Entry {
    AllowedRange allowed;
    size_t index;                ///< In the order given.
    std::optional<size_t> outer; ///< The entry of the same kind around it.
  };
  std::unordered_map<const DiagnosticKind *, std::vector<Entry>> byKind_; ///< In order of their beginnings.
};

/// What policies say of a diagnostic, and which of their rules says it.
struct PolicyVerdict {
  Verdict verdict = Verdict::deny;
  std::string policy; ///< Its name.
  Range rule;
};

/// What the plan itself and its policies say of levels.
struct Standards {
  Risk risk = Risk::medium;
  std::unordered_map<const DiagnosticKind *, PolicyVerdict> verdicts;
  Allowances allowances;
};

} // namespace changec
