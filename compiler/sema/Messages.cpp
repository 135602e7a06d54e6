#include "sema/Messages.h"

#include "sema/Contacts.h"
#include "sema/Names.h"
#include "sema/Placement.h"
#include "sema/Values.h"
#include "sema/Windows.h"

#include <algorithm>
#include <array>

namespace changec::sema {
namespace {

using syntax::Declaration;

constexpr std::array<std::pair<std::string_view, plan::Event>, 8> events{{
    {"start", plan::Event::start},
    {"finish", plan::Event::finish},
    {"failure", plan::Event::failure},
    {"cancelled", plan::Event::cancelled},
    {"backout", plan::Event::backout},
    {"backed_out", plan::Event::backedOut},
    {"backout_failed", plan::Event::backoutFailed},
    {"decision_deadline", plan::Event::decisionDeadline},
}};
constexpr std::array<std::pair<std::string_view, plan::Event>, 4> stepEvents{{
    {"started", plan::Event::stepStarted},
    {"done", plan::Event::stepDone},
    {"undone", plan::Event::stepUndone},
    {"failed", plan::Event::stepFailed},
}};

template <size_t count>
std::vector<std::string_view> namesOf(const std::array<std::pair<std::string_view, plan::Event>, count> &table) {
  std::vector<std::string_view> names;
  names.reserve(count);
  for (const auto &[name, event] : table)
    names.push_back(name);
  return names;
}

class MessageLowering {
public:
  MessageLowering(Lowering &lowering, const Module &module)
      : lowering_(lowering), context_(lowering.context), module_(module) {}

  void lowerBlock(const Declaration &block) {
    uint32_t owner = plan::none;
    if (const auto *clause = clauseOf<syntax::People>(block))
      owner = ownerNamed(context_, module_, clause->who);
    const auto &details = std::get<syntax::CommunicateDetails>(block.details);
    lowering_.messagesIncomplete |= block.damaged;
    const bool ownerWritten = clauseOf<syntax::People>(block) != nullptr;
    for (const syntax::Message &message : details.messages) {
      uint32_t sender = owner;
      if (message.sender.present()) {
        sender = ownerNamed(context_, module_, message.sender);
      } else if (!ownerWritten && !block.damaged) {
        const Range after = block.open.valid() ? Range{block.open.file, block.open.end, block.open.end} : block.keyword;
        context_.diagnostics.report(diag::missingOwner, block.keyword, "a block of messages")
            .edit("name who tells them", after, " owner NAME ", false);
      }
      lowerMessage(message, sender);
    }
  }

private:
  Lowering &lowering_;
  Context &context_;
  const Module &module_;

  void lowerMessage(const syntax::Message &message, uint32_t sender) {
    const auto timings = readTimings(message);
    lowering_.messagesIncomplete |= timings.size() < wantedTimings(message);
    const std::vector<UntimelyFact> untimely = untimelyFacts(timings);
    TextNames names = lowering_.textNames(lowering_.parameters);
    names.untimely = untimely;
    names.runtimeFacts = true;
    names.secrets = false;
    const plan::Text text = readText(context_, message.text, names);
    if (message.text.raw.find_first_not_of(" \t\r\n") == std::string_view::npos)
      context_.diagnostics.report(diag::emptyMessage, message.text.range);
    const std::vector<plan::Escalation> unless = readEscalations(message);
    const size_t number = ++count_;
    FirstOfName seen;
    for (const syntax::Name &recipient : message.recipients) {
      if (seen.add(recipient) != nullptr) {
        context_.diagnostics.report(diag::elementTwice, recipient.range, recipient.text);
        continue;
      }
      const Found found = resolve(context_, module_, NameKind::contact, recipient);
      if (!found) {
        lowering_.messagesIncomplete = true;
        continue;
      }
      plan::Message result;
      result.to = context_.contacts.at(found.declaration);
      result.from = sender;
      result.place = context_.place(message.range);
      result.text = text;
      result.routes = readRoutes(message, recipient, *found.declaration, result.to);
      result.unless = unless;
      judgeLength(message, result);
      for (size_t i = 0; i < timings.size(); ++i) {
        result.key = fmt::format("message/{}.{}", number, recipient.text);
        if (timings.size() > 1)
          result.key += fmt::format(".{}", i + 1);
        result.when = timings[i].when;
        context_.plan.messages.push_back(result);
        lowering_.writtenMessages.push_back({&message, &recipient, timings[i].range});
      }
    }
  }

