#include "emit/MessageJson.h"

namespace changec::emit {

using namespace plan;

void writeWhen(JsonWriter &json, const Message &message, const Zone &zone) {
  json.object("when", [&] {
    if (const auto *on = std::get_if<OnEvent>(&message.when)) {
      json.member("event", name(on->event));
      json.memberIfAny("step", on->step);
    } else if (const auto *at = std::get_if<AtInstant>(&message.when)) {
      json.member("at", formatTimestamp(at->instant, zone));
      json.memberIfAny("written", at->written);
    } else if (const auto *every = std::get_if<Every>(&message.when)) {
      json.member("every", every->interval);
      json.member("during", every->duringBackout ? "backout" : "implementation");
    }
  });
}

} // namespace changec::emit
