// Values: arguments, defaults and lists, judged against the type that is wanted. Private to this library.
#pragma once

#include "sema/Lowering.h"

#include <optional>

namespace changec::sema {

/// The value with its own type; nothing after a report. A bare name is a parameter or a remembered value.
std::optional<TypedText> readValue(Context &context, const syntax::Value &value, const TextNames &names);

/// The value as one of the wanted type; nothing after a report.
std::optional<plan::Text> readValueAs(Context &context, const syntax::Value &value, Type wanted,
                                      const TextNames &names);

/// The elements of a list that is known when the plan is compiled; nothing after a report.
std::optional<std::vector<std::string>> readConstantList(Context &context, const syntax::Value &value,
                                                         const TextNames &names);

/// A duration in seconds; nothing after a report.
std::optional<plan::Duration> readDuration(Context &context, const syntax::Literal &literal);

/// A whole number from 0 to `most`; nothing after a report.
std::optional<uint32_t> readCount(Context &context, const syntax::Literal &literal, uint32_t most);

} // namespace changec::sema
