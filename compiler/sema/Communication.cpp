#include "sema/Communication.h"

#include "sema/MessageEdits.h"
#include "sema/Placement.h"

#include <algorithm>

namespace changec::sema {
namespace {

using plan::Event;

class WhoIsTold {
public:
  explicit WhoIsTold(Lowering &lowering)
      : lowering_(lowering), context_(lowering.context), plan_(context_.plan), told_(plan_.contacts.size()) {
    for (size_t i = 0; i < plan_.messages.size(); ++i)
      note(i);
  }

  void run() {
    judgeDesk();
    for (uint32_t contact = 0; contact < told_.size(); ++contact)
      if (told_[contact].start != nullptr)
        judgeOutcomes(told_[contact]);
    judgeUpdates();
    judgeForgotten();
  }

private:
  struct Told {
    const plan::Message *start = nullptr; ///< The first that tells of the start.
    Range name;                           ///< Of whom it tells.
    uint32_t events = 0;                  ///< A bit for each.
    bool duringBackout = false;
  };

  Lowering &lowering_;
  Context &context_;
  const plan::Plan &plan_;
  std::vector<Told> told_; ///< By contact.

  static uint32_t bit(Event event) { return 1U << static_cast<unsigned>(event); }

  void note(size_t index) {
    const plan::Message &message = plan_.messages[index];
    Told &told = told_[message.to];
    bool start = false;
    if (const auto *on = std::get_if<plan::OnEvent>(&message.when)) {
      told.events |= bit(on->event);
      start = on->event == Event::start;
    } else if (const auto *at = std::get_if<plan::AtInstant>(&message.when)) {
      start = !plan_.window.zone.empty() && at->instant <= plan_.window.start;
    } else {
      told.duringBackout |= std::get<plan::Every>(message.when).duringBackout;
    }
    if (start && told.start == nullptr) {
      told.start = &message;
      told.name = lowering_.writtenMessages[index].recipient->range;
    }
  }

  void judgeDesk() {
    uint32_t events = 0;
    for (uint32_t contact = 0; contact < told_.size(); ++contact)
      if (plan_.contacts[contact].kind == plan::ContactKind::desk)
        events |= told_[contact].events;
    const bool ofBackout = (events & bit(Event::backout)) != 0;
    const bool ofSuccess = (events & bit(Event::backedOut)) != 0;
    if (ofBackout && ofSuccess)
      return;
    auto builder = context_.diagnostics.report(diag::deskNotTold, lowering_.change->name.range,
                                               ofBackout   ? "that a backout has succeeded"
                                               : ofSuccess ? "that a backout has begun"
                                                           : "of a backout, nor that it has succeeded");
    const Reachable desk = someDesk(plan_);
    std::vector<std::string> messages;
    if (!ofBackout)
      messages.push_back(messageTo(desk, "on backout", "Backout of ${change.id} has begun: ${reason}."));
    if (!ofSuccess)
      messages.push_back(messageTo(desk, "on backed_out", "Backout of ${change.id} has succeeded."));
    suggestMessages(builder, lowering_, "tell one", messages);
  }

  void judgeOutcomes(const Told &told) {
    struct Outcome {
      Event event;
      std::string_view missing;
      std::string_view text;
    };
    constexpr std::array<Outcome, 2> usual{
        {{Event::finish, "that it is complete", "${change.id} is complete."},
         {Event::backedOut, "that it was backed out", "${change.id} was backed out; all is as it was before."}}};
    constexpr std::array<Outcome, 2> rare{
        {{Event::backoutFailed, "that a backout is stuck", "Backout of ${change.id} is stuck at ${step}."},
         {Event::cancelled, "that it is called off", "${change.id} is called off: ${reason}."}}};
    const auto judge = [&](const auto &kind, const std::array<Outcome, 2> &outcomes) {
      std::string missing;
      std::vector<std::string> messages;
      for (const Outcome &outcome : outcomes)
        if ((told.events & bit(outcome.event)) == 0) {
          missing += fmt::format("{}{}", missing.empty() ? "" : ", nor ", outcome.missing);
          messages.push_back(
              messageTo(reachedBy(plan_, *told.start), fmt::format("on {}", plan::name(outcome.event)), outcome.text));
        }
      if (messages.empty())
        return;
      auto builder = context_.diagnostics.report(kind, told.name, plan_.contacts[told.start->to].name, missing);
      suggestMessages(builder, lowering_, "tell them how it ends", messages);
    };
    judge(diag::outcomeNotTold, usual);
    judge(diag::rareOutcomeNotTold, rare);
  }

  /// A desk is there to be told. One of the plan's own file that no message tells was forgotten.
  void judgeForgotten() {
    std::vector<bool> told(plan_.contacts.size(), false);
    for (const plan::Message &message : plan_.messages) {
      told[message.to] = true;
      for (const plan::Escalation &escalation : message.unless)
        told[escalation.to] = true;
    }
    for (uint32_t contact = 0; contact < told_.size(); ++contact)
      if (const plan::Contact &who = plan_.contacts[contact];
          !told[contact] && who.kind == plan::ContactKind::desk && who.place.file == 0)
        context_.diagnostics.report(diag::contactNotTold, context_.rangeOf(who.place), who.name)
            .help("write a message to it, or leave the desk out");
  }

  void judgeUpdates() {
    if (plan_.impact != plan::Impact::severe ||
        std::any_of(told_.begin(), told_.end(), [](const Told &told) { return told.duringBackout; }))
      return;
    const auto *impact =
        clauseOf<syntax::RiskOrImpact>(*lowering_.change, [](const auto &clause) { return !clause.isRisk; });
    auto builder = context_.diagnostics.report(diag::noRegularUpdates,
                                               impact != nullptr ? impact->grade.range : lowering_.change->name.range);
    const auto first = std::find_if(told_.begin(), told_.end(), [](const Told &told) { return told.start != nullptr; });
    const Reachable who = first == told_.end() ? someDesk(plan_) : reachedBy(plan_, *first->start);
    suggestMessages(
        builder, lowering_, "tell those who wait",
        {messageTo(who, "every 30m during backout", "Still being backed out. Next update at ${next_update}.")});
  }
};

} // namespace

void judgeWhoIsTold(Lowering &lowering) {
  WhoIsTold(lowering).run();
}

void judgeCommunication(Lowering &lowering) {
  const bool incomplete = lowering.messagesIncomplete || lowering.change->damaged || lowering.context.namesIncomplete;
  if (!incomplete)
    judgeWhoIsTold(lowering);
  if (!incomplete)
    judgePromises(lowering);
  judgeChannels(lowering);
  judgeSenders(lowering);
}

} // namespace changec::sema
