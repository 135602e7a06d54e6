// Contacts and channels: who there is, and how each is reached. Private to this library.
#pragma once

#include "sema/Context.h"

namespace changec::sema {

/// Puts every channel and contact of the plan's files into the Plan.
void lowerContacts(Context &context);

/// The contact that a name refers to, or none after a report.
uint32_t contactNamed(Context &context, const Module &module, const syntax::Name &name);

/// The same, for who owns or decides something: a person, or a team with a lead (language.md, 1).
uint32_t ownerNamed(Context &context, const Module &module, const syntax::Name &name);

/// The channel that a name refers to, or none after a report.
uint32_t channelNamed(Context &context, const Module &module, const syntax::Name &name);

} // namespace changec::sema
