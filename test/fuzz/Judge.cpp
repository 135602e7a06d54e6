#include "Judge.h"
#include "Json.h"

#include "diagnostics/Edits.h"
#include "diagnostics/JsonRenderer.h"
#include "diagnostics/MachineReport.h"
#include "diagnostics/TextRenderer.h"
#include "driver/OutputKind.h"
#include "emit/BackoutExplanation.h"
#include "emit/CalendarHistory.h"
#include "emit/PlanText.h"

#include <fmt/format.h>
#include <llvm/Support/FileSystem.h>

#include <cstdlib>
#include <fstream>
#include <unistd.h>

namespace changec::fuzz {
namespace {

void mustBeJson(std::string_view what, std::string_view text) {
  if (const std::string flaw = flawOfJson(text); !flaw.empty())
    fail(fmt::format("{} is no JSON: {}", what, flaw), text);
}

void mustLieInItsFile(Range range, const SourceManager &sources) {
  if (range.valid() && (range.begin > range.end || range.end > sources.file(range.file).text().size()))
    fail("a diagnostic points beyond its file", fmt::format("{}..{}", range.begin, range.end));
}

void judgePlaces(const Diagnostic &diagnostic, const SourceManager &sources) {
  mustLieInItsFile(diagnostic.range, sources);
  for (const Label &label : diagnostic.labels)
    mustLieInItsFile(label.range, sources);
  for (const Suggestion &suggestion : diagnostic.suggestions)
    for (const Edit &edit : suggestion.edits)
      mustLieInItsFile(edit.range, sources);
}

/// All that a call says of a text, and makes of it.
std::string everythingOf(std::string_view text, const sema::Options &options) {
  SourceManager sources;
  DiagnosticEngine diagnostics;
  const FileId file = sources.addEmbedded("fuzz.change", text);
  auto plan = sema::analyse(sources, file, options, diagnostics);
  std::string result = judgeDiagnostics(diagnostics, sources);
  (void)applyCertainEdits(text, file, diagnostics.sorted());
  if (plan && diagnostics.hasErrors())
    fail("there is a plan though there are errors", result);
  if (!plan && !diagnostics.hasErrors() && options.demandValues)
    fail("there is nothing to build, and nothing was said", text);
  if (plan)
    result += judgeOutputs(*plan);
  return result;
}

} // namespace

void fail(std::string_view what, std::string_view detail) {
  fmt::print(stderr, "{}\n{}\n", what, detail);
  std::abort();
}

std::string_view textOf(const uint8_t *data, size_t size) {
  return {reinterpret_cast<const char *>(data), size};
}

std::string judgeDiagnostics(const DiagnosticEngine &diagnostics, const SourceManager &sources) {
  std::string text;
  for (const Diagnostic &diagnostic : diagnostics.sorted()) {
    judgePlaces(diagnostic, sources);
    text += renderText(diagnostic, sources, {});
    mustBeJson("a diagnostic", renderJson(diagnostic, sources));
  }
  for (const auto format :
       {DiagnosticsFormat::sarif, DiagnosticsFormat::gitlab, DiagnosticsFormat::github, DiagnosticsFormat::junit}) {
    const auto report = machineReport(format);
    const std::string joined = report->join({report->part("fuzz.change", diagnostics, sources)});
    if (format == DiagnosticsFormat::sarif || format == DiagnosticsFormat::gitlab)
      mustBeJson("a report", joined);
  }
  return text + renderSummary(diagnostics, {});
}

void judgeOutput(const driver::OutputText &made, const plan::Plan &plan) {
  if (made.suffix.ends_with(".json"))
    mustBeJson(made.suffix, made.text);
  if (made.suffix == ".communications.ics")
    if (const auto read = emit::readCalendar(made.text, plan.id); std::holds_alternative<emit::CalendarFlaw>(read))
      fail("the next build could not read this calendar: " + std::get<emit::CalendarFlaw>(read).reason, made.text);
}

std::string judgeOutputs(plan::Plan &plan) {
  std::vector<const driver::OutputKind *> kinds;
  for (const driver::OutputKind &kind : driver::outputKinds())
    kinds.push_back(&kind);
  std::vector<std::string> texts(kinds.size());
  driver::Material material{plan};
  driver::emitAll(kinds, material, [&](size_t kind, const driver::OutputText &made) {
    judgeOutput(made, plan);
    texts[kind] += made.text;
  });
  std::string all;
  for (const std::string &text : texts)
    all += text;
  for (uint32_t step = 0; step < plan.steps.size(); ++step)
    all += emit::explainBackout(plan, step);
  return all;
}

void judgeAnalysis(std::string_view text, const sema::Options &options) {
  const std::string first = everythingOf(text, options);
  if (first != everythingOf(text, options))
    fail("the same text, compiled again, is something else", first);
}

ScratchFile::ScratchFile(std::string_view name) {
  llvm::SmallString<128> folder;
  if (llvm::sys::fs::createUniqueDirectory("changec-fuzz", folder))
    fail("there is no temporary folder");
  folder_ = std::string(folder);
  path_ = fmt::format("{}/{}", folder_, name);
}

ScratchFile::~ScratchFile() {
  (void)llvm::sys::fs::remove_directories(folder_);
}

void ScratchFile::write(std::string_view text) {
  std::ofstream(path_, std::ios::binary | std::ios::trunc)
      .write(text.data(), static_cast<std::streamsize>(text.size()));
}

} // namespace changec::fuzz
