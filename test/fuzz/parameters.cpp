// Any bytes as a file of parameters, for a plan that has parameters of all types and uses them.
#include "Judge.h"

using namespace changec;

namespace {

constexpr std::string_view planText = R"(
person p "P" { phone "1" }
action put(t: string, p: path, c: int, w: duration) { do `echo "$t" "$p" "$c" "$w"`  undo `true` }
change CHG1 "t" {
  manager p
  risk low
  param text: string
  param dir: path
  param count: int
  param on: bool
  param pause: duration
  param hosts: [string]
  step one "${text} on ${h}" for h in hosts {
    owner p
    do put(text, dir, count, pause)
  }
  step two "${dir}" {
    owner p
    do `$on`
    undo `true`
  }
}
)";

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static fuzz::ScratchFile file("values");
  file.write(fuzz::textOf(data, size));
  sema::Options options;
  options.parameterFile = file.path();
  fuzz::judgeAnalysis(planText, options);
  return 0;
}
