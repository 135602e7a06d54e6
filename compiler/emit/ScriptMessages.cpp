#include "emit/ScriptMessages.h"

#include "emit/MailHeaders.h"
#include "emit/Schedule.h"
#include "emit/ScriptOperations.h"
#include "emit/ShellText.h"
#include "emit/Texts.h"

#include <algorithm>
#include <array>

namespace changec::emit {

namespace {

/// The functions that the runtime calls, by event; those of a step's events get the step's name.
struct Hook {
  plan::Event event;
  std::string_view function;
  std::string_view ofStep; ///< The word of the journal for a step's event; empty for the change's events.
};
constexpr std::array hooks = {
    Hook{plan::Event::start, "on_start", ""},
    Hook{plan::Event::finish, "on_finish", ""},
    Hook{plan::Event::failure, "on_failure", ""},
    Hook{plan::Event::cancelled, "on_cancelled", ""},
    Hook{plan::Event::decisionDeadline, "on_decision_deadline", ""},
    Hook{plan::Event::backout, "on_backout", ""},
    Hook{plan::Event::backedOut, "on_backed_out", ""},
    Hook{plan::Event::backoutFailed, "on_backout_failed", ""},
    Hook{plan::Event::stepStarted, "on_step_started", "started"},
    Hook{plan::Event::stepDone, "on_step_done", "done"},
    Hook{plan::Event::stepUndone, "on_step_undone", "undone"},
    Hook{plan::Event::stepFailed, "on_step_failed", "failed"},
};

bool isOfBackout(const plan::Message &message) {
  if (const auto *every = std::get_if<plan::Every>(&message.when))
    return every->duringBackout;
  const auto *on = std::get_if<plan::OnEvent>(&message.when);
  if (on == nullptr)
    return false;
  switch (on->event) {
  case plan::Event::backout:
  case plan::Event::backedOut:
  case plan::Event::backoutFailed:
  case plan::Event::stepUndone: return true;
  default: return false;
  }
}

/// The interval of the regular messages that `next_update` speaks of: those of the same part of the change, to the same
/// recipient before others; 0 where there are none.
plan::Duration updatesOf(const plan::Plan &plan, const plan::Message &message) {
  if (const auto *own = std::get_if<plan::Every>(&message.when))
    return own->interval;
  plan::Duration best = 0;
  int bestRank = -1;
  for (const plan::Message &other : plan.messages) {
    const auto *every = std::get_if<plan::Every>(&other.when);
    if (every == nullptr)
      continue;
    const int rank = (every->duringBackout == isOfBackout(message) ? 2 : 0) + (other.to == message.to ? 1 : 0);
    if (rank > bestRank) {
      bestRank = rank;
      best = every->interval;
    }
  }
  return best;
}

std::string_view phoneOf(const plan::Plan &plan, uint32_t to, const plan::Route &route) {
  const uint32_t reached = route.deliveries.front().through == plan::none ? to : route.deliveries.front().through;
  return reached == plan::none ? "" : addressFor(plan.contacts[reached], "phone");
}

/// ` 'phone' '+420 555 010 100' 'Service Desk'` for each.
std::string deliveryWords(const plan::Plan &plan, uint32_t to, const plan::Route &route) {
  std::string out;
  for (const plan::Delivery &delivery : route.deliveries) {
    const uint32_t who = delivery.through == plan::none ? to : delivery.through;
    put(out, {" ", shellWord(plan.channels[delivery.channel].name), " ", shellWord(oneLine(delivery.address)), " ",
              shellWord(contactTitle(plan, who))});
  }
  return out;
}

std::string messageFunction(const plan::Plan &plan, const ScriptValues &values, size_t index) {
  const plan::Message &message = plan.messages[index];
  const std::string_view to = contactTitle(plan, message.to);
  const std::string subject = subjectOf(plan, message);
  std::string out;
  put(out, {"# ",
            journalWord(message.key),
            " to ",
            printfEscapes(to),
            " - ",
            placeWord(plan, message.place),
            "\ntell_",
            std::to_string(index + 1),
            "() {\n  cx_message '",
            journalWord(message.key),
            "' '",
            fileWord(message.key),
            "' ",
            shellWord(to),
            " ",
            shellWord(contactTitle(plan, message.from)),
            " ",
            shellWord(fromHeader(plan, message.from)),
            " ",
            shellWord(encodedHeader(subject)),
            " ",
            shellWord(subject),
            "\n  cx_body=",
            values.runnerWord(message.text, updatesOf(plan, message)),
            "\n"});
  size_t route = 0;
  for (const plan::Route &way : message.routes) {
    if (way.deliveries.empty())
      continue;
    put(out, {"  cx_route ", std::to_string(++route), " ", shellWord(oneLine(phoneOf(plan, message.to, way))),
              deliveryWords(plan, message.to, way), "\n"});
  }
  size_t number = 0;
  for (const plan::Escalation &escalation : message.unless) {
    if (escalation.route.deliveries.empty())
      continue;
    put(out, {"  cx_unless ", std::to_string(++number), " ", std::to_string(escalation.within), " ",
              shellWord(contactTitle(plan, escalation.to)), " ",
              shellWord(oneLine(phoneOf(plan, escalation.to, escalation.route))),
              deliveryWords(plan, escalation.to, escalation.route), "\n"});
  }
  return out + "}\n\n";
}

std::string tellCall(size_t index) {
  return "tell_" + std::to_string(index + 1);
}

std::string function(std::string_view name, std::string_view body) {
  std::string out;
  put(out, {name, "() {\n", body.empty() ? "  :\n" : body, "}\n"});
  return out;
}

std::string hookFunction(const plan::Plan &plan, const Hook &hook) {
  std::string body;
  for (size_t i = 0; i < plan.messages.size(); ++i) {
    const auto *event = std::get_if<plan::OnEvent>(&plan.messages[i].when);
    if (event == nullptr || event->event != hook.event)
      continue;
    if (hook.ofStep.empty()) {
      put(body, {"  ", tellCall(i), "\n"});
      continue;
    }
    put(body, {"  if [ \"$1\" = '", journalWord(event->step), "' ]; then\n    cx_event \"step.$cx_step_key.",
               hook.ofStep, "\"", hook.ofStep == "failed" ? " new" : "", "\n    ", tellCall(i), "\n  fi\n"});
  }
  return function(hook.function, body);
}

std::string tickFunction(const plan::Plan &plan, bool duringBackout) {
  std::string body;
  for (size_t i = 0; i < plan.messages.size(); ++i) {
    const auto *every = std::get_if<plan::Every>(&plan.messages[i].when);
    if (every == nullptr || every->duringBackout != duringBackout)
      continue;
    put(body, {"  if cx_every ", std::to_string(i + 1), " ", std::to_string(every->interval), "; then\n    ",
               tellCall(i), "\n  fi\n"});
  }
  return function(duringBackout ? "on_backout_tick" : "on_implementation_tick", body);
}

/// What the implementation shows of messages with fixed times, and how the script that communicates tells them.
std::string fixedTimeFunctions(const plan::Plan &plan) {
  std::string shown;
  std::string told;
  for (size_t i = 0; i < plan.messages.size(); ++i) {
    const plan::Message &message = plan.messages[i];
    const auto *at = std::get_if<plan::AtInstant>(&message.when);
    if (at == nullptr)
      continue;
    std::string what = "tell " + std::string(contactTitle(plan, message.to));
    for (const plan::Route &route : message.routes) {
      if (!route.deliveries.empty())
        put(what,
            {", by ", plan.channels[route.deliveries.front().channel].name, " ", route.deliveries.front().address});
    }
    put(what, {": ", textWithBlanks(plan, message.text)});
    const std::string instant = std::to_string(at->instant);
    put(shown, {"  cx_scheduled ", instant, " '", fileWord(message.key), "' ", shellWord(what), "\n"});
    put(told, {"  if cx_at ", instant, "; then\n    ", tellCall(i), "\n  fi\n"});
  }
  return function("schedule", shown) + function("fixed_messages", told);
}

/// All messages in the order of the schedule, each with when it goes out.
std::string everyMessageFunction(const plan::Plan &plan) {
  std::string body;
  for (const ScheduleRow &row : scheduleRows(plan)) {
    if (row.firstOfMessage != row.number)
      continue;
    const auto index = static_cast<size_t>(row.message - plan.messages.data());
    if (const auto *at = std::get_if<plan::AtInstant>(&row.message->when))
      put(body, {"  cx_at ", std::to_string(at->instant), "\n"});
    put(body, {"  cx_tell_when ", shellWord(whenPhrase(plan, *row.message)), "\n  ", tellCall(index), "\n"});
  }
  return function("all_messages", body);
}

} // namespace

std::string messageFunctions(const plan::Plan &plan, const ScriptValues &values) {
  std::string out;
  for (size_t i = 0; i < plan.messages.size(); ++i)
    out += messageFunction(plan, values, i);
  for (const Hook &hook : hooks)
    out += hookFunction(plan, hook);
  return out + tickFunction(plan, false) + tickFunction(plan, true) + fixedTimeFunctions(plan) + "\n";
}

std::string messageList(const plan::Plan &plan) {
  return everyMessageFunction(plan) + "\n";
}

} // namespace changec::emit
