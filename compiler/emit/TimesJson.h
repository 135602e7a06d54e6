// Windows, and when a message goes out, as every JSON output writes them. Times are RFC 3339.
#pragma once

#include "plan/Plan.h"
#include "plan/Time.h"
#include "source/JsonWriter.h"

namespace changec::emit {

/// The member `"window"`, in its own zone; nothing for a window that the plan does not give.
void writeWindow(JsonWriter &json, const plan::Window &window);

/// The member `"when"`: `{"event", "step"}`, `{"at", "written"}` or `{"every", "during"}` with seconds.
void writeWhen(JsonWriter &json, const plan::Message &message, const plan::Zone &zone);

} // namespace changec::emit
