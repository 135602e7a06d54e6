// Any bytes as a plan, through the whole compiler to all outputs: test/fuzz/Judge.h says what must hold.
#include "Judge.h"

using namespace changec;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  sema::Options options;
  options.demandValues = false;
  options.mostSteps = 1000; // what a hundred times as many would show, so many do, a hundred times as often
  fuzz::judgeAnalysis(fuzz::textOf(data, size), options);
  return 0;
}
