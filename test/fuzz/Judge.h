// What every fuzzer demands of the compiler, whatever it was given.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "plan/Plan.h"
#include "sema/Analyse.h"
#include "source/Source.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace changec::fuzz {

/// Ends the program, so that libFuzzer keeps the input.
[[noreturn]] void fail(std::string_view what, std::string_view detail = {});

/// The input as text.
std::string_view textOf(const uint8_t *data, size_t size);

/// Every diagnostic in every form: places lie within their files, what should be JSON is. Gives the text for a person.
std::string judgeDiagnostics(const DiagnosticEngine &diagnostics, const SourceManager &sources);

/// Every output of a plan: what should be JSON is, the calendar is one that the next build can read. Gives all of it.
std::string judgeOutputs(plan::Plan &plan);

/// Checks a plan as `build` does, and judges what comes out, twice: both must be the same. Files that the text imports
/// are looked for in the current folder and below `options.importRoots`.
void judgeAnalysis(std::string_view text, const sema::Options &options);

/// A file below a temporary folder of this program's own, gone with it.
class ScratchFile {
public:
  explicit ScratchFile(std::string_view name);
  ~ScratchFile();
  ScratchFile(const ScratchFile &) = delete;
  ScratchFile &operator=(const ScratchFile &) = delete;

  /// Puts `text` in the place of what is in it.
  void write(std::string_view text);
  [[nodiscard]] const std::string &path() const { return path_; }
  [[nodiscard]] const std::string &folder() const { return folder_; }

private:
  std::string folder_;
  std::string path_;
};

} // namespace changec::fuzz
