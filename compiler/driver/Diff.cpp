#include "driver/Diff.h"
#include "compare/Outputs.h"
#include "diagnostics/Display.h"
#include "diagnostics/Ink.h"
#include "driver/Compile.h"
#include "driver/Descriptor.h"
#include "driver/Report.h"
#include "driver/Terminal.h"
#include "source/LineDiff.h"

#include <fmt/format.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/Path.h>

#include <unistd.h>

namespace changec::driver {
namespace {

/// One version of a plan: where its text is, and the path by which its imports are found.
class Version {
public:
  Version(const std::string &file, const std::string &name, const sema::Options &analysis) {
    const SourceManager::Loaded loaded = sources_.load(file, name);
    if (loaded.error) {
      diagnostics_.report(diag::fileNotReadable, {}, name, loaded.error->reason);
      return;
    }
    text_ = sources_.file(loaded.file).text();
    plan_ = sema::analyse(sources_, loaded.file, analysis, diagnostics_);
    if (diagnostics_.hasErrors())
      plan_.reset();
  }

  /// Nothing where it has errors, or no change in it.
  [[nodiscard]] const std::optional<plan::Plan> &plan() const { return plan_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] bool hasErrors() const { return diagnostics_.hasErrors(); }

  /// Why there is no plan, where there is none.
  ExitStatus refuse(const std::string &name, const Reporting &reporting) const {
    if (plan_)
      return ExitStatus::clean;
    if (!hasErrors())
      writeAll(STDERR_FILENO, fmt::format("changec diff: {}: there is no change in it\n", name));
    else
      report(diagnostics_, sources_, reporting);
    return statusOf(diagnostics_) == ExitStatus::inputOrOutput ? ExitStatus::inputOrOutput : ExitStatus::usage;
  }

private:
  SourceManager sources_;
  DiagnosticEngine diagnostics_;
  std::optional<plan::Plan> plan_;
  std::string_view text_;
};

/// Standard input has its imports beside the other version.
std::string nameOf(const std::string &path, const std::string &other) {
  if (path != standardStream)
    return path;
  llvm::SmallString<128> name(llvm::sys::path::parent_path(other));
  llvm::sys::path::append(name, "<stdin>");
  return name.str().str();
}

std::string coloured(const std::string &unified, bool colour) {
  std::string out;
  for (std::string_view rest = unified; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    const char sign = line.empty() ? ' ' : line.front();
    paint(out,
          sign == '+'   ? Ink::added
          : sign == '-' ? Ink::removed
          : sign == '@' ? Ink::help
                        : Ink::plain,
          printable(line), colour);
    out += '\n';
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

} // namespace

ExitStatus diff(const DiffRequest &request) {
  const std::string nameBefore = nameOf(request.before, request.after);
  const std::string nameAfter = nameOf(request.after, request.before);
  const Version before(request.before, nameBefore, request.analysis);
  const Version after(request.after, nameAfter, request.analysis);
  const ExitStatus trouble =
      worse(before.refuse(nameBefore, request.reporting), after.refuse(nameAfter, request.reporting));
  if (trouble != ExitStatus::clean)
    return trouble;
  const compare::Comparison comparison = compare::compare(*before.plan(), *after.plan());
  std::string text;
  switch (request.format) {
  case DiffFormat::text:
    text = compare::comparisonText(comparison,
                                   {usesColour(request.reporting.colour, STDOUT_FILENO), textWidth(request.width)});
    break;
  case DiffFormat::markdown: text = compare::comparisonMarkdown(comparison); break;
  case DiffFormat::json: text = compare::comparisonJson(comparison); break;
  }
  return worse(page(text), comparison.same() ? ExitStatus::clean : ExitStatus::errors);
}

ExitStatus gitDiff(const GitDiffRequest &request) {
  const bool colour = usesColourUnderGit(request.reporting.colour);
  std::string out;
  paint(out, Ink::strong, printable(request.path), colour);
  if (request.newPath != request.path)
    out += fmt::format(" -> {}", printable(request.newPath));
  const auto print = [&](std::string_view rest) {
    out += rest;
    return writeAll(STDOUT_FILENO, out) ? ExitStatus::inputOrOutput : ExitStatus::clean;
  };
  if (request.before.empty())
    return print(": not merged\n");
  const Version before(request.before, request.path, request.analysis);
  const Version after(request.after, request.newPath, request.analysis);
  if (before.plan() && after.plan()) {
    const compare::Comparison comparison = compare::compare(*before.plan(), *after.plan());
    if (comparison.same())
      return print(": the plan is the same; only how it is written differs\n");
    out += '\n';
    return print(compare::comparisonText(comparison, {colour, textWidth(request.width)}) + '\n');
  }
  const std::string_view reason = before.text().empty()  ? "is new"
                                  : after.text().empty() ? "is gone"
                                  : after.hasErrors()    ? "has errors"
                                  : before.hasErrors()   ? "had errors"
                                                         : "has no change in it";
  return print(fmt::format(": {}; by lines:\n", reason) +
               coloured(unifiedDiff("a/" + request.path, "b/" + request.newPath, before.text(), after.text()), colour));
}

} // namespace changec::driver