  size_t count_ = 0;

  // ---- when

  struct Timing {
    std::variant<plan::OnEvent, plan::AtInstant, plan::Every> when;
    Range range;
  };

  static size_t wantedTimings(const syntax::Message &message) {
    const auto *on = std::get_if<syntax::MessageOn>(&message.when);
    return on == nullptr ? 1 : on->events.size();
  }

  std::vector<Timing> readTimings(const syntax::Message &message) {
    std::vector<Timing> timings;
    std::visit(Overloaded{
                   [&](const syntax::MessageAt &at) {
                     if (const auto instant = readMoment(at))
                       timings.push_back({plan::AtInstant{*instant, std::string(written(at))}, at.range});
                   },
                   [&](const syntax::MessageOn &on) {
                     for (const syntax::Event &event : on.events)
                       if (auto read = readEvent(event))
                         timings.push_back({std::move(*read), event.range});
                   },
                   [&](const syntax::MessageEvery &every) { readEvery(every, timings); },
               },
               message.when);
    return timings;
  }

  /// What stands after `at`, however it is spaced.
  [[nodiscard]] static std::string written(const syntax::MessageAt &at) {
    if (at.instant)
      return std::string(at.instant->raw);
    std::string text;
    for (const syntax::Name &part : at.moment)
      text += (text.empty() ? "" : ".") + std::string(part.text);
    if (at.offset)
      text += fmt::format(" {} {}", at.before ? '-' : '+', at.offset->raw);
    return text;
  }

  /// The facts that are not known at one of the moments that the message goes out at.
  static std::vector<UntimelyFact> untimelyFacts(std::span<const Timing> timings) {
    using plan::Event;
    std::vector<UntimelyFact> facts;
    for (const Timing &timing : timings) {
      const auto *on = std::get_if<plan::OnEvent>(&timing.when);
      const auto *every = std::get_if<plan::Every>(&timing.when);
      const auto isOneOf = [&](std::initializer_list<Event> known) {
        return on != nullptr && std::find(known.begin(), known.end(), on->event) != known.end();
      };
      const bool during = every != nullptr;
      if (!(during && every->duringBackout) &&
          !isOneOf({Event::failure, Event::cancelled, Event::backout, Event::backedOut, Event::backoutFailed,
                    Event::stepUndone, Event::stepFailed}))
        facts.push_back(
            {"reason", "from a failure on: on failure, cancelled, backout, backed_out, backout_failed", timing.range});
      if (on == nullptr && !during)
        for (const std::string_view fact :
             {"backout.end", "implementation.end", "progress", "step", "step.title", "step.owner"})
          facts.push_back({fact, "while a script runs the change; this is sent at a fixed time", timing.range});
    }
    return facts;
  }

  std::optional<plan::Instant> readMoment(const syntax::MessageAt &at) {
    const plan::Window &window = context_.plan.window;
    const auto zone = window.zone.empty() ? std::nullopt : plan::Zone::load(window.zone);
    if (at.instant)
      return readInstant(context_, *at.instant, zone.value_or(plan::Zone::utc()));
    const std::string name = dotted(at.moment);
    const Range range = cover(at.moment.front().range, at.moment.back().range);
    const bool start = name == "start" || name == "window.start";
    if (!start && name != "finish" && name != "window.end" && name != "end") {
      auto builder = context_.diagnostics.report(diag::unknownWord, range, "moment", name,
                                                 "start, finish, window.start, window.end");
      if (std::any_of(events.begin(), events.end(), [&](const auto &entry) { return entry.first == name; }))
        builder.help(fmt::format("what happens when it happens is written `on {}`", name));
      else
        suggest(builder, {name, range},
                std::array<std::string_view, 4>{"start", "finish", "window.start", "window.end"});
      return std::nullopt;
    }
    if (!zone) {
      if (lowering_.windowMissing || lowering_.change->damaged ||
          clauseOf<syntax::WindowClause>(*lowering_.change) != nullptr)
        return std::nullopt;
      context_.diagnostics.report(diag::momentWithoutWindow, range, name)
          .help("write the change's `window`, or a whole time here");
      return std::nullopt;
    }
    plan::Duration offset = 0;
    if (at.offset) {
      const auto read = readDuration(context_, *at.offset);
      if (!read)
        return std::nullopt;
      offset = at.before ? -*read : *read;
    }
    return (start ? window.start : window.end) + offset;
  }

