// Times of a plan: its windows, and single instants. Private to this library.
#pragma once

#include "sema/Context.h"

#include <optional>
#include <string_view>

namespace changec::sema {

/// Reads a `window` clause; `defaultZone` is used where it names none. Nothing after a report.
std::optional<plan::Window> readWindow(Context &context, const syntax::WindowClause &clause,
                                       std::string_view defaultZone);

/// Reads a time in a zone; a local time that the zone skips or repeats is reported with both readings.
std::optional<plan::Instant> readInstant(Context &context, const syntax::Literal &literal, const plan::Zone &zone);

} // namespace changec::sema
