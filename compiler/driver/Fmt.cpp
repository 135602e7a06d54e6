#include "driver/Fmt.h"
#include "driver/Descriptor.h"
#include "driver/Outputs.h"
#include "driver/Report.h"
#include "format/Format.h"
#include "source/LineDiff.h"
#include "syntax/Parser.h"

#include <fmt/format.h>

#include <unistd.h>

namespace changec::driver {
namespace {

class Formatter {
public:
  Formatter(const std::string &path, const FormatRequest &request) : path_(path), request_(request) {}

  ExitStatus run() {
    const SourceManager::Loaded loaded = sources_.load(path_, path_ == standardStream ? "<stdin>" : path_);
    ExitStatus status = ExitStatus::clean;
    if (loaded.error)
      diagnostics_.report(diag::fileNotReadable, {}, path_, loaded.error->reason);
    else
      status = formatFile(loaded.file);
    if (diagnostics_.hasErrors())
      report(diagnostics_, sources_, request_.reporting);
    return worse(status, statusOf(diagnostics_));
  }

private:
  const std::string &path_;
  const FormatRequest &request_;
  SourceManager sources_;
  DiagnosticEngine diagnostics_;

  ExitStatus formatFile(FileId file) {
    const auto tree = syntax::parse(sources_, file, diagnostics_);
    if (tree->damaged || diagnostics_.hasErrors())
      return ExitStatus::errors;
    const SourceFile &source = sources_.file(file);
    const auto formatted = format::format(source, *tree);
    if (!formatted) {
      writeAll(STDERR_FILENO, fmt::format("changec fmt: {}: the compiler failed: the formatted text would not say the "
                                          "same; nothing is written\n",
                                          path_));
      return ExitStatus::internal;
    }
    return handOn(source.text(), *formatted);
  }

  ExitStatus handOn(std::string_view before, const std::string &after) {
    if (request_.check || request_.diff) {
      if (before == after)
        return ExitStatus::clean;
      const std::string shown = request_.diff ? unifiedDiff(path_, path_, before, after) : path_ + '\n';
      if (writeAll(STDOUT_FILENO, shown))
        return ExitStatus::inputOrOutput;
      return request_.check ? ExitStatus::errors : ExitStatus::clean;
    }
    if (before == after && path_ != standardStream)
      return ExitStatus::clean;
    if (const auto failure = write({path_, after, false, true}))
      diagnostics_.report(diag::fileNotWritable, {}, failure->path, failure->reason);
    return ExitStatus::clean;
  }
};

} // namespace

ExitStatus formatFiles(const FormatRequest &request) {
  ExitStatus worst = ExitStatus::clean;
  for (const std::string &path : request.files)
    worst = worse(worst, Formatter(path, request).run());
  return worst;
}

} // namespace changec::driver
