// What the plan was judged by, in the plan's JSON: policies, and what the plan was allowed.
#pragma once

#include "plan/Plan.h"
#include "source/JsonWriter.h"

namespace changec::emit {

/// The members `"policies"` and `"allowances"`; nothing where there are none.
void writePolicies(JsonWriter &json, const plan::Plan &plan);

} // namespace changec::emit
