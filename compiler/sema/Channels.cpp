// A channel that needs something up is not relied upon while a step has taken that down.
#include "sema/Communication.h"

#include "sema/Placement.h"
#include "sema/Scopes.h"

#include <algorithm>

namespace changec::sema {
namespace {

using plan::Event;

/// Steps between which a channel's need is not met: taken down by `first`, put up again by `last`, if by any.
struct Outage {
  uint32_t first = 0;
  uint32_t last = plan::none;
};

bool isSame(const plan::Cell &a, const plan::Cell &b) {
  return a.resource == b.resource && a.arguments.size() == b.arguments.size() &&
         std::equal(a.arguments.begin(), a.arguments.end(), b.arguments.begin(),
                    [](const plan::Text &x, const plan::Text &y) { return x.constant() == y.constant(); });
}

std::string shown(const plan::Cell &cell) {
  std::string arguments;
  for (const plan::Text &argument : cell.arguments)
    arguments += fmt::format("{}{}", arguments.empty() ? "" : ", ", argument.constant().value_or("..."));
  return arguments.empty() ? cell.resource : fmt::format("{}({})", cell.resource, arguments);
}

class ChannelRules {
public:
  explicit ChannelRules(Lowering &lowering) : lowering_(lowering), context_(lowering.context), plan_(context_.plan) {}

  void run() {
    readNeeds();
    for (uint32_t channel = 0; channel < plan_.channels.size(); ++channel)
      for (const plan::Effect &need : plan_.channels[channel].needs)
        findOutages(channel, need);
    if (outages_.empty())
      return;
    for (uint32_t step = 0; step < plan_.steps.size(); ++step)
      if (plan_.steps[step].lastOfName)
        stepOfName_.emplace(plan_.steps[step].name, step);
    for (size_t i = 0; i < plan_.messages.size(); ++i)
      for (size_t route = 0; route < plan_.messages[i].routes.size(); ++route)
        judge(plan_.messages[i], lowering_.writtenMessages[i], plan_.messages[i].routes[route]);
  }

private:
  struct ChannelOutage {
    const plan::Effect *need;
    Outage outage;
  };

  Lowering &lowering_;
  Context &context_;
  plan::Plan &plan_;
  std::unordered_map<uint32_t, std::vector<ChannelOutage>> outages_; ///< By channel.
  std::unordered_map<std::string_view, uint32_t> stepOfName_;

  void readNeeds() {
    for (const auto &module : context_.modules)
      for (const syntax::Declaration *declaration : module->tree->declarations) {
        const auto channel = context_.channels.find(declaration->name.text);
        if (declaration->kind != syntax::Declaration::Kind::channel || channel == context_.channels.end())
          continue;
        Environment nothing;
        const Frame frame{module.get(), &nothing, lowering_.planScope, plan::none, nullptr, nullptr, 0};
        for (const syntax::Clause &clause : declaration->clauses)
          if (std::holds_alternative<syntax::Needs>(clause.what))
            if (auto need = lowerEffect(lowering_, frame, clause))
              plan_.channels[channel->second].needs.push_back(std::move(*need));
      }
  }

  /// The state that a scope, with the actions it calls, leaves a cell in; null where it does not touch it. Calls nest
  /// no deeper than actions may.
  [[nodiscard]] const std::string *leaves(uint32_t index, const plan::Cell &cell) const {
    const plan::Scope &scope = plan_.scopes[index];
    const std::string *state = nullptr;
    for (const plan::Operation &operation : scope.operations)
      if (operation.kind == plan::OperationKind::call)
        if (const std::string *found = leaves(operation.scope, cell))
          state = found;
    for (const plan::Effect &effect : scope.effects)
      if (effect.kind == plan::Effect::Kind::effect && isSame(effect.cell, cell))
        state = &effect.to;
    return state;
  }

