// What the compiler tells about a plan: diagnostics, and the engine that gathers them.
#pragma once

#include "diagnostics/Standards.h"
#include "source/Source.h"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace changec {

/// A kind with the types of its message's arguments, so that a call that does not fit does not compile.
template <typename... Args> struct TypedKind : DiagnosticKind { fmt::format_string<Args...> message; };

namespace diag {
#define DIAGNOSTIC(ident, name, gravity, message, ...)                                                                 \
  inline constexpr TypedKind<__VA_ARGS__> ident{{name, Gravity::gravity}, message};
#include "diagnostics/Catalogue.def"
#undef DIAGNOSTIC
} // namespace diag

/// Replaces `range` by `replacement`; an empty range inserts.
struct Edit {
  Range range;
  std::string replacement;
};

/// A way to mend the mistake. `certain` ones may be applied without asking.
struct Suggestion {
  std::string text; ///< What to do, for a person: `write `owner``.
  std::vector<Edit> edits;
  bool certain = false;
};

/// Another place that matters, and what it is.
struct Label {
  Range range;
  std::string text;
};

struct Diagnostic {
  const DiagnosticKind *kind = nullptr;
  Level level = Level::error; ///< As decided by `decideLevel`.
  Range range;                ///< The exact text; without a file for a mistake on the command line.
  std::string message;
  std::string label; ///< Short text under the range itself; may be empty.
  std::vector<Label> labels;
  std::vector<std::string> notes;
  std::vector<Suggestion> suggestions;
};

/// `text`, or its beginning and its end where it is longer than anybody reads: a name can be as long as its file.
std::string shortened(std::string text);

/// Adds to a diagnostic just reported.
class DiagnosticBuilder {
public:
  explicit DiagnosticBuilder(Diagnostic &diagnostic) : diagnostic_(diagnostic) {}
  /// Text under the range that the diagnostic points at.
  DiagnosticBuilder &here(std::string text) {
    diagnostic_.label = shortened(std::move(text));
    return *this;
  }
  DiagnosticBuilder &label(Range range, std::string text) {
    diagnostic_.labels.push_back({range, shortened(std::move(text))});
    return *this;
  }
  DiagnosticBuilder &note(std::string text) {
    diagnostic_.notes.push_back(shortened(std::move(text)));
    return *this;
  }
  /// What to do, without an edit.
  DiagnosticBuilder &help(std::string text) {
    diagnostic_.suggestions.push_back({shortened(std::move(text)), {}, false});
    return *this;
  }
  /// What to do, and the edit that does it.
  DiagnosticBuilder &edit(std::string text, Range range, std::string replacement, bool certain) {
    diagnostic_.suggestions.push_back({shortened(std::move(text)), {{range, std::move(replacement)}}, certain});
    return *this;
  }
  /// What a person may judge to be right, and all the edits that do it. Never applied without one.
  DiagnosticBuilder &proposal(std::string text, std::vector<Edit> edits) {
    diagnostic_.suggestions.push_back({shortened(std::move(text)), std::move(edits), false});
    return *this;
  }

private:
  Diagnostic &diagnostic_;
};

/// Gathers diagnostics. Beyond `limit` of them a file is hostile rather than mistaken: the rest are only counted.
class DiagnosticEngine {
public:
  static constexpr size_t limit = 200;

  explicit DiagnosticEngine(LevelWishes wishes = {}) : wishes_(std::move(wishes)) {}
  /// Judges what is reported from here on by the plan's own standards. Before, a plan counts as one of medium risk.
  void judgeBy(Standards standards);
  template <typename... Args, typename... Given>
  DiagnosticBuilder report(const TypedKind<Args...> &kind, Range range, Given &&...args) {
    return add(kind, range, fmt::format(kind.message, Args(std::forward<Given>(args))...));
  }
  /// Takes a finished message for a kind.
  DiagnosticBuilder add(const DiagnosticKind &kind, Range range, std::string message);

  /// Takes back what was reported of a kind within a range: another diagnostic has turned out to say it.
  void withdraw(const DiagnosticKind &kind, Range within);
  /// Takes back all of a kind.
  void withdraw(const DiagnosticKind &kind);

  /// In order of file, then place; the same mistake at the same place once.
  [[nodiscard]] std::vector<Diagnostic> sorted() const;
  [[nodiscard]] size_t errorCount() const { return errors_; }
  [[nodiscard]] size_t warningCount() const { return warnings_; }
  /// How many were reported beyond the limit.
  [[nodiscard]] size_t suppressed() const { return suppressed_; }
  [[nodiscard]] bool hasErrors() const { return errors_ != 0; }
  /// Whether more would only be counted: suggestions for it are not worth their time.
  [[nodiscard]] bool isFull() const { return all_.size() == limit; }
  /// Whether the allowance of that index has silenced something, or would have, had it not been silent anyway.
  [[nodiscard]] bool wasUsed(size_t allowance) const { return used_.contains(allowance); }
  /// Whether one of this kind was reported.
  [[nodiscard]] bool has(const DiagnosticKind &kind) const;

private:
  LevelWishes wishes_;
  Standards standards_;
  std::unordered_set<size_t> used_; ///< Allowances.
  std::vector<std::unique_ptr<Diagnostic>> all_;
  Diagnostic scratch_; ///< Takes what is not kept: silenced, said before, or beyond the limit.
  size_t errors_ = 0;
  size_t warnings_ = 0;
  size_t suppressed_ = 0;

  /// The level to report at; nothing where it is not reported.
  std::optional<Level> levelOf(const DiagnosticKind &kind, Range range);
  /// Points at the rule of a policy that has moved the level.
  void labelMoved(Diagnostic &diagnostic) const;
  template <typename Condition> void withdrawIf(const Condition &condition);
};

} // namespace changec
