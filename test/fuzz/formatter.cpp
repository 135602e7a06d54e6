// Any bytes to the formatter: test/unit/FormattingFlaw.h says what must hold.
#include "FormattingFlaw.h"
#include "Judge.h"

using namespace changec;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (const auto flaw = unit::formattingFlaw("fuzz.change", fuzz::textOf(data, size)); flaw && !flaw->empty())
    fuzz::fail(*flaw);
  return 0;
}
