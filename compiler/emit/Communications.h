// The communication schedule: who tells whom, when, by what, and in which words (docs/communication.md).
#pragma once

#include "plan/Plan.h"

#include <string>

namespace changec::emit {

/// Tables to print: fixed times, the implementation, the backout, and the contacts with their numbers.
std::string communicationsMarkdown(const plan::Plan &plan);

/// A row a delivery (RFC 4180, UTF-8, CRLF). A cell that a spreadsheet might run as a formula begins with `'`.
std::string communicationsCsv(const plan::Plan &plan);

/// `"format": "changec.communications", "version": 1`.
std::string communicationsJson(const plan::Plan &plan);

} // namespace changec::emit
