#include "sema/TimeRules.h"

#include "plan/Time.h"
#include "plan/Timeline.h"
#include "sema/Placement.h"
#include "sema/TimeSums.h"

#include <algorithm>

namespace changec::sema {
namespace {

using plan::Duration;
using plan::Instant;
using plan::StepTimes;

class TimeRules {
public:
  explicit TimeRules(Lowering &lowering)
      : lowering_(lowering), context_(lowering.context), plan_(context_.plan), timeline_(plan_.timeline) {}

  void run() {
    for (uint32_t step = 0; step < plan_.steps.size() && !context_.diagnostics.isFull(); ++step)
      if (!timeline_.steps[step].known)
        judgeDuration(step);
    for (uint32_t begin = 0; begin < plan_.steps.size() && !context_.diagnostics.isFull();) {
      uint32_t end = begin + 1;
      while (end < plan_.steps.size() && timeline_.steps[end].window == timeline_.steps[begin].window)
        ++end;
      if (timeline_.steps[begin].dated && !opensEarly(begin))
        judgeWindow(begin, end);
      begin = end;
    }
    judgeExpiry();
  }

private:
  [[nodiscard]] const syntax::Declaration *declarationOf(const plan::Step &step) const {
    const auto declared = lowering_.declaredSteps.find(step.name);
    return declared == lowering_.declaredSteps.end() ? nullptr : declared->second.declaration;
  }

  [[nodiscard]] std::string quoted(uint32_t step) const { return fmt::format("'{}'", plan_.steps[step].key); }

  void judgeDuration(uint32_t index) {
    const plan::Step &step = plan_.steps[index];
    const syntax::Declaration *declaration = declarationOf(step);
    if (declaration == nullptr || declaration->damaged ||
        clauseOf<syntax::Takes>(*declaration, [](const auto &c) { return !c.isTimeout; }) != nullptr)
      return;
    context_.diagnostics
        .report(diag::missingDuration, declaration->name.range,
                fmt::format("{} '{}'", syntax::keyword(declaration->kind), declaration->name.text))
        .edit("say how long it takes, and its undo where that differs",
              {declaration->open.file, declaration->open.end, declaration->open.end}, " takes 5m ", false);
  }

  // ---- windows

  /// The window of a step as it is written; null where the plan has none of its own.
  [[nodiscard]] const syntax::WindowClause *clauseOfWindow(const StepTimes &times) const {
    if (times.window == plan::none)
      return clauseOf<syntax::WindowClause>(*lowering_.change);
    std::string_view name = plan_.phases[times.window].key;
    name = name.substr(0, name.find('['));
    const auto declared = lowering_.declaredSteps.find(name);
    return declared == lowering_.declaredSteps.end() ? nullptr
                                                     : clauseOf<syntax::WindowClause>(*declared->second.declaration);
  }

  /// Whether a phase's own window opens before the step before it has ended; then that is said.
  bool opensEarly(uint32_t first) {
    const StepTimes &times = timeline_.steps[first];
    if (first == 0 || times.window == plan::none || !timeline_.steps[first - 1].dated)
      return false;
    const plan::Phase &phase = plan_.phases[times.window];
    const StepTimes &before = timeline_.steps[first - 1];
    const plan::Window *windowBefore = plan::windowOf(plan_, before);
    const bool isTheSame = windowBefore != nullptr && windowBefore->start == phase.window->start; // phases of one `for`
    if (isTheSame || before.end <= phase.window->start)
      return false;
    const plan::Moments moments(windowBefore != nullptr ? *windowBefore : *phase.window);
    auto builder = context_.diagnostics.report(diag::phaseStartsEarly, context_.rangeOf(phase.place), phase.key,
                                               moments.show(phase.window->start), moments.show(before.end));
    builder.label(context_.rangeOf(plan_.steps[first - 1].place),
                  fmt::format("planned from {} to {}", moments.show(before.start), moments.show(before.end)));
    builder.note(sumToEnd(plan_, timeline_, first - 1, moments));
    return true;
  }

  /// The steps [begin, end) have one window. What does not fit is said once, at the first step that does not: that the
  /// change does not, or that its backout does not, or not if a step takes as long as it can.
  void judgeWindow(uint32_t begin, uint32_t end) {
    const plan::Window *window = plan::windowOf(plan_, timeline_.steps[begin]);
    if (window == nullptr)
      return;
    const auto first = [&](auto &&fails) {
      uint32_t step = begin;
      while (step < end && !fails(timeline_.steps[step], step))
        ++step;
      return step;
    };
    const auto closing = [&](uint32_t step) { return step + 1 == plan_.steps.size() ? timeline_.closing : 0; };
    if (const uint32_t step = first([&](const StepTimes &times, uint32_t) { return times.end > window->end; });
        step < end) {
      const plan::Moments moments(*window);
      explain(context_.diagnostics.report(diag::stepOutsideWindow, context_.rangeOf(plan_.steps[step].place),
                                          quoted(step), moments.show(timeline_.steps[step].end),
                                          moments.show(window->end)),
              begin, end, step);
    } else if (const uint32_t late = first(
                   [&](const StepTimes &times, uint32_t at) { return times.end + closing(at) > *times.turnRound; });
               late < end) {
      report(diag::windowTooShort, begin, end, late, timeline_.steps[late].end + closing(late));
    } else if (const uint32_t slow = first(
                   [&](const StepTimes &times, uint32_t) { return times.start + times.worst > *times.turnRound; });
               slow < end) {
      report(diag::turnRoundPasses, begin, end, slow, timeline_.steps[slow].start + timeline_.steps[slow].worst);
    }
  }

