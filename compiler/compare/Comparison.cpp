#include "compare/Comparison.h"

#include "compare/Matching.h"
#include "compare/MessageThings.h"
#include "compare/Phrases.h"
#include "compare/PlanThings.h"
#include "compare/StepThings.h"
#include "plan/Timeline.h"

#include <fmt/format.h>

#include <array>
#include <set>

namespace changec::compare {
namespace {

using plan::none;
using plan::Plan;

/// The facets of a thing by what they are of; those of one name are told apart by their number.
class FacetIndex {
public:
  explicit FacetIndex(const std::vector<Facet> &facets) {
    std::unordered_map<std::string, unsigned> counts;
    for (const Facet &facet : facets) {
      const std::string key = facet.within + '\n' + facet.what;
      const unsigned number = counts[key]++;
      keys_.push_back(fmt::format("{}\n{}", key, number));
      facets_.emplace(keys_.back(), &facet);
      calls_.insert(facet.within);
    }
  }

  [[nodiscard]] const std::string &key(size_t facet) const { return keys_[facet]; }
  [[nodiscard]] const Facet *find(const std::string &key) const {
    const auto found = facets_.find(key);
    return found == facets_.end() ? nullptr : found->second;
  }
  /// Whether anything is said of this call of an action.
  [[nodiscard]] bool calls(const std::string &within) const { return calls_.contains(within); }

private:
  std::vector<std::string> keys_;
  std::unordered_map<std::string, const Facet *> facets_;
  std::set<std::string> calls_;
};

/// `shown` is what the old version says, `before` the same with steps by their new names, facet by facet.
std::vector<Detail> detailsOf(const Thing &shown, const Thing &before, const Thing &after) {
  const FacetIndex old(before.facets);
  const FacetIndex present(after.facets);
  std::vector<Detail> details;
  for (size_t index = 0; index < after.facets.size(); ++index) {
    const Facet &facet = after.facets[index];
    const Facet *earlier = old.find(present.key(index));
    if (earlier == nullptr && !facet.within.empty() && !old.calls(facet.within))
      continue; // a call that is new: what calls it says so
    if (earlier == nullptr)
      details.push_back({facet.what, "", facet.value, false, facet.within});
    else if (earlier->value != facet.value)
      details.push_back({facet.what, shown.facets[static_cast<size_t>(earlier - before.facets.data())].value,
                         facet.value, facet.safety < earlier->safety, facet.within});
  }
  for (size_t index = 0; index < before.facets.size(); ++index) {
    const Facet &facet = shown.facets[index];
    if (present.find(old.key(index)) == nullptr && (facet.within.empty() || present.calls(facet.within)))
      details.push_back({facet.what, facet.value, "", facet.safety > 0, facet.within});
  }
  return details;
}

Difference whole(Area area, Kind kind, const Thing &thing) {
  Difference difference;
  difference.area = area;
  difference.kind = kind;
  difference.name = thing.name;
  difference.title = thing.title;
  for (const Facet &facet : thing.facets)
    if (facet.within.empty())
      difference.details.push_back(
          {facet.what, kind == Kind::dropped ? facet.value : "", kind == Kind::added ? facet.value : "", false, {}});
  return difference;
}

/// The things of one area in both versions.
struct Side {
  Area area;
  std::vector<Thing> shown;  ///< Of the old version.
  std::vector<Thing> before; ///< The same, with steps by their new names.
  std::vector<Thing> after;
};

void addDifferences(const Side &side, const std::vector<Pair> &pairs, std::vector<Difference> &differences) {
  const bool isStep = side.area == Area::step;
  const std::vector<bool> moves = isStep ? moved(pairs) : std::vector<bool>(pairs.size());
  for (size_t index = 0; index < pairs.size(); ++index) {
    const Pair &pair = pairs[index];
    if (pair.before == none || pair.after == none) {
      differences.push_back(pair.before == none ? whole(side.area, Kind::added, side.after[pair.after])
                                                : whole(side.area, Kind::dropped, side.shown[pair.before]));
      continue;
    }
    const Thing &before = side.shown[pair.before];
    const Thing &after = side.after[pair.after];
    Difference difference;
    difference.area = side.area;
    difference.name = after.name;
    difference.title = after.title;
    if (before.name != after.name && side.area != Area::message)
      difference.was = before.name;
    difference.details = detailsOf(before, side.before[pair.before], after);
    difference.moved = moves[index];
    if (difference.moved) {
      difference.afterBefore = pair.before == 0 ? "" : side.shown[pair.before - 1].name;
      difference.afterNow = pair.after == 0 ? "" : side.after[pair.after - 1].name;
    }
    if (!difference.was.empty() || difference.moved || !difference.details.empty())
      differences.push_back(std::move(difference));
  }
}

/// What is said of an area does not name steps or contacts.
using Lister = std::vector<Thing> (*)(const Plan &);

void addArea(Area area, Lister list, const Plan &before, const Plan &after, std::vector<Difference> &differences) {
  std::vector<Thing> old = list(before);
  Side side{area, old, old, list(after)};
  addDifferences(side, match(side.shown, side.after), differences);
}

/// What is said of an area names them.
using NamingLister = std::vector<Thing> (*)(const Plan &, const Renames &);

void addArea(Area area, NamingLister list, const Plan &before, const Plan &after, const Renames &renames,
             std::vector<Difference> &differences) {
  const Side side{area, list(before, {}), list(before, renames), list(after, {})};
  addDifferences(side, match(side.before, side.after), differences);
}

/// Contacts are known by the names that the plans give them.
void addContacts(const Plan &before, const Plan &after, Renames &renames) {
  std::unordered_map<std::string_view, uint32_t> present;
  for (uint32_t contact = 0; contact < after.contacts.size(); ++contact)
    present.emplace(after.contacts[contact].name, contact);
  for (uint32_t contact = 0; contact < before.contacts.size(); ++contact) {
    const std::string &name = before.contacts[contact].name;
    const auto found = present.find(name);
    if (found == present.end())
      continue;
    std::string now = Phrases(after).contact(found->second);
    if (now != Phrases(before).contact(contact))
      renames.contacts.emplace(name, std::move(now));
  }
}

void addSteps(const Plan &before, const Plan &after, const std::vector<Pair> &pairs, Renames &renames) {
  for (const Pair &pair : pairs) {
    if (pair.before == none || pair.after == none)
      continue;
    const plan::Step &old = before.steps[pair.before];
    const plan::Step &step = after.steps[pair.after];
    if (old.key == step.key)
      continue;
    renames.steps.emplace(old.key, step.key);
    renames.steps.emplace(old.name, step.name);
  }
}

std::vector<TimeShift> shiftsOf(const Plan &before, const Plan &after, const std::vector<Pair> &pairs) {
  const plan::Timeline &old = before.timeline;
  const plan::Timeline &present = after.timeline;
  std::vector<TimeShift> shifts;
  for (const Pair &pair : pairs) {
    if (pair.before == none || pair.after == none)
      continue;
    const plan::StepTimes &was = old.steps[pair.before];
    const plan::StepTimes &is = present.steps[pair.after];
    if (!was.dated || !is.dated)
      continue;
    TimeShift shift{after.steps[pair.after].key, was.start, is.start, {}, {}};
    if (before.steps[pair.before].kind != plan::StepKind::gate && plan::canTurnRound(before.steps[pair.before]))
      shift.turnBefore = was.turnRound;
    if (after.steps[pair.after].kind != plan::StepKind::gate && plan::canTurnRound(after.steps[pair.after]))
      shift.turnAfter = is.turnRound;
    if (shift.startBefore != shift.startAfter || shift.turnBefore != shift.turnAfter)
      shifts.push_back(std::move(shift));
  }
  return shifts;
}

} // namespace

Comparison compare(const Plan &before, const Plan &after) {
  Comparison comparison;
  comparison.before = {before.id, before.title, before.window};
  comparison.after = {after.id, after.title, after.window};
  std::vector<Difference> &differences = comparison.differences;
  Renames renames;
  addContacts(before, after, renames);
  addArea(Area::change, changeThings, before, after, renames, differences);
  addArea(Area::phase, phaseThings, before, after, renames, differences);

  Side steps{Area::step, stepThings(before, {}), {}, stepThings(after, {})};
  const std::vector<Pair> pairs = match(steps.shown, steps.after);
  addSteps(before, after, pairs, renames);
  steps.before = renames.empty() ? steps.shown : stepThings(before, renames);
  addDifferences(steps, pairs, differences);
  comparison.shifts = shiftsOf(before, after, pairs);

  addArea(Area::checks, checkThings, before, after, renames, differences);
  addArea(Area::message, messageThings, before, after, renames, differences);
  addArea(Area::contact, contactThings, before, after, renames, differences);
  addArea(Area::channel, channelThings, before, after, differences);
  addArea(Area::parameter, parameterThings, before, after, differences);
  addArea(Area::secret, secretThings, before, after, differences);
  addArea(Area::policy, policyThings, before, after, differences);
  addArea(Area::allowance, allowanceThings, before, after, differences);
  return comparison;
}

std::string_view nameOf(Area area) {
  constexpr std::array<std::string_view, areaCount> names = {"change",  "phase",   "step",     "checks",
                                                             "message", "contact", "channel",  "parameter",
                                                             "secret",  "policy",  "allowance"};
  return names[static_cast<size_t>(area)];
}

std::string_view nameOf(Kind kind) {
  switch (kind) {
  case Kind::added: return "added";
  case Kind::dropped: return "dropped";
  case Kind::changed: return "changed";
  }
  return {};
}

} // namespace changec::compare
