#include "compare/PlanThings.h"

#include "compare/Phrases.h"
#include "emit/InvolvedContacts.h"
#include "emit/PlanJsonNames.h"
#include "plan/Time.h"

#include <fmt/format.h>

#include <set>

namespace changec::compare {
namespace {

using plan::Plan;

void addWindow(Thing &thing, const plan::Window &window) {
  if (window.zone.empty())
    return;
  const plan::Zone zone = plan::zoneOf(window);
  thing.add("window opens", plan::showTime(window.start, zone));
  thing.add("window closes", plan::showTime(window.end, zone));
  thing.add("time zone", window.zone);
}

std::string sourceOf(const plan::Secret &secret) {
  return fmt::format("{} {}", secret.source == plan::SecretSource::environment ? "variable" : "file", secret.from);
}

std::string limitPhrase(const plan::PolicyLimit &limit) {
  std::string words(emit::nameOf(limit.kind));
  if (limit.duration != 0)
    words += ' ' + plan::formatDuration(limit.duration);
  if (!limit.contacts.empty())
    words += fmt::format(" {}", fmt::join(limit.contacts, ", "));
  if (!limit.channels.empty())
    words += fmt::format(" via {}", fmt::join(limit.channels, ", "));
  return words;
}

} // namespace

std::vector<Thing> changeThings(const Plan &plan, const Renames &renames) {
  const Phrases say(plan, renames);
  Thing thing;
  thing.name = "change";
  thing.add("id", plan.id);
  thing.add("title", plan.title);
  thing.add("comment", plan.doc);
  thing.add("manager", say.contact(plan.manager));
  thing.add("decides", say.contact(plan.decides));
  thing.add("risk", std::string(emit::nameOf(plan.risk)));
  thing.add("impact", std::string(emit::nameOf(plan.impact)));
  addWindow(thing, plan.window);
  thing.add("on failure", std::string(emit::nameOf(plan.onFailure)));
  if (plan.monitor)
    thing.add("monitor", plan::formatDuration(*plan.monitor));
  thing.add("require", say.requirements(plan.requirements), isCheck);
  thing.add("verify", say.operations(plan.verify), isCheck);
  thing.add("verify undo", say.operations(plan.verifyUndo), isCheck);
  for (const plan::RecordField &field : plan.record)
    thing.add("record: " + field.name, joined(field.values));
  return {std::move(thing)};
}

std::vector<Thing> phaseThings(const Plan &plan, const Renames &renames) {
  const Phrases say(plan, renames);
  std::vector<Thing> things;
  for (const plan::Phase &phase : plan.phases) {
    Thing thing;
    thing.name = phase.key;
    thing.title = phase.title;
    if (phase.title != phase.key)
      thing.add("title", phase.title);
    thing.add("owner", say.contact(phase.owner));
    thing.add("deputy", say.contact(phase.deputy));
    thing.add("accepted by", say.contact(phase.acceptedBy));
    if (phase.window)
      addWindow(thing, *phase.window);
    things.push_back(std::move(thing));
  }
  return things;
}

std::vector<Thing> checkThings(const Plan &plan, const Renames &renames) {
  const Phrases say(plan, renames);
  std::vector<Thing> things;
  for (const plan::CheckList &list : plan.checkLists) {
    Thing thing;
    thing.name = list.name;
    thing.title = list.title;
    if (list.title != list.name)
      thing.add("title", list.title);
    thing.add("owner", say.contact(list.owner));
    for (const plan::Check &check : list.checks)
      thing.add("check: " + check.title, say.operation(check.operation), isCheck);
    things.push_back(std::move(thing));
  }
  return things;
}

std::vector<Thing> contactThings(const Plan &plan, const Renames &renames) {
  const Phrases say(plan, renames);
  std::vector<Thing> things;
  for (const uint32_t index : emit::involvedContacts(plan)) {
    const plan::Contact &contact = plan.contacts[index];
    Thing thing;
    thing.name = contact.name;
    thing.title = contact.title;
    thing.add("kind", std::string(emit::nameOf(contact.kind)));
    if (contact.title != contact.name)
      thing.add("title", contact.title);
    thing.add("role", contact.role);
    for (const plan::Address &address : contact.addresses)
      thing.add(address.channel, address.address);
    std::vector<std::string> members;
    for (const uint32_t member : contact.members)
      members.push_back(say.contact(member));
    thing.add("members", fmt::format("{}", fmt::join(members, ", ")));
    thing.add("lead", say.contact(contact.lead));
    things.push_back(std::move(thing));
  }
  return things;
}

std::vector<Thing> channelThings(const Plan &plan) {
  const Phrases say(plan);
  std::set<uint32_t> used;
  const auto use = [&](const plan::Route &route) {
    for (const plan::Delivery &delivery : route.deliveries)
      used.insert(delivery.channel);
  };
  for (const plan::Message &message : plan.messages) {
    for (const plan::Route &route : message.routes)
      use(route);
    for (const plan::Escalation &escalation : message.unless)
      use(escalation.route);
  }
  std::vector<Thing> things;
  for (const uint32_t index : used) {
    if (index >= plan.channels.size())
      continue;
    const plan::Channel &channel = plan.channels[index];
    Thing thing;
    thing.name = channel.name;
    thing.add("send", channel.send);
    thing.add("by hand", channel.manual);
    if (channel.limit)
      thing.add("limit", fmt::format("{} characters", *channel.limit));
    std::vector<std::string> lines;
    for (const plan::Secret &secret : channel.secrets)
      lines.push_back(fmt::format("{} from {}", secret.name, sourceOf(secret)));
    thing.add("secrets", joined(lines));
    lines.clear();
    for (const plan::Effect &effect : channel.needs)
      lines.push_back(say.effect(effect));
    thing.add("needs", joined(lines));
    things.push_back(std::move(thing));
  }
  return things;
}

std::vector<Thing> parameterThings(const Plan &plan) {
  std::vector<Thing> things;
  for (const plan::Parameter &parameter : plan.parameters) {
    Thing thing;
    thing.name = parameter.name;
    thing.add("type", parameter.type);
    thing.add("value", parameter.value);
    thing.add("comment", parameter.doc);
    things.push_back(std::move(thing));
  }
  return things;
}

std::vector<Thing> secretThings(const Plan &plan) {
  std::vector<Thing> things;
  for (const plan::Secret &secret : plan.secrets) {
    Thing thing;
    thing.name = secret.name;
    thing.add("from", sourceOf(secret));
    things.push_back(std::move(thing));
  }
  return things;
}

std::vector<Thing> policyThings(const Plan &plan) {
  std::vector<Thing> things;
  for (const plan::Policy &policy : plan.policies) {
    Thing thing;
    thing.name = policy.name;
    if (policy.title != policy.name) {
      thing.title = policy.title;
      thing.add("title", policy.title);
    }
    thing.add("comment", policy.doc);
    std::vector<std::string> lines;
    for (const plan::PolicyRule &rule : policy.rules)
      lines.push_back(
          fmt::format("{} {}{}", emit::nameOf(rule.verdict), rule.ofAllowances ? "allow " : "", rule.diagnostic));
    thing.add("rules", joined(lines));
    lines.clear();
    for (const plan::PolicyLimit &limit : policy.limits)
      lines.push_back(limitPhrase(limit));
    thing.add("limits", joined(lines));
    things.push_back(std::move(thing));
  }
  return things;
}

std::vector<Thing> allowanceThings(const Plan &plan) {
  std::vector<Thing> things;
  for (const plan::Allowance &allowance : plan.allowances) {
    Thing thing;
    thing.name = fmt::format("{} in {}", allowance.diagnostic, allowance.within);
    thing.add("because", allowance.because);
    things.push_back(std::move(thing));
  }
  return things;
}

} // namespace changec::compare
