// Whoever is to tell something by hand has no step to do at that moment.
#include "sema/Communication.h"

#include "plan/Timeline.h"

#include <algorithm>

namespace changec::sema {
namespace {

class Senders {
public:
  explicit Senders(Lowering &lowering) : lowering_(lowering), context_(lowering.context), plan_(context_.plan) {
    for (const plan::Step &step : plan_.steps)
      if (step.kind != plan::StepKind::gate && step.owner != plan::none)
        owners_.insert(person(step.owner));
  }

  void run() {
    for (size_t i = 0; i < plan_.messages.size(); ++i)
      if (plan_.messages[i].from != plan::none && owners_.contains(person(plan_.messages[i].from)))
        judge(plan_.messages[i], lowering_.writtenMessages[i]);
  }

private:
  Lowering &lowering_;
  Context &context_;
  const plan::Plan &plan_;
  std::unordered_set<uint32_t> owners_; ///< People who have steps to do.

  /// A team acts through its lead.
  [[nodiscard]] uint32_t person(uint32_t contact) const {
    const uint32_t lead = plan_.contacts[contact].lead;
    return lead == plan::none ? contact : lead;
  }

  [[nodiscard]] bool isCall(const plan::Message &message) const {
    return std::any_of(message.routes.begin(), message.routes.end(), [&](const plan::Route &route) {
      return !route.deliveries.empty() && plan_.channels[route.deliveries.front().channel].name == "phone";
    });
  }

  /// The step under way by the plan's durations, or none.
  [[nodiscard]] uint32_t stepAt(plan::Instant instant) const {
    const auto after = std::upper_bound(plan_.timeline.steps.begin(), plan_.timeline.steps.end(), instant,
                                        [](plan::Instant at, const plan::StepTimes &step) { return at < step.start; });
    if (after == plan_.timeline.steps.begin())
      return plan::none;
    const auto step = static_cast<uint32_t>(after - plan_.timeline.steps.begin()) - 1;
    return plan_.timeline.steps[step].dated && instant < plan_.timeline.steps[step].end ? step : plan::none;
  }

  void judge(const plan::Message &message, const WrittenMessage &written) {
    const uint32_t sender = person(message.from);
    if (const auto *at = std::get_if<plan::AtInstant>(&message.when)) {
      const uint32_t step = stepAt(at->instant);
      if (step != plan::none && isOf(plan_.steps[step], sender))
        report(message, written, step, fmt::format("during '{}'", plan_.steps[step].key));
    } else if (!isCall(message)) {
      return; // the script sends it
    } else if (const auto *every = std::get_if<plan::Every>(&message.when)) {
      for (uint32_t step = 0; step < plan_.steps.size(); ++step)
        if (isOf(plan_.steps[step], sender))
          return report(message, written, step,
                        fmt::format("while the {} goes on, and has steps of it",
                                    every->duringBackout ? "backout" : "implementation"));
    } else if (const auto &on = std::get<plan::OnEvent>(message.when); on.event == plan::Event::stepStarted) {
      for (uint32_t step = 0; step < plan_.steps.size(); ++step)
        if (plan_.steps[step].name == on.step && isOf(plan_.steps[step], sender))
          return report(message, written, step, fmt::format("when '{}' has begun", plan_.steps[step].key));
    }
  }

  [[nodiscard]] bool isOf(const plan::Step &step, uint32_t sender) const {
    return step.kind != plan::StepKind::gate && step.owner != plan::none && person(step.owner) == sender;
  }

  /// Somebody without steps: the manager before others.
  [[nodiscard]] uint32_t somebodyFree() const {
    if (plan_.manager != plan::none && !owners_.contains(plan_.manager))
      return plan_.manager;
    for (uint32_t i = 0; i < plan_.contacts.size(); ++i)
      if (plan_.contacts[i].kind == plan::ContactKind::person && !owners_.contains(i))
        return i;
    return plan::none;
  }

  void report(const plan::Message &message, const WrittenMessage &written, uint32_t step, std::string_view when) {
    auto builder = context_.diagnostics.report(diag::senderBusy, written.when, plan_.contacts[message.from].name, when);
    builder.label(context_.rangeOf(plan_.steps[step].place), "their step");
    const uint32_t other = somebodyFree();
    const syntax::Message &text = *written.message;
    if (other == plan::none)
      builder.help("let somebody without steps tell it: `from NAME`");
    else if (text.sender.present())
      builder.edit("let somebody tell it who has no steps", text.sender.range, plan_.contacts[other].name, false);
    else
      builder.edit("let somebody tell it who has no steps",
                   {text.text.range.file, text.text.range.begin, text.text.range.begin},
                   fmt::format("from {} ", plan_.contacts[other].name), false);
  }
};

} // namespace

void judgeSenders(Lowering &lowering) {
  Senders(lowering).run();
}

} // namespace changec::sema
