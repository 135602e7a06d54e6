#include "diagnostics/GitlabReport.h"

#include "diagnostics/Fingerprint.h"
#include "diagnostics/PlainText.h"
#include "source/JsonWriter.h"

namespace changec {
namespace {

/// Paths of such a report have no `./` before them.
std::string_view withoutDot(std::string_view path) {
  while (path.substr(0, 2) == "./")
    path.remove_prefix(2);
  return path;
}

void location(JsonWriter &json, std::string_view path, unsigned begin, unsigned end) {
  json.object("location", [&] {
    json.member("path", withoutDot(path));
    json.object("lines", [&] {
      json.member("begin", begin);
      json.member("end", end);
    });
  });
}

} // namespace

std::string GitlabReport::part(std::string_view plan, const DiagnosticEngine &diagnostics,
                               const SourceManager &sources) const {
  Fingerprints fingerprints;
  return writeToString([&](llvm::raw_ostream &out) {
    for (const Diagnostic &diagnostic : diagnostics.sorted()) {
      JsonWriter json(out);
      json.object([&] {
        json.member("description", plainText(diagnostic));
        json.member("check_name", diagnostic.kind->name);
        json.member("fingerprint", fingerprints.of(diagnostic, sources));
        json.member("severity", diagnostic.level == Level::error ? "major" : "minor");
        if (const Range range = diagnostic.range; range.valid()) {
          const SourceFile &file = sources.file(range.file);
          location(json, file.name(), file.line(range.begin), file.line(lastByteOf(range)));
        } else {
          location(json, plan, 1, 1);
        }
      });
      out << '\n';
    }
  });
}

std::string GitlabReport::join(const std::vector<std::string> &parts) const {
  std::string lines = MachineReport::join(parts);
  std::string text = "[";
  for (size_t begin = 0; begin < lines.size();) {
    const size_t end = lines.find('\n', begin);
    text += (begin == 0 ? "\n" : ",\n") + lines.substr(begin, end - begin);
    begin = end + 1;
  }
  return text + "\n]\n";
}

} // namespace changec
