#include "sema/Limits.h"

#include "plan/Time.h"
#include "sema/MessageEdits.h"
#include "sema/Placement.h"

#include <algorithm>

namespace changec::sema {
namespace {

using plan::Event;
using plan::PolicyLimit;
using syntax::Declaration;

bool contains(const std::vector<std::string> &names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string listed(const std::vector<std::string> &names) {
  return fmt::format("{}", fmt::join(names, " or "));
}

class Limits {
public:
  explicit Limits(Lowering &lowering) : lowering_(lowering), context_(lowering.context), plan_(context_.plan) {}

  void run() {
    for (const plan::Policy &policy : plan_.policies)
      for (const PolicyLimit &limit : policy.limits) {
        policy_ = &policy;
        limit_ = &limit;
        judge();
      }
  }

private:
  Lowering &lowering_;
  Context &context_;
  const plan::Plan &plan_;
  const plan::Policy *policy_ = nullptr; ///< These two are being judged by.
  const PolicyLimit *limit_ = nullptr;

  void judge() {
    const bool told = !lowering_.messagesIncomplete && !lowering_.change->damaged && !context_.namesIncomplete;
    switch (limit_->kind) {
    case PolicyLimit::Kind::window: return judgeWindows();
    case PolicyLimit::Kind::acceptedBy: return judgeAcceptance();
    case PolicyLimit::Kind::notice: return told && !plan_.window.zone.empty() ? judgeNotice() : void();
    case PolicyLimit::Kind::backout: return told ? judgeBackout() : void();
    }
  }

  void labelLimit(DiagnosticBuilder &builder) { builder.label(context_.rangeOf(limit_->place), "the limit"); }

  // ---- window

  void judgeWindows() {
    judgeWindow(plan_.window, *lowering_.change);
    for (const plan::Phase &phase : plan_.phases)
      if (const Declaration *declaration = phase.window ? declared(phase.key) : nullptr)
        judgeWindow(*phase.window, *declaration);
  }

  void judgeWindow(const plan::Window &window, const Declaration &declaration) {
    const auto *clause = clauseOf<syntax::WindowClause>(declaration);
    const auto zone = window.zone.empty() ? std::nullopt : plan::Zone::load(window.zone);
    if (clause == nullptr || !zone || window.end - window.start <= limit_->duration)
      return;
    auto builder = context_.diagnostics.report(diag::windowTooLong, cover(clause->start.range, clause->end.range),
                                               plan::showDuration(window.end - window.start), policy_->name,
                                               plan::showDuration(limit_->duration));
    labelLimit(builder);
    builder.edit("end it earlier", clause->end.range, plan::formatTime(window.start + limit_->duration, *zone), false);
  }

  // ---- accepted by

  [[nodiscard]] const Declaration *declared(const std::string &key) const {
    const auto found = lowering_.declaredSteps.find(std::string_view(key).substr(0, key.find('[')));
    return found == lowering_.declaredSteps.end() ? nullptr : found->second.declaration;
  }

  /// A team stands for its members too.
  [[nodiscard]] bool mayAccept(uint32_t contact) const {
    if (contains(limit_->contacts, plan_.contacts[contact].name))
      return true;
    return std::any_of(plan_.contacts.begin(), plan_.contacts.end(), [&](const plan::Contact &team) {
      return contains(limit_->contacts, team.name) &&
             std::find(team.members.begin(), team.members.end(), contact) != team.members.end();
    });
  }

  void judgeAcceptance() {
    for (const plan::Step &step : plan_.steps) {
      const uint32_t accepted = step.losesAcceptedBy != plan::none ? step.losesAcceptedBy
                                : step.scope != plan::none         ? plan_.scopes[step.scope].inverse.acceptedBy
                                                                   : plan::none;
      if (accepted == plan::none || mayAccept(accepted))
        continue;
      const auto isAcceptance = [](const auto &clause) { return clause.kind == syntax::People::Kind::acceptedBy; };
      const Declaration *declaration = declared(step.name);
      const auto *clause = declaration == nullptr ? nullptr : clauseOf<syntax::People>(*declaration, isAcceptance);
      if (clause == nullptr && step.phase != plan::none)
        if (const Declaration *phase = declared(plan_.phases[step.phase].key))
          clause = clauseOf<syntax::People>(*phase, isAcceptance);
      if (clause == nullptr)
        continue;
      auto builder = context_.diagnostics.report(diag::acceptorNotEntitled, clause->who.range, clause->who.text,
                                                 policy_->name, listed(limit_->contacts));
      labelLimit(builder);
      builder.edit("let somebody accept it who may", clause->who.range, limit_->contacts.front(), false);
    }
  }

  // ---- notice

  [[nodiscard]] bool uses(const plan::Message &message) const {
    return limit_->channels.empty() ||
           std::any_of(message.routes.begin(), message.routes.end(), [&](const plan::Route &route) {
             return !route.deliveries.empty() &&
                    contains(limit_->channels, plan_.channels[route.deliveries.front().channel].name);
           });
  }

  void judgeNotice() {
    std::vector<size_t> earliest(plan_.contacts.size(), plan_.messages.size());
    for (size_t i = 0; i < plan_.messages.size(); ++i) {
      const auto *at = std::get_if<plan::AtInstant>(&plan_.messages[i].when);
      if (at == nullptr || at->instant > plan_.window.start || !uses(plan_.messages[i]))
        continue;
      size_t &known = earliest[plan_.messages[i].to];
      if (known == plan_.messages.size() || at->instant < std::get<plan::AtInstant>(plan_.messages[known].when).instant)
        known = i;
    }
    for (uint32_t contact = 0; contact < earliest.size(); ++contact) {
      const bool told = earliest[contact] < plan_.messages.size();
      if (limit_->contacts.empty() ? told : contains(limit_->contacts, plan_.contacts[contact].name))
        judgeNotice(contact, told ? std::optional(earliest[contact]) : std::nullopt);
    }
  }

  void judgeNotice(uint32_t contact, std::optional<size_t> earliest) {
    plan::Duration notice = 0;
    if (earliest)
      notice = plan_.window.start - std::get<plan::AtInstant>(plan_.messages[*earliest].when).instant;
    if (earliest && notice >= limit_->duration)
      return;
    const plan::Contact &who = plan_.contacts[contact];
    const WrittenMessage *written = earliest ? &lowering_.writtenMessages[*earliest] : nullptr;
    const std::string wanted = plan::showDuration(limit_->duration);
    auto builder = context_.diagnostics.report(
        diag::noticeTooShort, written != nullptr ? written->when : lowering_.change->name.range, who.name,
        earliest ? fmt::format("{} before it", plan::showDuration(notice)) : "by no message before it", policy_->name,
        wanted);
    labelLimit(builder);
    const auto *at = written == nullptr ? nullptr : std::get_if<syntax::MessageAt>(&written->message->when);
    if (at != nullptr && at->before && at->offset && !at->instant)
      return void(builder.edit("tell them earlier", at->offset->range, wanted, false));
    Reachable reach{contact, who.name, who.addresses.empty() ? "phone" : who.addresses.front().channel};
    if (!limit_->channels.empty())
      reach.channel = limit_->channels.front();
    suggestMessages(
        builder, lowering_, "tell them in time",
        {messageTo(reach, fmt::format("at start - {}", wanted), "${change.id} starts at ${window.start}.")});
  }

  // ---- backout

  void judgeBackout() {
    for (const Event event : {Event::backout, Event::backedOut, Event::backoutFailed}) {
      std::vector<std::optional<size_t>> first(plan_.contacts.size());
      std::vector<bool> reached(plan_.contacts.size());
      for (size_t i = 0; i < plan_.messages.size(); ++i) {
        const plan::Message &message = plan_.messages[i];
        const auto *on = std::get_if<plan::OnEvent>(&message.when);
        if (on == nullptr || on->event != event)
          continue;
        if (!first[message.to])
          first[message.to] = i;
        if (uses(message))
          reached[message.to] = true;
      }
      for (uint32_t contact = 0; contact < first.size(); ++contact)
        if (first[contact] && !reached[contact] &&
            (limit_->contacts.empty() || contains(limit_->contacts, plan_.contacts[contact].name)))
          reportChannel(event, *first[contact]);
    }
  }

  void reportChannel(Event event, size_t index) {
    const plan::Message &message = plan_.messages[index];
    const plan::Contact &who = plan_.contacts[message.to];
    const WrittenMessage &written = lowering_.writtenMessages[index];
    std::vector<std::string> used;
    for (const plan::Route &route : message.routes)
      if (!route.deliveries.empty())
        used.push_back(plan_.channels[route.deliveries.front().channel].name);
    auto builder = context_.diagnostics.report(
        diag::backoutChannel, written.recipient->range, who.name, fmt::format("`on {}`", plan::name(event)),
        fmt::format("{}", fmt::join(used, ", ")), policy_->name, listed(limit_->channels));
    labelLimit(builder);
    const auto &routes = written.message->routes;
    if (routes.empty() || routes.back().channels.empty())
      return;
    const Range last = routes.back().channels.back().range;
    builder.edit("use it too", {last.file, last.end, last.end}, fmt::format(", {}", limit_->channels.front()), false);
  }
};

} // namespace

void judgeLimits(Lowering &lowering) {
  Limits(lowering).run();
}

} // namespace changec::sema