  template <typename Kind> void report(const Kind &kind, uint32_t begin, uint32_t end, uint32_t step, Instant ends) {
    const StepTimes &times = timeline_.steps[step];
    const plan::Moments moments(*plan::windowOf(plan_, times));
    explain(context_.diagnostics.report(kind, context_.rangeOf(plan_.steps[step].place), quoted(step),
                                        moments.show(ends), moments.show(*times.turnRound)),
            begin, end, step);
  }

  /// The sums, and the window that would do.
  void explain(DiagnosticBuilder builder, uint32_t begin, uint32_t end, uint32_t step) {
    const StepTimes &times = timeline_.steps[step];
    const plan::Window &window = *plan::windowOf(plan_, times);
    const plan::Moments moments(window);
    const syntax::WindowClause *clause = clauseOfWindow(times);
    builder.here(fmt::format("planned from {} to {}", moments.show(times.start), moments.show(times.end)));
    if (clause != nullptr)
      builder.label(clause->end.range, "the window ends here");
    builder.note(fmt::format("forwards: {}", sumToEnd(plan_, timeline_, step, moments)));
    if (times.worst > times.planned)
      builder.note(fmt::format("{}, {} takes {} instead of {}",
                               plan_.steps[step].confirmWithin == times.worst ? "where its confirmation does not come"
                                                                              : "with every try to its time limit",
                               quoted(step), plan::formatDuration(times.worst), plan::formatDuration(times.planned)));
    if (step + 1 == plan_.steps.size() && timeline_.closing != 0)
      builder.note(fmt::format("behind it: +{} checks of the whole", plan::formatDuration(timeline_.closing)));
    builder.note(fmt::format("backwards: {}", sumToTurnRound(plan_, timeline_, step, moments)));
    suggestEnd(builder, window, clause, neededUntil(begin, end));
  }

  /// When a window would have to end for all of its steps to fit, with their backouts.
  [[nodiscard]] Instant neededUntil(uint32_t begin, uint32_t end) const {
    constexpr Duration minute = 60;
    Instant needed = 0;
    for (uint32_t step = begin; step < end; ++step) {
      const StepTimes &times = timeline_.steps[step];
      const Duration closing = step + 1 == plan_.steps.size() ? timeline_.closing : 0;
      needed = std::max(needed, times.start + std::max(times.worst, times.planned + closing) + times.backout);
    }
    return (needed + minute - 1) / minute * minute;
  }

  static void suggestEnd(DiagnosticBuilder &builder, const plan::Window &window, const syntax::WindowClause *clause,
                         Instant needed) {
    const plan::Zone zone = plan::zoneOf(window);
    const std::string longer = plan::formatTime(needed, zone);
    const std::string text =
        fmt::format("a window that ends {} later has room for all of it", plan::formatDuration(needed - window.end));
    constexpr size_t withoutOffset = std::string_view("2026-12-05T22:00").size();
    const bool keepsOffset =
        clause != nullptr && clause->end.raw.find_first_of("Z+-", withoutOffset) != std::string_view::npos;
    const bool unique = !plan::clockChange(window.start, needed, zone).has_value();
    if (clause == nullptr)
      builder.help(text);
    else
      builder.edit(text, clause->end.range, keepsOffset || !unique ? longer : longer.substr(0, withoutOffset), false);
  }

  // ---- undos that expire

  void judgeExpiry() {
    uint32_t irreversible = plan::none; // the next one: past it nothing before it is taken back
    for (auto index = static_cast<uint32_t>(plan_.steps.size()); index-- > 0;) {
      if (!plan::canTurnRound(plan_.steps[index]))
        irreversible = index;
      else if (plan_.steps[index].expires && plan_.steps[index].kind != plan::StepKind::guardLeave)
        judgeExpiry(index, irreversible);
    }
  }

  void judgeExpiry(uint32_t index, uint32_t irreversible) {
    const plan::Step &step = plan_.steps[index];
    const Instant ends = timeline_.steps[index].end;
    const Duration works = *step.expires;
    const bool toTheEnd = irreversible == plan::none;
    const Instant lastStart = toTheEnd ? timeline_.end : timeline_.steps[irreversible].start;
    const Duration monitored = toTheEnd ? plan_.monitor.value_or(0) : 0;
    const Duration needed = lastStart - ends + monitored;
    const syntax::Declaration *declaration = declarationOf(step);
    if (works >= needed || declaration == nullptr)
      return;
    const auto *expires = clauseOf<syntax::Expires>(*declaration);
    auto builder = context_.diagnostics.report(
        diag::undoExpiresEarly, expires != nullptr ? expires->after.range : declaration->name.range, quoted(index),
        plan::formatDuration(works), plan::formatDuration(needed));
    builder.note(fmt::format("from the end of {}: {} {}{}", quoted(index), plan::formatDuration(lastStart - ends),
                             toTheEnd ? "to the end of the change"
                                      : fmt::format("to '{}', which is irreversible", plan_.steps[irreversible].key),
                             toTheEnd && monitored != 0
                                 ? fmt::format(", +{} in which a failure may show", plan::formatDuration(monitored))
                                 : ""));
    if (toTheEnd && plan_.monitor)
      if (const auto *monitor = clauseOf<syntax::Monitor>(*lowering_.change))
        builder.label(monitor->length.range, "a failure may show for this long");
  }

  Lowering &lowering_;
  Context &context_;
  const plan::Plan &plan_;
  const plan::Timeline &timeline_;
};

} // namespace

void judgeTimes(Lowering &lowering) {
  if (!lowering.riskUnknown)
    TimeRules(lowering).run();
}

} // namespace changec::sema
