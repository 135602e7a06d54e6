// Edits that add messages to a plan. Private to this library.
#pragma once

#include "sema/Lowering.h"

#include <string>
#include <vector>

namespace changec::sema {

/// Somebody to tell, and a way to reach them.
struct Reachable {
  uint32_t contact = plan::none;
  std::string name;    ///< `service_desk`, or `DESK` where the plan has none.
  std::string channel; ///< `phone`
};

/// The first desk that has an address, those that are told of something already before others.
Reachable someDesk(const plan::Plan &plan);
/// A contact by the channel of the message that tells them something already.
Reachable reachedBy(const plan::Plan &plan, const plan::Message &message);

/// `to NAME via CHANNEL WHEN "TEXT"`
std::string messageTo(const Reachable &who, std::string_view when, std::string_view text);

/// Suggests these messages, after the last of the plan's own, or in a block of their own.
void suggestMessages(DiagnosticBuilder &builder, const Lowering &lowering, std::string what,
                     const std::vector<std::string> &messages);

} // namespace changec::sema
