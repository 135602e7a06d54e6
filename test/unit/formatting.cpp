// Formats files, and compares what the compiler makes of each before and after: the plan without its places, or what is
// said of it. Formatting what is formatted must change nothing.
//   formatting FILE...
#include "diagnostics/Diagnostics.h"
#include "emit/PlanJson.h"
#include "format/Format.h"
#include "sema/Analyse.h"
#include "syntax/Parser.h"

#include <fmt/format.h>

#include <algorithm>

using namespace changec;

namespace {

std::string withoutPlaces(std::string_view json) {
  std::string result;
  while (!json.empty()) {
    const std::string_view line = json.substr(0, std::min(json.find('\n'), json.size() - 1) + 1);
    if (line.find("\"at\": \"") == std::string_view::npos && line.find("\"digest\": ") == std::string_view::npos)
      result += line;
    json.remove_prefix(line.size());
  }
  return result;
}

/// A plan as JSON, without places and what depends on them; or what is wrong with it.
std::string meaning(SourceManager &sources, FileId file) {
  DiagnosticEngine diagnostics;
  sema::Options options;
  options.demandValues = false;
  const auto plan = sema::analyse(sources, file, options, diagnostics);
  std::string said;
  for (const Diagnostic &diagnostic : diagnostics.sorted())
    said += fmt::format("{}: {}\n", diagnostic.kind->name, diagnostic.message);
  if (!plan)
    return said;
  return said + withoutPlaces(emit::planDocument(*plan).json);
}

std::optional<std::string> formatted(const SourceManager &sources, FileId file) {
  DiagnosticEngine diagnostics;
  const auto tree = syntax::parse(sources, file, diagnostics);
  if (tree->damaged || diagnostics.hasErrors())
    return std::nullopt;
  return format::format(sources.file(file), *tree).value_or("the formatter gave up\n");
}

/// What is wrong with how a file is formatted; empty where nothing is. Nothing where the file cannot be read.
std::optional<std::string> flawOf(const std::string &path) {
  SourceManager disk;
  const std::string text(disk.file(disk.load(path, path).file).text());
  SourceManager before;
  const FileId original = before.addEmbedded(path, text);
  const auto once = formatted(before, original);
  if (!once)
    return std::nullopt;
  SourceManager after;
  const FileId result = after.addEmbedded(path, *once);
  if (formatted(after, result) != once)
    return "formatted again, it changes again";
  if (meaning(before, original) != meaning(after, result))
    return "formatted, it means something else";
  return "";
}

} // namespace

int main(int argc, char **argv) {
  unsigned sound = 0;
  unsigned unsound = 0;
  unsigned unread = 0;
  for (int i = 1; i < argc; ++i) {
    const auto flaw = flawOf(argv[i]);
    if (flaw && !flaw->empty())
      fmt::print("{}: {}\n", argv[i], *flaw);
    (!flaw ? unread : flaw->empty() ? sound : unsound) += 1;
  }
  fmt::print("{} formatted, {} left alone, {} wrong\n", sound, unread, unsound);
  return unsound == 0 ? 0 : 1;
}
