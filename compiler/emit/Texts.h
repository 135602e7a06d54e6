// How the outputs for people show a plan's texts, contacts and events.
#pragma once

#include "plan/Plan.h"

#include <string>
#include <string_view>

namespace changec::emit {

/// A text as it stands before the plan runs: what only the runtime knows is a blank in brackets, `[reason]`.
/// A secret is never shown.
std::string textWithBlanks(const plan::Plan &plan, const plan::Text &text);

/// What stands in brackets for a placeholder: `backout.end` is `end of the backout`.
std::string blankFor(std::string_view placeholder);

/// The text itself; bytes that are not UTF-8 become U+FFFD.
std::string validUtf8(std::string_view text);

/// Whether a character hides, reorders, or ends lines of a text: controls, and those of Unicode that are invisible or
/// turn its direction. Newlines and tabs too.
bool isHidden(char32_t character);

/// The text with U+FFFD for what is hidden or not UTF-8. Newlines stay, `\r\n` as `\n`; a tab is a space.
std::string visibleText(std::string_view text);

/// The text on one line and visible, with at most `limit` characters of Unicode; `...` for what is cut.
std::string shortened(std::string_view text, size_t limit);

/// A contact's title, `Carol Dvorak`; empty for `plan::none`.
std::string_view contactTitle(const plan::Plan &plan, uint32_t contact);

/// A contact's address for a channel; empty where it has none.
std::string_view addressFor(const plan::Contact &contact, std::string_view channel);

/// Who answers at a delivery's address, where it is not the recipient's own: a team's lead. Else `plan::none`.
uint32_t reachedThrough(uint32_t recipient, const plan::Delivery &delivery);

/// When an event's messages go out, for a person: `When the backout begins`, `When step "Apply schema 15" is done`.
std::string eventPhrase(const plan::Plan &plan, const plan::OnEvent &on);

/// An event as the language writes it: `backed_out`, `step migrate done`.
std::string eventName(const plan::OnEvent &on);

} // namespace changec::emit
