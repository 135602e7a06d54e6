#include "driver/Interview.h"
#include "diagnostics/Diagnostics.h"
#include "diagnostics/Spelling.h"
#include "driver/Descriptor.h"
#include "plan/Time.h"
#include "source/Source.h"
#include "syntax/Parser.h"

#include <fmt/format.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <unistd.h>

namespace changec::driver {
namespace {

constexpr std::string_view general[] = {"id", "title", "people", "manager", "owner", "desk", "zone", "start", "end"};
constexpr std::string_view peopleBeside = "people.change";

bool isWordCharacter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// What is wrong with a name of the language; the compiler says more, if more is wrong.
std::string nameFlaw(const std::string &name) {
  const bool isName = !name.empty() && std::all_of(name.begin(), name.end(), isWordCharacter) &&
                      (name.front() < '0' || name.front() > '9') && name.front() != '-' && name.back() != '-';
  return isName ? "" : fmt::format("'{}' is no name: letters, digits, `_`, and `-` inside, a letter first", name);
}

std::string timeFlaw(const std::string &time) {
  return std::holds_alternative<plan::WrittenTime>(plan::parseTime(time))
             ? ""
             : fmt::format("'{}' is no time: it is written 2026-12-05T22:00", time);
}

std::string zoneFlaw(const std::string &zone) {
  return plan::Zone::load(zone) ? "" : fmt::format("there is no time zone '{}': it is written Europe/Prague", zone);
}

std::string noFlaw(const std::string & /*answer*/) {
  return {};
}

std::string trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos
             ? std::string()
             : std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

/// A line of standard input; nothing at its end.
std::optional<std::string> readLine() {
  std::string line;
  for (char c = 0; ::read(STDIN_FILENO, &c, 1) == 1;) {
    if (c == '\n')
      return line;
    line += c;
  }
  return line.empty() ? std::nullopt : std::optional(line);
}

/// The zone of this machine, by TZ or what /etc/localtime points at; UTC where they name none.
std::string zoneHere() {
  const char *variable = std::getenv("TZ");
  std::string name = variable == nullptr ? "" : variable;
  if (!name.empty() && name.front() == ':')
    name.erase(0, 1);
  llvm::SmallString<128> target;
  if (name.empty() && !llvm::sys::fs::real_path("/etc/localtime", target)) {
    const std::string_view path(target.data(), target.size());
    constexpr std::string_view folder = "/zoneinfo/";
    if (const size_t at = path.find(folder); at != std::string_view::npos)
      name = path.substr(at + folder.size());
  }
  return plan::Zone::load(name) ? name : "UTC";
}

/// `plans/night.change` for a file without a folder beside it.
std::string beside(const std::string &file, std::string_view name) {
  llvm::SmallString<128> path(llvm::sys::path::parent_path(file));
  llvm::sys::path::append(path, name);
  return path.str().str();
}

templates::DeclaredPeople declaredIn(const std::string &path) {
  SourceManager sources;
  const SourceManager::Loaded loaded = sources.load(path, path);
  if (loaded.error || sources.file(loaded.file).encodingFlaw())
    return {};
  DiagnosticEngine unheard;
  return templates::peopleIn(*syntax::parse(sources, loaded.file, unheard));
}

std::string first(const std::vector<std::string> &names, size_t preferred = 0) {
  return names.empty() ? "" : names[std::min(preferred, names.size() - 1)];
}

} // namespace

Interview::Interview(const NewRequest &request)
    : request_(request), asks_(!request.defaults && ::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0) {}

std::string Interview::ask(std::string_view name, std::string_view question, const std::string &initial) {
  if (!asks_ || ended_)
    return initial;
  writeAll(STDERR_FILENO,
           fmt::format("{}: {}{} ", name, question, initial.empty() ? "?" : fmt::format(" [{}]?", initial)));
  const std::optional<std::string> line = readLine();
  if (!line) {
    ended_ = true;
    complaint_ = "input has ended: nothing is written";
    writeAll(STDERR_FILENO, "\n");
    return initial;
  }
  const std::string answer = trimmed(*line);
  return answer.empty() ? initial : answer;
}

bool Interview::isGiven(std::string_view name) const {
  return std::any_of(request_.answers.begin(), request_.answers.end(),
                     [&](const auto &each) { return each.first == name; });
}

std::string Interview::settle(templates::Answers &answers, std::string_view name, std::string_view question,
                              const std::string &initial, Judge judge) {
  const auto given = std::find_if(request_.answers.rbegin(), request_.answers.rend(),
                                  [&](const auto &each) { return each.first == name; });
  std::string answer;
  if (given != request_.answers.rend()) {
    answer = given->second;
    if (const std::string flaw = judge(answer); !flaw.empty() && complaint_.empty())
      complaint_ = flaw;
  } else {
    answer = ask(name, question, initial);
    for (std::string flaw = judge(answer); asks_ && !ended_ && !flaw.empty() && answer != initial;
         flaw = judge(answer)) {
      writeAll(STDERR_FILENO, flaw + '\n');
      answer = ask(name, question, initial);
    }
  }
  answers.insert_or_assign(std::string(name), answer);
  return answer;
}

std::string Interview::people(const std::string &file, templates::Answers &answers) {
  const bool thereAre = llvm::sys::fs::exists(beside(file, peopleBeside));
  std::string path = settle(answers, "people", "the file beside the plan that has the people (none: blanks)",
                            thereAre ? std::string(peopleBeside) : "", noFlaw);
  const templates::DeclaredPeople declared =
      path.empty() ? templates::DeclaredPeople() : declaredIn(beside(file, path));
  const auto name = [&](std::string_view part, std::string_view question, const std::string &initial) {
    if (!path.empty() || isGiven(part))
      settle(answers, part, question, initial, nameFlaw);
  };
  name("manager", "who is accountable", first(declared.owners));
  name("owner", "who does the steps", first(declared.owners, 1));
  name("desk", "which desk is told", first(declared.desks));
  return path;
}

void Interview::window(const templates::Template &form, templates::Answers &answers) {
  const std::string zone = settle(answers, "zone", "the time zone", zoneHere(), zoneFlaw);
  const templates::ProposedWindow proposed =
      templates::proposeWindow(form, std::time(nullptr), plan::Zone::load(zone).value_or(plan::Zone::utc()));
  settle(answers, "start", "when the window opens", proposed.start, timeFlaw);
  settle(answers, "end", "when it closes", proposed.end, timeFlaw);
}

void Interview::refuseUnknownAnswers(const templates::Template &form) {
  std::vector<std::string_view> known(std::begin(general), std::end(general));
  for (const templates::Question &question : form.questions)
    known.push_back(question.name);
  for (const auto &[name, value] : request_.answers)
    if (std::find(known.begin(), known.end(), name) == known.end() && complaint_.empty()) {
      const auto meant = closest(name, known);
      complaint_ = fmt::format("{} asks for no '{}'{}; it asks for {}", form.name, name,
                               meant ? fmt::format(", did you mean '{}'?", *meant) : "", fmt::join(known, ", "));
    }
}

std::optional<Interview::Result> Interview::run(const templates::Template &form) {
  refuseUnknownAnswers(form);
  Result result;
  if (!complaint_.empty())
    return std::nullopt;
  result.file = request_.file.empty() ? ask("file", "where the plan goes", "") : request_.file;
  if (result.file.empty()) {
    if (complaint_.empty())
      complaint_ = "name the file to write (`-`: standard output)";
    return std::nullopt;
  }
  const bool isStream = result.file == standardStream;
  const std::string stem = isStream ? "" : llvm::sys::path::stem(result.file).str();
  settle(result.answers, "id", "the number of the change", nameFlaw(stem).empty() ? stem : "CHG0000001", nameFlaw);
  settle(result.answers, "title", "what it does, in a few words", std::string(form.purpose), noFlaw);
  result.people = people(isStream ? "" : result.file, result.answers);
  window(form, result.answers);
  for (const templates::Question &question : form.questions)
    settle(result.answers, question.name, question.asks, "", noFlaw);
  return complaint_.empty() ? std::optional(std::move(result)) : std::nullopt;
}

} // namespace changec::driver
