// Who is told what of a change, and whether it can be: the rules of communication. Private to this library.
#pragma once

#include "sema/Lowering.h"

namespace changec::sema {

/// Judges all messages of the plan.
void judgeCommunication(Lowering &lowering);

/// Its parts: who is not told of what; updates that are promised; channels that a step takes down; senders who have a
/// step to do.
void judgeWhoIsTold(Lowering &lowering);
void judgePromises(Lowering &lowering);
void judgeChannels(Lowering &lowering);
void judgeSenders(Lowering &lowering);

} // namespace changec::sema