  std::optional<plan::OnEvent> readEvent(const syntax::Event &event) {
    if (!event.ofStep) {
      for (const auto &[name, value] : events)
        if (name == event.what.text)
          return plan::OnEvent{value, {}};
      reportUnknownEvent(event.what, namesOf(events));
      return std::nullopt;
    }
    const auto declared = lowering_.declaredSteps.find(event.step.name.text);
    if (declared == lowering_.declaredSteps.end()) {
      if (!context_.namesIncomplete && !context_.diagnostics.isFull()) {
        auto builder =
            context_.diagnostics.report(diag::unknownName, event.step.name.range, "step", event.step.name.text);
        suggest(builder, event.step.name, lowering_.stepNames);
      }
      return std::nullopt;
    }
    if (declared->second.declaration->kind == Declaration::Kind::phase) {
      context_.diagnostics.report(diag::unknownName, event.step.name.range, "step", event.step.name.text)
          .label(declared->second.declaration->name.range, "this is a phase")
          .help("name its first step, or its last");
      return std::nullopt;
    }
    for (const auto &[name, value] : stepEvents)
      if (name == event.what.text)
        return plan::OnEvent{value, std::string(event.step.name.text)};
    reportUnknownEvent(event.what, namesOf(stepEvents));
    return std::nullopt;
  }

  void reportUnknownEvent(const syntax::Name &name, std::span<const std::string_view> known) {
    auto builder = context_.diagnostics.report(diag::unknownWord, name.range, "event", name.text,
                                               fmt::format("{}", fmt::join(known, ", ")));
    suggest(builder, name, known);
  }

  void readEvery(const syntax::MessageEvery &every, std::vector<Timing> &timings) {
    constexpr std::array<std::string_view, 2> activities{"implementation", "backout"};
    const auto interval = readDuration(context_, every.interval);
    if (interval && *interval < 60) {
      context_.diagnostics.report(diag::tooOften, every.interval.range, every.interval.raw);
      return;
    }
    if (every.during.text != activities[0] && every.during.text != activities[1]) {
      auto builder = context_.diagnostics.report(diag::unknownWord, every.during.range, "activity", every.during.text,
                                                 "implementation, backout");
      suggest(builder, every.during, activities);
      return;
    }
    if (interval)
      timings.push_back({plan::Every{*interval, every.during.text == activities[1]},
                         cover(every.interval.range, every.during.range)});
  }

  // ---- by what

  std::vector<plan::Route> readRoutes(const syntax::Message &message, const syntax::Name &recipient,
                                      const Declaration &declared, uint32_t to) {
    std::vector<plan::Route> routes;
    for (const syntax::Route &route : message.routes) {
      plan::Route result;
      for (const syntax::Name &name : route.channels) {
        const uint32_t channel = channelNamed(context_, module_, name);
        if (channel != plan::none)
          if (auto delivery = deliver(channel, name, recipient, declared, to))
            result.deliveries.push_back(std::move(*delivery));
      }
      if (!result.deliveries.empty())
        routes.push_back(std::move(result));
    }
    return routes;
  }

  /// Who is told where nobody acknowledges it: by the channels that are written, else by the message's own that they
  /// have.
  std::vector<plan::Escalation> readEscalations(const syntax::Message &message) {
    std::vector<plan::Escalation> escalations;
    for (const syntax::Unless &unless : message.unless) {
      if (unless.what.text != "acknowledged") {
        context_.diagnostics.report(diag::unknownWord, unless.what.range, "condition", unless.what.text, "acknowledged")
            .edit("write `acknowledged`", unless.what.range, "acknowledged", true);
        continue;
      }
      const auto within = readDuration(context_, unless.within);
      if (!within)
        continue;
      for (const syntax::Name &name : unless.told) {
        const Found found = resolve(context_, module_, NameKind::contact, name);
        if (!found) {
          lowering_.messagesIncomplete = true;
          continue;
        }
        const uint32_t to = context_.contacts.at(found.declaration);
        plan::Escalation escalation{*within, to, {}};
        for (const syntax::Name &channelName : escalationChannels(message, unless, to)) {
          const uint32_t channel = channelNamed(context_, module_, channelName);
          if (channel != plan::none)
            if (auto delivery = deliver(channel, channelName, name, *found.declaration, to))
              escalation.route.deliveries.push_back(std::move(*delivery));
        }
        if (!escalation.route.deliveries.empty())
          escalations.push_back(std::move(escalation));
      }
    }
    return escalations;
  }

