// Windows, and when a message goes out, as every JSON output writes them. Times are RFC 3339.
#pragma once

#include "plan/Plan.h"
#include "plan/Time.h"
#include "plan/Timeline.h"
#include "source/JsonWriter.h"

namespace changec::emit {

/// The member `"window"`, in its own zone; nothing for a window that the plan does not give.
void writeWindow(JsonWriter &json, const plan::Window &window);

/// The member `"when"`: `{"event", "step"}`, `{"at", "written"}` or `{"every", "during"}` with seconds.
void writeWhen(JsonWriter &json, const plan::Message &message, const plan::Zone &zone);

/// The member `"times"` of a step: durations in seconds, and moments where the plan has a window. What is 0, or the
/// same in the worst case as planned, is left out.
void writeStepTimes(JsonWriter &json, const plan::Step &step, const plan::StepTimes &times, const plan::Zone &zone);

/// The member `"timeline"`: what is the plan's as a whole.
void writeTimeline(JsonWriter &json, const plan::Timeline &timeline, const plan::Zone &zone);

} // namespace changec::emit
