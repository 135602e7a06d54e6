// How a step is taken back, in a few words for a reader.
#pragma once

#include "plan/Plan.h"

#include <cstdint>
#include <string>
#include <vector>

namespace changec::emit {

/// An operation on one line: a call with its arguments, the first line of its shell, what a person does.
std::string operationPhrase(const plan::Plan &plan, const plan::Operation &operation);

/// What takes back the step at the index, in the order in which it runs, a line each.
std::vector<std::string> inversePhrases(const plan::Plan &plan, uint32_t step);

} // namespace changec::emit
