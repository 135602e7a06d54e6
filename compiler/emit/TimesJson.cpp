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

} // namespace changec::emit
