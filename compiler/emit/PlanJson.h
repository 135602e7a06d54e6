// The whole plan as JSON (docs/plan-json.md), and the digest that names it.
#pragma once

#include "plan/Plan.h"

#include <string>

namespace changec::emit {

struct PlanDocument {
  /// The plan as indented JSON, `"format": "changec.plan", "version": 1`, ending in a newline. It is byte-identical for
  /// equal plans. The format is described in docs/plan-json.md and docs/plan.schema.json.
  std::string json;
  /// SHA-256, in lower-case hexadecimal, over the same JSON without its `digest` and without white space between
  /// tokens. It covers all that an output can show, the compiler's version too: equal digests mean equal outputs.
  std::string digest;
};

/// Does not read the plan's own digest.
PlanDocument planDocument(const plan::Plan &plan);

} // namespace changec::emit
