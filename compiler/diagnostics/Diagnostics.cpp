#include "diagnostics/Diagnostics.h"
#include "source/Utf8.h"

#include <algorithm>
#include <tuple>

namespace changec {

std::string shortened(std::string text) {
  constexpr size_t longest = 2000;
  constexpr size_t kept = 200;
  if (text.size() <= longest)
    return text;
  size_t headEnd = kept;
  while (headEnd > 0 && utf8::continues(text[headEnd]))
    --headEnd;
  size_t tailBegin = text.size() - kept;
  while (tailBegin < text.size() && utf8::continues(text[tailBegin]))
    ++tailBegin;
  return text.replace(headEnd, tailBegin - headEnd, " ... ");
}

void DiagnosticEngine::judgeBy(Standards standards) {
  standards_ = std::move(standards);
  used_.clear();
}

std::optional<Level> DiagnosticEngine::levelOf(const DiagnosticKind &kind, Range range) {
  Circumstances circumstances;
  circumstances.risk = standards_.risk;
  if (const auto found = standards_.verdicts.find(&kind); found != standards_.verdicts.end())
    circumstances.verdict = found->second.verdict;
  if (const auto allowance = standards_.allowances.find(kind, range)) {
    used_.insert(*allowance);
    circumstances.allowed = true;
  }
  circumstances.wish = wishes_.of(kind);
  circumstances.warningsAreErrors = wishes_.warningsAreErrors;
  return decideLevel(kind.gravity, circumstances);
}

void DiagnosticEngine::labelMoved(Diagnostic &diagnostic) const {
  const auto found = standards_.verdicts.find(diagnostic.kind);
  if (found == standards_.verdicts.end() || diagnostic.kind->gravity == Gravity::error ||
      levelAtRisk(diagnostic.kind->gravity, standards_.risk) == diagnostic.level)
    return;
  const PolicyVerdict &moved = found->second;
  if (moved.verdict != Verdict::allow)
    diagnostic.labels.push_back({moved.rule, fmt::format("policy '{}' makes it {}", moved.policy,
                                                         moved.verdict == Verdict::deny ? "an error" : "a warning")});
}

DiagnosticBuilder DiagnosticEngine::add(const DiagnosticKind &kind, Range range, std::string message) {
  message = shortened(std::move(message));
  const std::optional<Level> level = levelOf(kind, range);
  const auto saidBefore = [&](const std::unique_ptr<Diagnostic> &each) {
    return each->kind == &kind && each->range == range && each->message == message;
  };
  if (!level || std::any_of(all_.begin(), all_.end(), saidBefore)) {
    scratch_ = {};
    return DiagnosticBuilder(scratch_);
  }
  ++(*level == Level::error ? errors_ : warnings_);
  if (all_.size() == limit) {
    ++suppressed_;
    scratch_ = {};
    return DiagnosticBuilder(scratch_);
  }
  Diagnostic &added = *all_.emplace_back(std::make_unique<Diagnostic>());
  added.kind = &kind;
  added.level = *level;
  added.range = range;
  added.message = std::move(message);
  labelMoved(added);
  return DiagnosticBuilder(added);
}

template <typename Condition> void DiagnosticEngine::withdrawIf(const Condition &condition) {
  std::erase_if(all_, [&](const std::unique_ptr<Diagnostic> &each) {
    if (!condition(*each))
      return false;
    --(each->level == Level::error ? errors_ : warnings_);
    return true;
  });
}

void DiagnosticEngine::withdraw(const DiagnosticKind &kind, Range within) {
  withdrawIf([&](const Diagnostic &each) {
    return each.kind == &kind && each.range.file == within.file && each.range.begin >= within.begin &&
           each.range.end <= within.end;
  });
}

void DiagnosticEngine::withdraw(const DiagnosticKind &kind) {
  withdrawIf([&](const Diagnostic &each) { return each.kind == &kind; });
}

std::vector<Diagnostic> DiagnosticEngine::sorted() const {
  std::vector<Diagnostic> found;
  found.reserve(all_.size());
  for (const auto &each : all_)
    found.push_back(*each);
  const auto place = [](const Diagnostic &each) {
    return std::tuple(each.range.file, each.range.begin, each.range.end);
  };
  std::stable_sort(found.begin(), found.end(),
                   [&](const Diagnostic &a, const Diagnostic &b) { return place(a) < place(b); });
  return found;
}

bool DiagnosticEngine::has(const DiagnosticKind &kind) const {
  return std::any_of(all_.begin(), all_.end(), [&](const auto &each) { return each->kind == &kind; });
}

} // namespace changec
