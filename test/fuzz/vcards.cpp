// Any bytes as a file of vCards whose contacts a plan imports and names.
#include "Judge.h"

using namespace changec;

namespace {

constexpr std::string_view planText = R"(
import contacts "team.vcf"
change CHG1 "t" {
  manager carol
  risk low
  step one "s" { owner carol do `true` undo `true` }
}
)";

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static fuzz::ScratchFile file("team.vcf");
  file.write(fuzz::textOf(data, size));
  sema::Options options;
  options.importRoots = {file.folder()};
  fuzz::judgeAnalysis(planText, options);
  return 0;
}
