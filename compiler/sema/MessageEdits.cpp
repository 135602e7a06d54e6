#include "sema/MessageEdits.h"

namespace changec::sema {
namespace {

using syntax::Declaration;

/// The last block of messages that stands in the change itself, or null.
const Declaration *lastBlock(const Declaration &change) {
  const Declaration *last = nullptr;
  for (const Declaration *item : change.items)
    if (item->kind == Declaration::Kind::communicate && item->open.valid() &&
        !std::get<syntax::CommunicateDetails>(item->details).uses)
      last = item;
  return last;
}

} // namespace

Reachable someDesk(const plan::Plan &plan) {
  Reachable found{plan::none, "DESK", "phone"};
  const auto consider = [&](uint32_t index) {
    const plan::Contact &contact = plan.contacts[index];
    if (found.contact == plan::none && contact.kind == plan::ContactKind::desk && !contact.addresses.empty())
      found = {index, contact.name, contact.addresses.front().channel};
  };
  for (const plan::Message &message : plan.messages)
    consider(message.to);
  for (uint32_t i = 0; i < plan.contacts.size(); ++i)
    consider(i);
  return found;
}

Reachable reachedBy(const plan::Plan &plan, const plan::Message &message) {
  const bool routed = !message.routes.empty() && !message.routes.front().deliveries.empty();
  return {message.to, plan.contacts[message.to].name,
          routed ? plan.channels[message.routes.front().deliveries.front().channel].name : "phone"};
}

std::string messageTo(const Reachable &who, std::string_view when, std::string_view text) {
  return fmt::format("to {} via {} {} \"{}\"", who.name, who.channel, when, text);
}

void suggestMessages(DiagnosticBuilder &builder, const Lowering &lowering, std::string what,
                     const std::vector<std::string> &messages) {
  const Declaration &change = *lowering.change;
  std::string text;
  for (const std::string &message : messages)
    text += fmt::format("\n    {}", message);
  if (const Declaration *block = lastBlock(change)) {
    const auto &written = std::get<syntax::CommunicateDetails>(block->details).messages;
    const Range after = written.empty() ? block->open : written.back().range;
    builder.edit(std::move(what), {after.file, after.end, after.end}, text, false);
    return;
  }
  if (!change.close.valid())
    return;
  const uint32_t manager = lowering.context.plan.manager;
  builder.edit(std::move(what), {change.close.file, change.close.begin, change.close.begin},
               fmt::format("  communicate {{\n    owner {}{}\n  }}\n",
                           manager == plan::none ? "NAME" : lowering.context.plan.contacts[manager].name, text),
               false);
}

} // namespace changec::sema
