// Content lines of iCalendar (RFC 5545, section 3.1): escaped, folded, and read again.
#pragma once

#include "plan/Plan.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace changec::emit {

/// Words as a value of type TEXT (RFC 5545, 3.3.11): `\`, `;`, `,` and newlines are escaped; what hides or reorders
/// text, and bytes that are not UTF-8, become U+FFFD.
std::string calendarText(std::string_view words);
/// What `calendarText` made, as words again; unknown escapes stay.
std::string wordsOf(std::string_view calendarText);

/// Words as the value of a parameter, in quotes (RFC 5545, 3.2). A quote in them becomes `'`, since none can stand
/// there.
std::string calendarParameter(std::string_view words);

/// An instant as DATE-TIME in UTC (RFC 5545, 3.3.5, form 2): `20261205T210000Z`.
std::string calendarTime(plan::Instant instant);
/// The same, read; nothing for anything else, a local time included.
std::optional<plan::Instant> readCalendarTime(std::string_view text);

/// `mailto:` and the address (RFC 6068); empty where it is not one plain address.
std::string mailtoUri(std::string_view address);

/// Appends a line, folded so that no line has more than 75 octets and no character is cut, with its CRLF.
void appendFolded(std::string &out, std::string_view line);
/// The lines of a text, unfolded, with or without CR.
std::vector<std::string> unfolded(std::string_view text);

} // namespace changec::emit
