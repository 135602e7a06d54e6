// Answers the questions about times that stand in standard input, one a line; other lines are passed over:
//   ? time ZONE TEXT
//   ? duration TEXT
//   ? zone NAME
//   ? clocks ZONE FROM TO
#include "plan/Time.h"

#include <fmt/format.h>

#include <iostream>
#include <sstream>
#include <string>

using namespace changec::plan;

namespace {

std::string_view flawName(TimeFlaw flaw) {
  switch (flaw) {
  case TimeFlaw::malformed: return "malformed";
  case TimeFlaw::noSuchDate: return "no such date";
  case TimeFlaw::noSuchTime: return "no such time";
  case TimeFlaw::noSuchOffset: return "no such offset";
  }
  return {};
}

std::string reading(Instant instant, const Zone &zone) {
  return fmt::format("{} = {} = {}", instant, formatTime(instant, zone), showTime(instant, zone));
}

std::string timeAnswer(const std::string &zoneName, const std::string &text) {
  const std::optional<Zone> zone = Zone::load(zoneName);
  if (!zone)
    return "no such zone";
  const auto parsed = parseTime(text);
  if (const auto *flaw = std::get_if<TimeFlaw>(&parsed))
    return std::string(flawName(*flaw));
  const LocalTime local = resolve(std::get<WrittenTime>(parsed), *zone);
  if (local.kind == LocalTime::Kind::unique)
    return reading(local.first, *zone);
  return fmt::format("{}: {} or {}", local.kind == LocalTime::Kind::skipped ? "skipped" : "repeated",
                     reading(local.first, *zone), reading(local.second, *zone));
}

std::string durationAnswer(const std::string &text) {
  const std::optional<Duration> duration = parseDuration(text);
  if (!duration)
    return "no duration";
  return fmt::format("{} = {} = {}", *duration, formatDuration(*duration), showDuration(*duration));
}

std::string clocksAnswer(const std::string &zoneName, const std::string &from, const std::string &to) {
  const std::optional<Zone> zone = Zone::load(zoneName);
  const auto start = parseTime(from);
  const auto end = parseTime(to);
  if (!zone || !std::holds_alternative<WrittenTime>(start) || !std::holds_alternative<WrittenTime>(end))
    return "not a question";
  const auto change = clockChange(resolve(std::get<WrittenTime>(start), *zone).first,
                                  resolve(std::get<WrittenTime>(end), *zone).first, *zone);
  if (!change)
    return "no change";
  return fmt::format("{} {} to {}", formatTime(change->instant, Zone::utc()), change->before, change->after);
}

std::string answer(const std::string &line) {
  std::istringstream words(line);
  std::string mark;
  std::string question;
  std::string first;
  std::string second;
  std::string third;
  words >> mark >> question >> first >> second >> third;
  if (question == "clocks")
    return clocksAnswer(first, second, third);
  if (question == "time")
    return timeAnswer(first, second);
  if (question == "duration")
    return durationAnswer(first);
  return Zone::load(first) ? "a zone" : "no such zone";
}

} // namespace

int main() {
  std::string line;
  while (std::getline(std::cin, line))
    if (line.rfind("? ", 0) == 0)
      std::cout << line << ": " << answer(line) << '\n';
}
