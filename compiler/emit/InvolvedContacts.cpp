#include "emit/InvolvedContacts.h"

#include <algorithm>

namespace changec::emit {

using namespace plan;

namespace {

class Involvement {
public:
  explicit Involvement(const Plan &plan) : plan_(plan), involved_(plan.contacts.size(), false) {}

  std::vector<uint32_t> gather() {
    add(plan_.manager);
    add(plan_.decides);
    for (const Step &step : plan_.steps) {
      add(step.owner);
      add(step.deputy);
      add(step.losesAcceptedBy);
    }
    for (const Scope &scope : plan_.scopes)
      add(scope.inverse.acceptedBy);
    for (const Phase &phase : plan_.phases) {
      add(phase.owner);
      add(phase.acceptedBy);
    }
    for (const CheckList &list : plan_.checkLists)
      add(list.owner);
    for (const Message &message : plan_.messages)
      addMessage(message);
    addTeams();
    std::vector<uint32_t> result;
    for (uint32_t i = 0; i < involved_.size(); ++i)
      if (involved_[i])
        result.push_back(i);
    return result;
  }

private:
  void add(uint32_t contact) {
    if (contact < involved_.size())
      involved_[contact] = true;
  }

  void addMessage(const Message &message) {
    add(message.from);
    add(message.to);
    for (const Route &route : message.routes)
      addRoute(route);
    for (const Escalation &escalation : message.unless) {
      add(escalation.to);
      addRoute(escalation.route);
    }
  }

  void addRoute(const Route &route) {
    for (const Delivery &delivery : route.deliveries)
      add(delivery.through);
  }

  /// Teams hold people, or teams in turn: as many rounds as it takes for nobody new to come.
  void addTeams() {
    for (bool grew = true; grew;) {
      const auto before = std::count(involved_.begin(), involved_.end(), true);
      for (size_t i = 0; i < involved_.size(); ++i) {
        if (!involved_[i])
          continue;
        add(plan_.contacts[i].lead);
        for (uint32_t member : plan_.contacts[i].members)
          add(member);
      }
      grew = std::count(involved_.begin(), involved_.end(), true) != before;
    }
  }

  const Plan &plan_;
  std::vector<bool> involved_;
};

int channelRank(std::string_view channel) {
  return channel == "phone" ? 0 : channel == "email" ? 1 : 2;
}

} // namespace

std::vector<uint32_t> involvedContacts(const Plan &plan) {
  return Involvement(plan).gather();
}

std::vector<std::string_view> channelsOf(const Plan &plan, const std::vector<uint32_t> &contacts) {
  std::vector<std::string_view> result;
  const auto isUsed = [&](std::string_view channel) {
    return std::any_of(contacts.begin(), contacts.end(), [&](uint32_t contact) {
      const std::vector<Address> &addresses = plan.contacts[contact].addresses;
      return std::any_of(addresses.begin(), addresses.end(), [&](const Address &it) { return it.channel == channel; });
    });
  };
  for (const Channel &channel : plan.channels)
    if (isUsed(channel.name))
      result.emplace_back(channel.name);
  std::stable_sort(result.begin(), result.end(), [](auto a, auto b) { return channelRank(a) < channelRank(b); });
  return result;
}

} // namespace changec::emit
