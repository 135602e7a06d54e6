#include "diagnostics/JsonRenderer.h"
#include "diagnostics/Catalogue.h"
#include "diagnostics/TextRenderer.h"
#include "source/JsonWriter.h"

namespace changec {
namespace {

class JsonLine {
public:
  JsonLine(JsonWriter &json, const SourceManager &sources) : json_(json), sources_(sources) {}

  void diagnostic(const Diagnostic &diagnostic) {
    json_.object([&] {
      json_.member("name", diagnostic.kind->name);
      json_.member("level", name(diagnostic.level));
      json_.member("message", diagnostic.message);
      range(diagnostic.range);
      json_.member("label", diagnostic.label);
      json_.list("labels", diagnostic.labels, [&](const Label &each) { label(each); });
      json_.list("notes", diagnostic.notes, [&](const std::string &note) { json_.value(note); });
      json_.list("suggestions", diagnostic.suggestions, [&](const Suggestion &each) { suggestion(each); });
      json_.member("rendered", renderText(diagnostic, sources_, {}));
    });
  }

private:
  JsonWriter &json_;
  const SourceManager &sources_;

  void place(std::string_view key, const SourceFile &file, uint32_t offset) {
    const Position position = file.position(offset);
    json_.object(key, [&] {
      json_.member("byte", offset);
      json_.member("line", position.line);
      json_.member("column", position.column);
    });
  }

  void range(Range range) {
    if (!range.valid())
      return;
    const SourceFile &file = sources_.file(range.file);
    json_.member("file", file.name());
    place("begin", file, range.begin);
    place("end", file, range.end);
  }

  void label(const Label &label) {
    json_.object([&] {
      range(label.range);
      json_.member("text", label.text);
    });
  }

  void suggestion(const Suggestion &suggestion) {
    json_.object([&] {
      json_.member("text", suggestion.text);
      json_.flag("certain", suggestion.certain);
      json_.list("edits", suggestion.edits, [&](const Edit &edit) {
        json_.object([&] {
          range(edit.range);
          json_.member("replacement", edit.replacement);
        });
      });
    });
  }
};

} // namespace

std::string renderJson(const Diagnostic &diagnostic, const SourceManager &sources) {
  return writeToString([&](llvm::raw_ostream &out) {
    JsonWriter json(out);
    JsonLine(json, sources).diagnostic(diagnostic);
    out << '\n';
  });
}

} // namespace changec
