#include "driver/Fix.h"
#include "diagnostics/Edits.h"
#include "driver/Descriptor.h"
#include "driver/Outputs.h"
#include "driver/Report.h"
#include "sema/Analyse.h"
#include "source/LineDiff.h"

#include <fmt/format.h>

#include <unistd.h>

namespace changec::driver {
namespace {

/// What is mended can show the next mistake; more than this is a mistake that its own edit does not mend.
constexpr unsigned mostRounds = 10;

class Fixer {
public:
  Fixer(const std::string &path, const FixRequest &request)
      : path_(path), name_(path == standardStream ? "<stdin>" : path), request_(request) {}

  ExitStatus run() {
    SourceManager original;
    const SourceManager::Loaded loaded = original.load(path_, name_);
    if (loaded.error) {
      DiagnosticEngine diagnostics(request_.reporting.levels);
      diagnostics.report(diag::fileNotReadable, {}, path_, loaded.error->reason);
      report(diagnostics, original, request_.reporting);
      return statusOf(diagnostics);
    }
    const std::string before(original.file(loaded.file).text());
    text_ = before;
    unsigned rounds = 0;
    while (rounds < mostRounds && oneRound())
      ++rounds;
    return worse(handOn(before), reportRest());
  }

private:
  const std::string &path_;
  std::string name_;
  const FixRequest &request_;
  std::string text_;
  unsigned applied_ = 0;
  unsigned elsewhere_ = 0;

  /// Whether anything was applied.
  bool oneRound() {
    SourceManager sources;
    DiagnosticEngine diagnostics(request_.reporting.levels);
    const FileId file = sources.addEmbedded(name_, text_);
    (void)sema::analyse(sources, file, request_.analysis, diagnostics);
    Applied result = applyCertainEdits(text_, file, diagnostics.sorted());
    elsewhere_ = result.elsewhere;
    applied_ += result.applied;
    const bool changed = result.applied != 0 && result.text != text_;
    text_ = std::move(result.text);
    return changed;
  }

  ExitStatus handOn(const std::string &before) {
    if (request_.diff) {
      const std::string shown = unifiedDiff(path_, path_, before, text_);
      return writeAll(STDOUT_FILENO, shown) ? ExitStatus::inputOrOutput : ExitStatus::clean;
    }
    if (text_ == before && path_ != standardStream)
      return ExitStatus::clean;
    if (const auto failure = write({path_, text_, false, true})) {
      writeAll(STDERR_FILENO, fmt::format("changec fix: {}: {}\n", failure->path, failure->reason));
      return ExitStatus::inputOrOutput;
    }
    return ExitStatus::clean;
  }

  ExitStatus reportRest() {
    SourceManager sources;
    DiagnosticEngine diagnostics(request_.reporting.levels);
    (void)sema::analyse(sources, sources.addEmbedded(name_, text_), request_.analysis, diagnostics);
    report(diagnostics, sources, request_.reporting);
    if (request_.reporting.format == DiagnosticsFormat::text) {
      const auto counted = [](unsigned count) { return fmt::format("{} mistake{}", count, count == 1 ? "" : "s"); };
      if (applied_ != 0)
        writeAll(STDERR_FILENO,
                 fmt::format("{}: {} {}\n", name_, counted(applied_), request_.diff ? "would be mended" : "mended"));
      if (elsewhere_ != 0)
        writeAll(STDERR_FILENO, fmt::format("{}: {} in files that it imports: `changec fix` takes them by name\n",
                                            name_, counted(elsewhere_)));
    }
    return statusOf(diagnostics);
  }
};

} // namespace

ExitStatus fixFiles(const FixRequest &request) {
  ExitStatus worst = ExitStatus::clean;
  for (const std::string &path : request.files)
    worst = worse(worst, Fixer(path, request).run());
  return worst;
}

} // namespace changec::driver
