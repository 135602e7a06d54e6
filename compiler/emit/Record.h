// The change record: what a change advisory board sees of a plan (docs/record.md).
#pragma once

#include "emit/RecordPlans.h"

#include <string>

namespace changec::emit {

/// `"format": "changec.record", "version": 1`: the record's fields, and the same with the names and shapes of
/// ServiceNow and of Jira Service Management (docs/record.schema.json).
std::string recordJson(const plan::Plan &plan, const RecordPlans &plans);

/// The page that a reviewer reads.
std::string recordMarkdown(const plan::Plan &plan, const RecordPlans &plans);

} // namespace changec::emit
