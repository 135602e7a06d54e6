// What each person has to do, to say, and will hear, and when: a page a person.
#pragma once

#include "plan/Plan.h"

#include <string>

namespace changec::emit {

/// The page of one contact as plain text. A team's steps are its lead's too.
std::string personPage(const plan::Plan &plan, uint32_t contact);

/// The pages of all who have a part in the plan, in Markdown.
std::string peopleMarkdown(const plan::Plan &plan);

} // namespace changec::emit
