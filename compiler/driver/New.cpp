#include "driver/New.h"
#include "diagnostics/Spelling.h"
#include "driver/Descriptor.h"
#include "driver/Interview.h"
#include "driver/Report.h"
#include "format/Format.h"
#include "sema/Analyse.h"
#include "syntax/Parser.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/Support/FileSystem.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace changec::driver {
namespace {

using templates::Template;

ExitStatus refuse(const std::string &text) {
  writeAll(STDERR_FILENO, fmt::format("changec new: {}\n", text));
  return ExitStatus::usage;
}

std::string listOf(const std::vector<Template> &forms) {
  std::string text;
  for (const Template &form : forms)
    text += fmt::format("{:<18}{}\n", form.name, form.purpose);
  return text;
}

constexpr std::string_view isThere = "it is there already, and is left as it is";

/// A file is made, never replaced, also where somebody else makes it meanwhile.
ExitStatus create(const std::string &path, const std::string &text) {
  if (path == standardStream)
    return writeAll(STDOUT_FILENO, text) ? ExitStatus::inputOrOutput : ExitStatus::clean;
  constexpr mode_t mode = 0666;
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0) {
    const bool there = errno == EEXIST;
    writeAll(STDERR_FILENO, fmt::format("changec new: {}: {}\n", path, there ? isThere : std::strerror(errno)));
    return ExitStatus::inputOrOutput;
  }
  const auto failure = writeAll(descriptor, text);
  if (::close(descriptor) == 0 && !failure)
    return ExitStatus::clean;
  (void)::unlink(path.c_str());
  writeAll(STDERR_FILENO, fmt::format("changec new: {}: {}\n", path, failure ? failure.message() : "not written"));
  return ExitStatus::inputOrOutput;
}

/// The plan in the one style; nothing after a report where it is none.
std::optional<std::string> formatted(const std::string &name, const std::string &text, const Reporting &reporting) {
  SourceManager sources;
  DiagnosticEngine diagnostics;
  const FileId file = sources.addEmbedded(name, text);
  const auto tree = syntax::parse(sources, file, diagnostics);
  if (!diagnostics.hasErrors())
    return format::format(sources.file(file), *tree);
  report(diagnostics, sources, reporting);
  return std::nullopt;
}

/// How many blanks are left; nothing after a report of what else is wrong, as in the file with people.
std::optional<size_t> blanksIn(const std::string &name, const std::string &text, const Reporting &reporting) {
  SourceManager sources;
  DiagnosticEngine diagnostics;
  sema::Options options;
  options.demandValues = false;
  (void)sema::analyse(sources, sources.addEmbedded(name, text), options, diagnostics);
  size_t blanks = 0;
  bool others = false;
  for (const Diagnostic &diagnostic : diagnostics.sorted())
    if (diagnostic.kind == &diag::blankLeft)
      ++blanks;
    else
      others |= diagnostic.level == Level::error;
  if (!others)
    return blanks;
  diagnostics.withdraw(diag::blankLeft);
  report(diagnostics, sources, reporting);
  return std::nullopt;
}

} // namespace

ExitStatus newPlan(const NewRequest &request) {
  const std::vector<Template> forms = templates::allTemplates();
  if (request.list)
    return writeAll(STDOUT_FILENO, listOf(forms)) ? ExitStatus::inputOrOutput : ExitStatus::clean;
  Interview interview(request);
  std::string wanted = request.form;
  if (wanted.empty() && interview.asks()) {
    writeAll(STDERR_FILENO, listOf(forms));
    wanted = interview.ask("template", "one of these", std::string(forms.front().name));
  }
  const auto form = llvm::find_if(forms, [&](const Template &each) { return each.name == wanted; });
  if (form == forms.end()) {
    if (wanted.empty())
      return refuse("name a template and a file: TEMPLATE FILE\n" + listOf(forms));
    std::vector<std::string_view> names;
    names.reserve(forms.size());
    for (const Template &each : forms)
      names.push_back(each.name);
    const auto meant = closest(wanted, names);
    return refuse(fmt::format("there is no template '{}'{}\n{}", wanted,
                              meant ? fmt::format("; did you mean '{}'?", *meant) : "", listOf(forms)));
  }
  if (llvm::sys::fs::exists(request.file)) { // before anything is asked
    writeAll(STDERR_FILENO, fmt::format("changec new: {}: {}\n", request.file, isThere));
    return ExitStatus::inputOrOutput;
  }
  const std::optional<Interview::Result> result = interview.run(*form);
  if (!result)
    return refuse(interview.complaint());
  const std::string text = templates::fillIn(*form, result->answers, result->people);
  const auto plan = formatted(result->file, text, request.reporting);
  const auto blanks = plan ? blanksIn(result->file, *plan, request.reporting) : std::nullopt;
  if (!blanks)
    return ExitStatus::errors;
  const ExitStatus status = create(result->file, *plan);
  if (status == ExitStatus::clean && result->file != standardStream)
    writeAll(STDOUT_FILENO,
             *blanks == 0 ? fmt::format("{}: written\n", result->file)
                          : fmt::format("{0}: written, with {1} blank{2} to fill in: `changec check {0}` names {3}\n",
                                        result->file, *blanks, *blanks == 1 ? "" : "s", *blanks == 1 ? "it" : "them"));
  return status;
}

} // namespace changec::driver
