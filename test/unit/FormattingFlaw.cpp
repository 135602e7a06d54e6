#include "FormattingFlaw.h"

#include "diagnostics/Diagnostics.h"
#include "emit/PlanJson.h"
#include "format/Format.h"
#include "sema/Analyse.h"
#include "source/Source.h"
#include "syntax/Parser.h"

#include <fmt/format.h>

#include <algorithm>

namespace changec::unit {
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

} // namespace

std::optional<std::string> formattingFlaw(std::string_view name, std::string_view text) {
  SourceManager before;
  const FileId original = before.addEmbedded(name, text);
  const auto once = formatted(before, original);
  if (!once)
    return std::nullopt;
  SourceManager after;
  const FileId result = after.addEmbedded(name, *once);
  if (formatted(after, result) != once)
    return "formatted again, it changes again";
  if (meaning(before, original) != meaning(after, result))
    return "formatted, it means something else";
  return "";
}

} // namespace changec::unit
