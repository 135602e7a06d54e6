// Headers of emails, made when the plan is compiled: one line each, by RFC 2047 where they are not printable ASCII.
#pragma once

#include "plan/Plan.h"

#include <string>
#include <string_view>

namespace changec::emit {

/// A header's text as it is where it is printable ASCII, else in encoded words of UTF-8, folded.
std::string encodedHeader(std::string_view text);

/// A header is one line: what would start another one becomes a blank.
std::string oneLine(std::string_view text);

/// `"Ann Lee" <ann@acme.example>`; empty where the contact has no email.
std::string fromHeader(const plan::Plan &plan, uint32_t contact);

/// What a message is about, on one line: the change, the event, the change's title. Not encoded.
std::string subjectOf(const plan::Plan &plan, const plan::Message &message);

} // namespace changec::emit
