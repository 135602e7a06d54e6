#include "driver/OutputKind.h"
#include "driver/Workers.h"
#include "emit/Communications.h"
#include "emit/People.h"
#include "emit/Record.h"
#include "emit/Scripts.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

namespace changec::driver {
namespace {

using Texts = std::vector<OutputText>;

/// Moves the text, as a list of initialisers would not.
Texts one(std::string_view suffix, std::string text) {
  Texts texts;
  texts.push_back({std::string(suffix), std::move(text)});
  return texts;
}

const emit::RecordPlans &recordOf(Material &material) {
  if (!material.record)
    material.record.emplace(material.plan);
  return *material.record;
}

const emit::Scripts &scriptsOf(Material &material) {
  if (!material.scripts)
    material.scripts.emplace(material.plan);
  return *material.scripts;
}

emit::Calendars &calendarsOf(Material &material) {
  if (!material.calendars)
    material.calendars = emit::calendars(material.plan, material.earlier);
  return *material.calendars;
}

Texts calendarForAll(Material &material) {
  std::string all = std::exchange(calendarsOf(material).all, {});
  return all.empty() ? Texts{} : one(".communications.ics", std::move(all));
}

Texts personalCalendars(Material &material) {
  Texts texts;
  for (emit::PersonalCalendar &calendar : calendarsOf(material).personal)
    texts.push_back({".communications." + calendar.person + ".ics", std::exchange(calendar.text, {})});
  return texts;
}

constexpr OutputKind kinds[] = {
    {"implement", true, false, Shared::scripts,
     [](Material &m) { return one(".implement.sh", scriptsOf(m).implement()); }},
    {"backout", true, false, Shared::scripts, [](Material &m) { return one(".backout.sh", scriptsOf(m).backout()); }},
    {"communicate", true, false, Shared::scripts,
     [](Material &m) { return one(".communicate.sh", scriptsOf(m).communicate()); }},
    {"communications.md", false, false, Shared::nothing,
     [](Material &m) { return one(".communications.md", emit::communicationsMarkdown(m.plan)); }},
    {"communications.csv", false, false, Shared::nothing,
     [](Material &m) { return one(".communications.csv", emit::communicationsCsv(m.plan)); }},
    {"communications.json", false, false, Shared::nothing,
     [](Material &m) { return one(".communications.json", emit::communicationsJson(m.plan)); }},
    {"communications.ics", false, false, Shared::calendars, calendarForAll},
    {"calendars", false, true, Shared::calendars, personalCalendars},
    {"record.md", false, false, Shared::record,
     [](Material &m) { return one(".record.md", emit::recordMarkdown(m.plan, recordOf(m))); }},
    {"record.json", false, false, Shared::record,
     [](Material &m) { return one(".record.json", emit::recordJson(m.plan, recordOf(m))); }},
    {"people", false, false, Shared::nothing,
     [](Material &m) { return one(".people.md", emit::peopleMarkdown(m.plan)); }},
    {"plan", false, false, Shared::nothing, [](Material &m) { return one(".plan.json", std::exchange(m.json, {})); }},
};

/// Below this many steps a thread costs more than it saves.
constexpr size_t worthThreads = 500;

/// The indices of kinds that are made one after the other: a list a job. The longest come first.
std::vector<std::vector<size_t>> jobsOf(std::span<const OutputKind *const> asked) {
  std::vector<std::vector<size_t>> jobs;
  for (const Shared shared : {Shared::record, Shared::scripts, Shared::calendars}) {
    std::vector<size_t> together;
    for (size_t i = 0; i < asked.size(); ++i)
      if (asked[i]->shared == shared)
        together.push_back(i);
    if (!together.empty())
      jobs.push_back(std::move(together));
  }
  for (size_t i = 0; i < asked.size(); ++i)
    if (asked[i]->shared == Shared::nothing)
      jobs.push_back({i});
  return jobs;
}

} // namespace

void emitAll(std::span<const OutputKind *const> asked, Material &material,
             const std::function<void(size_t kind, OutputText made)> &take) {
  const std::vector<std::vector<size_t>> jobs = jobsOf(asked);
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t job = next++; job < jobs.size(); job = next++)
      for (const size_t kind : jobs[job])
        for (OutputText &made : asked[kind]->emit(material))
          take(kind, std::move(made));
  };
  const size_t hands = material.plan.steps.size() < worthThreads ? 1 : std::min<size_t>(processors(), jobs.size());
  std::vector<std::jthread> helpers;
  while (helpers.size() + 1 < hands)
    helpers.emplace_back(work);
  work();
}

std::span<const OutputKind> outputKinds() {
  return kinds;
}

const OutputKind *findOutputKind(std::string_view name) {
  const auto *found =
      std::find_if(std::begin(kinds), std::end(kinds), [&](const OutputKind &kind) { return kind.name == name; });
  return found == std::end(kinds) ? nullptr : found;
}

std::string outputKindNames() {
  std::string names;
  for (const OutputKind &kind : kinds)
    names += fmt::format("{}{}", names.empty() ? "" : ", ", kind.name);
  return names;
}

std::string outputKindsInBrief() {
  std::string names;
  std::string_view stem;
  for (const OutputKind &kind : kinds) {
    const size_t dot = std::min(kind.name.find('.'), kind.name.size());
    const bool ending = dot < kind.name.size() && kind.name.substr(0, dot) == stem;
    names += fmt::format("{}{}", names.empty() ? "" : ", ", ending ? kind.name.substr(dot) : kind.name);
    stem = kind.name.substr(0, dot);
  }
  return names;
}

} // namespace changec::driver
