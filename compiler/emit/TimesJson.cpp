#include "emit/TimesJson.h"

namespace changec::emit {

using namespace plan;

namespace {

void whenMembers(JsonWriter &json, const OnEvent &on, const Zone &) {
  json.member("event", name(on.event));
  json.memberIfAny("step", on.step);
}

void whenMembers(JsonWriter &json, const AtInstant &at, const Zone &zone) {
  json.member("at", formatTimestamp(at.instant, zone));
  json.memberIfAny("written", at.written);
}

void whenMembers(JsonWriter &json, const Every &every, const Zone &) {
  json.member("every", every.interval);
  json.member("during", every.duringBackout ? "backout" : "implementation");
}

} // namespace

void writeWindow(JsonWriter &json, const Window &window) {
  if (window.zone.empty())
    return;
  const Zone zone = zoneOf(window);
  json.object("window", [&] {
    json.member("start", formatTimestamp(window.start, zone));
    json.member("end", formatTimestamp(window.end, zone));
    json.member("zone", window.zone);
  });
}

void writeWhen(JsonWriter &json, const Message &message, const Zone &zone) {
  json.object("when", [&] { std::visit([&](const auto &when) { whenMembers(json, when, zone); }, message.when); });
}

void writeStepTimes(JsonWriter &json, const Step &step, const StepTimes &times, const Zone &zone) {
  const auto seconds = [&](std::string_view key, Duration duration, Duration otherwise) {
    if (duration != otherwise)
      json.member(key, duration);
  };
  const auto moment = [&](std::string_view key, Instant instant) { json.member(key, formatTimestamp(instant, zone)); };
  if (!times.dated && times.planned == 0 && times.worst == 0 && times.backout == 0)
    return;
  json.object("times", [&] {
    seconds("planned", times.planned, 0);
    seconds("worst", times.worst, times.planned);
    seconds("undo", times.undo, 0);
    seconds("backout", times.backout, 0);
    if (!times.dated)
      return;
    moment("start", times.start);
    moment("end", times.end);
    if (times.worstStart != times.start)
      moment("worstStart", times.worstStart);
    if (times.worstEnd != times.end)
      moment("worstEnd", times.worstEnd);
    if (times.turnRound && canTurnRound(step))
      moment("turnRound", *times.turnRound);
    if (times.latestStart)
      moment(step.kind == StepKind::gate ? "latestAnswer" : "latestStart", *times.latestStart);
  });
}

void writeTimeline(JsonWriter &json, const Timeline &timeline, const Zone &zone) {
  const auto seconds = [&](std::string_view key, Duration duration) {
    if (duration != 0)
      json.member(key, duration);
  };
  const Duration around =
      timeline.opening + timeline.closing + timeline.tellingOfBackout + timeline.health + timeline.tellingOfSuccess;
  if (!timeline.dated && around == 0)
    return;
  json.object("timeline", [&] {
    seconds("opening", timeline.opening);
    seconds("closing", timeline.closing);
    seconds("tellingOfBackout", timeline.tellingOfBackout);
    seconds("health", timeline.health);
    seconds("tellingOfSuccess", timeline.tellingOfSuccess);
    if (timeline.dated) {
      json.member("end", formatTimestamp(timeline.end, zone));
      if (timeline.worstEnd != timeline.end)
        json.member("worstEnd", formatTimestamp(timeline.worstEnd, zone));
    }
  });
}

} // namespace changec::emit
