#include "emit/ScriptMessages.h"

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

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t at = 0; at < bytes.size(); at += 3) {
    uint32_t group = 0;
    const size_t count = std::min<size_t>(3, bytes.size() - at);
    for (size_t i = 0; i < 3; ++i)
      group = group << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (size_t i = 0; i < 4; ++i)
      out += i <= count ? digits[group >> (18 - 6 * i) & 63] : '=';
  }
  return out;
}

bool isContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

/// A header is one line: what would start another one becomes a blank.
std::string oneLine(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return out;
}

std::string fromHeader(const plan::Plan &plan, uint32_t contact) {
  if (contact == plan::none)
    return "";
  const plan::Contact &from = plan.contacts[contact];
  const std::string address = oneLine(addressFor(from, "email"));
  if (address.empty())
    return "";
  const std::string title = oneLine(from.title);
  std::string name = encodedHeader(title);
  if (name == title) {
    std::string quoted = "\"";
    for (const char c : title) {
      if (c == '"' || c == '\\')
        quoted += '\\';
      quoted += c;
    }
    name = quoted + "\"";
  }
  return name + " <" + address + ">";
}

std::string subjectOf(const plan::Plan &plan, const plan::Message &message) {
  std::string subject = plan.id;
  if (const auto *event = std::get_if<plan::OnEvent>(&message.when)) {
    put(subject, {" ", eventName(*event)});
    std::replace(subject.begin() + static_cast<std::ptrdiff_t>(plan.id.size()), subject.end(), '_', ' ');
  } else if (std::holds_alternative<plan::Every>(message.when)) {
    subject += " update";
  }
  put(subject, {": ", plan.title});
  return oneLine(subject);
}

std::string messageFunction(const plan::Plan &plan, const ScriptValues &values, size_t index) {
  const plan::Message &message = plan.messages[index];
  const std::string number = std::to_string(index + 1);
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
            number,
            "() {\n  cx_message ",
            number,
            " '",
            journalWord(message.key),
            "' ",
            shellWord(to),
            " ",
            shellWord(fromHeader(plan, message.from)),
            " ",
            shellWord(encodedHeader(subject)),
            " ",
            shellWord(subject),
            "\n  cx_body=",
            values.runnerWord(message.text),
            "\n"});
  size_t route = 0;
  for (const plan::Route &way : message.routes) {
    if (way.deliveries.empty())
      continue;
    const uint32_t reached = way.deliveries.front().through == plan::none ? message.to : way.deliveries.front().through;
    const std::string_view phone = reached == plan::none ? "" : addressFor(plan.contacts[reached], "phone");
    put(out, {"  cx_route ", std::to_string(++route), " ", shellWord(oneLine(phone))});
    for (const plan::Delivery &delivery : way.deliveries) {
      const uint32_t who = delivery.through == plan::none ? message.to : delivery.through;
      put(out, {" ", shellWord(plan.channels[delivery.channel].name), " ", shellWord(oneLine(delivery.address)), " ",
                shellWord(contactTitle(plan, who))});
    }
    out += '\n';
  }
  return out + "}\n\n";
}

std::string tellCall(size_t index) {
  return "tell_" + std::to_string(index + 1);
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
  return std::string(hook.function) + "() {\n" + (body.empty() ? "  :\n" : body) + "}\n";
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
  return std::string(duringBackout ? "on_backout_tick" : "on_implementation_tick") + "() {\n" +
         (body.empty() ? "  :\n" : body) + "}\n";
}

std::string scheduleFunction(const plan::Plan &plan) {
  std::string body;
  for (const plan::Message &message : plan.messages) {
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
    put(body, {"  cx_scheduled ", std::to_string(at->instant), " ", shellWord(what), "\n"});
  }
  return "schedule() {\n" + (body.empty() ? std::string("  :\n") : body) + "}\n";
}

std::string channelFunction(const plan::Plan &plan) {
  std::string cases;
  std::string texts;
  for (size_t i = 0; i < plan.channels.size(); ++i) {
    const plan::Channel &channel = plan.channels[i];
    if (channel.builtIn || channel.send.empty())
      continue;
    const std::string function = "send_" + std::to_string(i + 1);
    put(cases, {"  '", journalWord(channel.name), "') ", function, " ;;\n"});
    put(texts,
        {"# Channel ", journalWord(channel.name), " - ", placeWord(plan, channel.place), "\n", function, "() {\n  "});
    appendHereDocument(texts, channel.send);
    texts += "}\n\n";
  }
  if (cases.empty())
    return "plan_channel() { :; }\n\n";
  return texts + "plan_channel() {\n  case $1 in\n" + cases + "  esac\n}\n\n";
}

} // namespace

std::string encodedHeader(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  if (plain)
    return std::string(text);
  constexpr size_t longest = 45; // An encoded word has 75 characters at most: 60 of base64.
  std::string out;
  while (!text.empty()) {
    size_t end = std::min(longest, text.size());
    while (end > 1 && end < text.size() && isContinuation(text[end]))
      --end;
    put(out, {out.empty() ? "" : "\n ", "=?UTF-8?B?", base64(text.substr(0, end)), "?="});
    text.remove_prefix(end);
  }
  return out;
}

std::string messageFunctions(const plan::Plan &plan, const ScriptValues &values) {
  std::string out;
  for (size_t i = 0; i < plan.messages.size(); ++i) {
    if (!std::holds_alternative<plan::AtInstant>(plan.messages[i].when))
      out += messageFunction(plan, values, i);
  }
  for (const Hook &hook : hooks)
    out += hookFunction(plan, hook);
  out += tickFunction(plan, false);
  out += tickFunction(plan, true);
  out += scheduleFunction(plan);
  out += channelFunction(plan);
  return out;
}

std::string messageTable(const plan::Plan &plan) {
  std::string out;
  for (size_t i = 0; i < plan.messages.size(); ++i)
    put(out, {"M ", std::to_string(i + 1), " ", journalWord(plan.messages[i].key), "\n"});
  return out;
}

} // namespace changec::emit
