// `changec diff`: what changed between two versions of a plan.
#pragma once

#include "driver/ExitStatus.h"
#include "driver/Invocation.h"

namespace changec::driver {

/// Compares two versions and prints what differs. `errors` where anything does; `usage` where a version has errors, so
/// that they cannot be compared.
ExitStatus diff(const DiffRequest &request);

/// The same as the driver of `git diff`, for which every answer is a success. Versions that cannot be compared as plans
/// are compared by lines.
ExitStatus gitDiff(const GitDiffRequest &request);

} // namespace changec::driver