  void findOutages(uint32_t channel, const plan::Effect &need) {
    std::optional<Outage> open;
    for (uint32_t step = 0; step < plan_.steps.size(); ++step) {
      if (plan_.steps[step].scope == plan::none)
        continue;
      const std::string *state = leaves(plan_.steps[step].scope, need.cell);
      const bool left = open && plan_.steps[step].kind == plan::StepKind::guardLeave &&
                        plan_.steps[open->first].kind == plan::StepKind::guardEnter &&
                        plan_.steps[open->first].name == plan_.steps[step].name;
      if (open && (left || (state != nullptr && *state == need.to))) {
        open->last = step;
        outages_[channel].push_back({&need, *open});
        open.reset();
      } else if (!open && state != nullptr && *state != need.to) {
        open = Outage{step, plan::none};
      }
    }
    if (open)
      outages_[channel].push_back({&need, *open});
  }

  [[nodiscard]] bool mayFallInto(const plan::Message &message, const Outage &outage) const {
    if (std::holds_alternative<plan::Every>(message.when))
      return true;
    const auto *on = std::get_if<plan::OnEvent>(&message.when);
    if (on == nullptr)
      return false;
    const auto named = stepOfName_.find(on->step);
    const uint32_t step = named == stepOfName_.end() ? 0 : named->second;
    switch (on->event) {
    case Event::start:
    case Event::cancelled:
    case Event::backedOut: return false;
    case Event::finish: return outage.last == plan::none;
    case Event::failure:
    case Event::backout:
    case Event::backoutFailed:
    case Event::decisionDeadline: return true;
    case Event::stepStarted:
    case Event::stepUndone: return outage.first < step && step <= outage.last;
    case Event::stepDone: return outage.first <= step && step < outage.last;
    case Event::stepFailed: return outage.first <= step && step <= outage.last;
    }
    return false;
  }

  [[nodiscard]] const ChannelOutage *outageOf(const plan::Message &message, uint32_t channel) const {
    const auto found = outages_.find(channel);
    if (found == outages_.end())
      return nullptr;
    for (const ChannelOutage &each : found->second)
      if (mayFallInto(message, each.outage))
        return &each;
    return nullptr;
  }

  void judge(const plan::Message &message, const WrittenMessage &written, const plan::Route &route) {
    const ChannelOutage *outage = nullptr;
    for (const plan::Delivery &delivery : route.deliveries) {
      const ChannelOutage *down = outageOf(message, delivery.channel);
      if (down == nullptr)
        return; // another way is left
      outage = outage == nullptr ? down : outage;
    }
    if (outage == nullptr)
      return;
    const std::string &name = plan_.channels[route.deliveries.front().channel].name;
    const syntax::Name *channel = nullptr;
    const syntax::Name *last = nullptr;
    for (const syntax::Route &way : written.message->routes)
      if (!way.channels.empty() && way.channels.front().text == name) {
        channel = &way.channels.front();
        last = &way.channels.back();
      }
    if (channel == nullptr)
      return;
    const plan::Step &step = plan_.steps[outage->outage.first];
    auto builder = context_.diagnostics.report(diag::channelTakenDown, channel->range, name, shown(outage->need->cell),
                                               outage->need->to);
    builder.label(context_.rangeOf(step.place), "this takes it down");
    builder.label(context_.rangeOf(outage->need->place), "the channel needs it");
    for (const plan::Address &address : plan_.contacts[message.to].addresses) {
      const auto other = context_.channels.find(address.channel);
      if (other != context_.channels.end() && outageOf(message, other->second) == nullptr) {
        builder.edit("name another way, for when it does not work",
                     {last->range.file, last->range.end, last->range.end}, fmt::format(" else {}", address.channel),
                     false);
        return;
      }
    }
    builder.help(fmt::format("give '{}' an address for another channel, and write `{} else CHANNEL`",
                             plan_.contacts[message.to].name, name));
  }
};

} // namespace

void judgeChannels(Lowering &lowering) {
  ChannelRules(lowering).run();
}

} // namespace changec::sema
