// When a message goes out, as every JSON output writes it.
#pragma once

#include "plan/Plan.h"
#include "plan/Time.h"
#include "source/JsonWriter.h"

namespace changec::emit {

/// The member `"when"`: `{"event", "step"}`, `{"at", "written"}` with an RFC 3339 time, or `{"every", "during"}` with
/// seconds.
void writeWhen(JsonWriter &json, const plan::Message &message, const plan::Zone &zone);

} // namespace changec::emit