  /// Those that are written; else each of the message's by which they can be reached, and the first where there is
  /// none.
  std::vector<syntax::Name> escalationChannels(const syntax::Message &message, const syntax::Unless &unless,
                                               uint32_t to) const {
    std::vector<syntax::Name> names(unless.route.channels.begin(), unless.route.channels.end());
    if (!names.empty())
      return names;
    const uint32_t lead = context_.plan.contacts[to].lead;
    for (const syntax::Route &route : message.routes)
      for (const syntax::Name &name : route.channels) {
        const std::string channel(name.text);
        const bool reached =
            addressOf(to, channel) != nullptr || (lead != plan::none && addressOf(lead, channel) != nullptr);
        const bool known =
            std::any_of(names.begin(), names.end(), [&](const auto &it) { return it.text == name.text; });
        if (reached && !known)
          names.push_back(name);
      }
    if (names.empty() && !message.routes.empty() && !message.routes.front().channels.empty())
      names.push_back(message.routes.front().channels.front());
    return names;
  }

  /// The parts that are known must fit a channel that takes no more.
  void judgeLength(const syntax::Message &written, const plan::Message &message) {
    size_t length = 0;
    for (const plan::Text::Part &part : message.text.parts)
      if (const auto *literal = std::get_if<plan::Text::Literal>(&part))
        length += static_cast<size_t>(std::count_if(literal->text.begin(), literal->text.end(), [](char c) {
          return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
        }));
    for (const plan::Route &route : message.routes)
      for (const plan::Delivery &delivery : route.deliveries) {
        const plan::Channel &channel = context_.plan.channels[delivery.channel];
        if (channel.limit && length > *channel.limit) {
          context_.diagnostics.report(diag::textTooLong, written.text.range, length, channel.name, *channel.limit)
              .label(context_.rangeOf(channel.place), "the channel's limit stands here");
          return;
        }
      }
  }

  [[nodiscard]] const std::string *addressOf(uint32_t contact, const std::string &channel) const {
    for (const plan::Address &address : context_.plan.contacts[contact].addresses)
      if (address.channel == channel)
        return &address.address;
    return nullptr;
  }

  /// A team is reached at its own address, else at its lead's.
  std::optional<plan::Delivery> deliver(uint32_t channel, const syntax::Name &channelName,
                                        const syntax::Name &recipient, const Declaration &declared, uint32_t to) {
    const std::string &name = context_.plan.channels[channel].name;
    if (const std::string *own = addressOf(to, name))
      return plan::Delivery{channel, *own, to};
    const uint32_t lead = context_.plan.contacts[to].lead;
    if (lead != plan::none)
      if (const std::string *ofLead = addressOf(lead, name))
        return plan::Delivery{channel, *ofLead, lead};
    if (declared.damaged)
      return std::nullopt;
    auto builder = context_.diagnostics.report(diag::noAddress, channelName.range, recipient.text, name);
    builder.label(declared.name.range, "declared here");
    const std::string what = fmt::format("give '{}' an address for {}", recipient.text, name);
    const Range inside{declared.open.file, declared.open.end, declared.open.end};
    if (declared.open.valid())
      builder.edit(what, inside, fmt::format("\n  {} \"...\"", name), false);
    else
      builder.help(what);
    return std::nullopt;
  }
};

} // namespace

void lowerMessages(Lowering &lowering) {
  Context &context = lowering.context;
  MessageLowering own(lowering, lowering.module);
  for (const Declaration *item : lowering.change->items) {
    if (item->kind != Declaration::Kind::communicate)
      continue;
    if (!std::get<syntax::CommunicateDetails>(item->details).uses) {
      own.lowerBlock(*item);
      continue;
    }
    if (const Found found = resolve(context, lowering.module, NameKind::messages, item->name))
      own.lowerBlock(*found.declaration);
    else
      lowering.messagesIncomplete = true;
  }
}

} // namespace changec::sema
