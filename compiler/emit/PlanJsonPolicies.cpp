#include "emit/PlanJsonPolicies.h"

#include "emit/PlanJsonNames.h"

namespace changec::emit {

using namespace plan;

namespace {

class PolicyWriter {
public:
  PolicyWriter(JsonWriter &json, const Plan &plan) : json_(json), names_(plan) {}

  void policy(const Policy &policy) {
    json_.object([&] {
      json_.member("name", policy.name);
      json_.member("title", policy.title);
      json_.memberIfAny("doc", policy.doc);
      json_.listIfAny("rules", policy.rules, [&](const PolicyRule &it) { rule(it); });
      json_.listIfAny("limits", policy.limits, [&](const PolicyLimit &it) { limit(it); });
      names_.at(json_, policy.place);
    });
  }

  void allowance(const Allowance &allowance) {
    json_.object([&] {
      json_.member("diagnostic", allowance.diagnostic);
      json_.member("because", allowance.because);
      json_.member("within", allowance.within);
      names_.at(json_, allowance.place);
    });
  }

private:
  JsonWriter &json_;
  PlanNames names_;

  void rule(const PolicyRule &rule) {
    json_.object([&] {
      json_.member("verdict", nameOf(rule.verdict));
      if (rule.ofAllowances)
        json_.flag("ofAllowances", true);
      json_.memberIfAny("diagnostic", rule.diagnostic);
      names_.at(json_, rule.place);
    });
  }

  void limit(const PolicyLimit &limit) {
    json_.object([&] {
      json_.member("kind", nameOf(limit.kind));
      if (limit.duration != 0)
        json_.member("duration", limit.duration);
      json_.listIfAny("contacts", limit.contacts, [&](const std::string &it) { json_.value(it); });
      json_.listIfAny("channels", limit.channels, [&](const std::string &it) { json_.value(it); });
      names_.at(json_, limit.place);
    });
  }
};

} // namespace

void writePolicies(JsonWriter &json, const Plan &plan) {
  PolicyWriter writer(json, plan);
  json.listIfAny("policies", plan.policies, [&](const Policy &it) { writer.policy(it); });
  json.listIfAny("allowances", plan.allowances, [&](const Allowance &it) { writer.allowance(it); });
}

} // namespace changec::emit
