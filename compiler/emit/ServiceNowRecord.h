// A change record as ServiceNow takes it: the bodies of a `change_request` and of its `change_task`s.
// https://www.servicenow.com/docs/bundle/zurich-api-reference/page/integrate/inbound-rest/concept/change-management-api.html
#pragma once

#include "emit/RecordPlans.h"
#include "source/JsonWriter.h"

namespace changec::emit {

/// The members `change` and `tasks`. Times are UTC in the form of a database value, `2026-12-05 21:00:00`. Fields that
/// refer to other records (`assigned_to`, `assignment_group`, `cmdb_ci`, `business_service`) hold names.
void writeServiceNow(JsonWriter &json, const plan::Plan &plan, const RecordPlans &plans);

} // namespace changec::emit
