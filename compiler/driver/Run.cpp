#include "driver/Run.h"
#include "driver/CommandLine.h"
#include "driver/Descriptor.h"
#include "driver/Diff.h"
#include "driver/Explain.h"
#include "driver/Fix.h"
#include "driver/Fmt.h"
#include "driver/New.h"
#include "driver/Pipeline.h"
#include "driver/Show.h"
#include "driver/Where.h"

#include <unistd.h>

namespace changec::driver {
namespace {

ExitStatus carryOut(const BuildRequest &request) {
  return build(request);
}
ExitStatus carryOut(const CheckRequest &request) {
  return check(request);
}
ExitStatus carryOut(const FormatRequest &request) {
  return formatFiles(request);
}
ExitStatus carryOut(const WhereRequest &request) {
  return where(request);
}
ExitStatus carryOut(const FixRequest &request) {
  return fixFiles(request);
}
ExitStatus carryOut(const ShowRequest &request) {
  return show(request);
}
ExitStatus carryOut(const DiffRequest &request) {
  return diff(request);
}
ExitStatus carryOut(const GitDiffRequest &request) {
  return gitDiff(request);
}
ExitStatus carryOut(const NewRequest &request) {
  return newPlan(request);
}
ExitStatus carryOut(const ExplainRequest &request) {
  return explain(request);
}

ExitStatus carryOut(const Answer &answer) {
  const int descriptor = answer.status == ExitStatus::clean ? STDOUT_FILENO : STDERR_FILENO;
  return writeAll(descriptor, answer.text) ? ExitStatus::inputOrOutput : answer.status;
}

} // namespace

ExitStatus run(int argc, const char *const *argv) {
  return std::visit([](const auto &request) { return carryOut(request); }, parseCommandLine(argc, argv));
}

} // namespace changec::driver
