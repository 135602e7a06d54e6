// What a terminal wants: its width, its colours, its pager.
#pragma once

#include "diagnostics/Ink.h"
#include "driver/ExitStatus.h"
#include "driver/Invocation.h"

#include <string>

namespace changec::driver {

/// Whether what goes to `descriptor` is coloured: on a terminal that can, unless NO_COLOR is set.
bool usesColour(Colour wish, int descriptor);

/// The same of what goes to standard output, or to the pager that Git has put behind it.
bool usesColourUnderGit(Colour wish);

/// The addresses that places are linked to in what goes to `descriptor`, as `file://HOST/PATH#LINE`; not set where
/// there are to be no links: on anything but a terminal that is known to show them, and where NO_COLOR is set.
LinkTo linksFor(Hyperlinks wish, int descriptor);

/// The columns of the terminal behind `descriptor`; `usual` where it is none, or narrower than `least`.
unsigned widthOf(int descriptor, unsigned least, unsigned usual);

/// The columns of the terminal behind standard output, for a text of the width that is asked for; 0: 80 without one.
unsigned textWidth(unsigned asked);

/// Prints a text, on a terminal through the pager that PAGER names. An empty PAGER is none.
ExitStatus page(const std::string &text);

} // namespace changec::driver
