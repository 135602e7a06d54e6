// A change record as Jira Service Management takes it: the bodies of REST API v3 for an issue and its subtasks.
// https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-post
#pragma once

#include "emit/RecordPlans.h"
#include "source/JsonWriter.h"

namespace changec::emit {

/// The members `issue`, `namedFields` (by the names of custom fields, whose numbers differ from site to site) and
/// `subtasks`. Texts of several lines are Atlassian documents.
void writeJira(JsonWriter &json, const plan::Plan &plan, const RecordPlans &plans);

} // namespace changec::emit
