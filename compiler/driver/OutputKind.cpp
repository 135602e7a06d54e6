#include "driver/OutputKind.h"
#include "driver/Workers.h"
#include "emit/Communications.h"
#include "emit/People.h"
#include "emit/PlanJson.h"
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

Texts calendarForAll(Material &material) {
  std::string all = material.calendars->all();
  return all.empty() ? Texts{} : one(".communications.ics", std::move(all));
}

Texts personalCalendars(Material &material) {
  Texts texts;
  for (emit::PersonalCalendar &calendar : material.calendars->personal())
    texts.push_back({".communications." + calendar.person + ".ics", std::move(calendar.text)});
  return texts;
}

constexpr OutputKind kinds[] = {
    {"implement", true, false, Ingredient::scripts,
     [](Material &m) { return one(".implement.sh", m.scripts->implement()); }},
    {"backout", true, false, Ingredient::scripts, [](Material &m) { return one(".backout.sh", m.scripts->backout()); }},
    {"communicate", true, false, Ingredient::scripts,
     [](Material &m) { return one(".communicate.sh", m.scripts->communicate()); }},
    {"communications.md", false, false, Ingredient::none,
     [](Material &m) { return one(".communications.md", emit::communicationsMarkdown(m.plan)); }},
    {"communications.csv", false, false, Ingredient::none,
     [](Material &m) { return one(".communications.csv", emit::communicationsCsv(m.plan)); }},
    {"communications.json", false, false, Ingredient::none,
     [](Material &m) { return one(".communications.json", emit::communicationsJson(m.plan)); }},
    {"communications.ics", false, false, Ingredient::calendars, calendarForAll},
    {"calendars", false, true, Ingredient::calendars, personalCalendars},
    {"record.md", false, false, Ingredient::record,
     [](Material &m) { return one(".record.md", emit::recordMarkdown(m.plan, *m.record)); }},
    {"record.json", false, false, Ingredient::record,
     [](Material &m) { return one(".record.json", emit::recordJson(m.plan, *m.record)); }},
    {"people", false, false, Ingredient::none,
     [](Material &m) { return one(".people.md", emit::peopleMarkdown(m.plan)); }},
    {"plan", false, false, Ingredient::none, [](Material &m) { return one(".plan.json", std::exchange(m.json, {})); }},
};

/// Below this many steps a thread costs more than it saves.
constexpr size_t worthThreads = 500;

using Jobs = std::vector<std::function<void()>>;

/// Does all jobs, and begins them in their order.
void sideBySide(const Jobs &jobs, size_t hands) {
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t job = next++; job < jobs.size(); job = next++)
      jobs[job]();
  };
  std::vector<std::jthread> helpers;
  while (helpers.size() + 1 < std::min(hands, jobs.size()))
    helpers.emplace_back(work);
  work();
}

/// What makes the material that is asked for; nothing of it needs the plan's digest.
Jobs preparations(std::span<const OutputKind *const> asked, Material &material) {
  Jobs jobs{[&] {
    emit::PlanDocument document = emit::planDocument(material.plan);
    material.plan.digest = std::move(document.digest);
    material.json = std::move(document.json);
  }};
  const auto prepare = [&](Ingredient ingredient, std::function<void()> job) {
    if (std::any_of(asked.begin(), asked.end(), [&](const OutputKind *kind) { return kind->needs == ingredient; }))
      jobs.push_back(std::move(job));
  };
  prepare(Ingredient::calendars, [&] { material.calendars.emplace(material.plan, material.earlier); });
  prepare(Ingredient::scripts, [&] { material.scripts.emplace(material.plan); });
  prepare(Ingredient::record, [&] { material.record.emplace(material.plan); });
  return jobs;
}

} // namespace

void emitAll(std::span<const OutputKind *const> asked, Material &material,
             const std::function<void(size_t kind, OutputText made)> &take) {
  // One more than there are processors: some wait for the disk.
  const size_t hands = material.plan.steps.size() < worthThreads ? 1 : processors() + 1;
  sideBySide(preparations(asked, material), hands);
  Jobs jobs;
  // The record is the longest; what comes last should be short.
  for (const Ingredient needed : {Ingredient::record, Ingredient::calendars, Ingredient::scripts, Ingredient::none})
    for (size_t kind = 0; kind < asked.size(); ++kind)
      if (asked[kind]->needs == needed)
        jobs.emplace_back([&, kind] {
          for (OutputText &made : asked[kind]->emit(material))
            take(kind, std::move(made));
        });
  sideBySide(jobs, hands);
  // To free tens of megabytes in small pieces takes as long as to write some of them.
  sideBySide({[&] { material.record.reset(); }, [&] { material.scripts.reset(); }, [&] { material.calendars.reset(); }},
             hands);
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
