#include "compare/MessageThings.h"

#include "compare/Phrases.h"
#include "emit/Schedule.h"
#include "emit/Texts.h"
#include "plan/Time.h"

#include <fmt/format.h>

namespace changec::compare {
namespace {

/// Addresses are the contacts': a new number is one change, not one a message.
std::string wayOf(const plan::Plan &plan, const Phrases &say, uint32_t recipient, const plan::Route &route) {
  std::vector<std::string> ways;
  for (const plan::Delivery &delivery : route.deliveries) {
    std::string way(delivery.channel < plan.channels.size() ? plan.channels[delivery.channel].name : "");
    if (const uint32_t through = emit::reachedThrough(recipient, delivery); through != plan::none)
      way += fmt::format(" through {}", say.contact(through));
    ways.push_back(std::move(way));
  }
  return fmt::format("{}", fmt::join(ways, " else "));
}

std::string waysOf(const plan::Plan &plan, const Phrases &say, const plan::Message &message) {
  std::vector<std::string> ways;
  for (const plan::Route &route : message.routes)
    ways.push_back(wayOf(plan, say, message.to, route));
  return fmt::format("{}", fmt::join(ways, ", "));
}

std::string unlessOf(const plan::Plan &plan, const Phrases &say, const plan::Message &message) {
  std::vector<std::string> lines;
  for (const plan::Escalation &escalation : message.unless)
    lines.push_back(fmt::format("within {} to {} via {}", plan::formatDuration(escalation.within),
                                say.contact(escalation.to), wayOf(plan, say, escalation.to, escalation.route)));
  return joined(lines);
}

/// When it goes out. A fixed time that is written by the window is said as it is written: where the window moves,
/// that says it all.
std::string whenOf(const plan::Plan &plan, const plan::Message &message, const Renames &renames) {
  if (const auto *at = std::get_if<plan::AtInstant>(&message.when))
    return "At " + at->written;
  if (const auto *on = std::get_if<plan::OnEvent>(&message.when); on != nullptr && !on->step.empty())
    return fmt::format("When step {} is {}", renamed(renames, on->step), plan::name(on->event));
  return emit::whenPhrase(plan, message);
}

} // namespace

std::vector<Thing> messageThings(const plan::Plan &plan, const Renames &renames) {
  const Phrases say(plan, renames);
  std::vector<Thing> things;
  std::unordered_map<std::string, unsigned> timesNamed;
  for (const plan::Message &message : plan.messages) {
    Thing thing;
    const std::string when = whenOf(plan, message, renames);
    const std::string to = say.contact(message.to);
    const std::string text = say.text(message.text);
    thing.add("when", when);
    thing.add("to", to);
    thing.add("from", say.contact(message.from));
    thing.add("by", waysOf(plan, say, message));
    thing.add("unless acknowledged", unlessOf(plan, say, message));
    thing.add("text", text);
    const std::string named = fmt::format("{}, to {}", when, to);
    const unsigned times = ++timesNamed[named];
    thing.name = times == 1 ? named : fmt::format("{} ({})", named, times);
    thing.likeness = {fmt::format("{}\n{}", to, text), fmt::format("{}\n{}", when, text)};
    things.push_back(std::move(thing));
  }
  return things;
}

} // namespace changec::compare
