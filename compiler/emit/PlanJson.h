// The whole plan as JSON (docs/plan-json.md), and the digest that names it.
#pragma once

#include "plan/Plan.h"

#include <string>

namespace changec::emit {

/// The plan as indented JSON, `"format": "changec.plan", "version": 1`, ending in a newline. It is byte-identical for
/// equal plans. The format is described in docs/plan-json.md and docs/plan.schema.json.
std::string planJson(const plan::Plan &plan);

/// SHA-256, in lower-case hexadecimal, over the same JSON without its `digest` and without white space between tokens.
/// It covers all that an output can show, the compiler's version too: equal digests mean equal outputs.
std::string planDigest(const plan::Plan &plan);

} // namespace changec::emit
