#include "diagnostics/JsonRenderer.h"
#include "diagnostics/Catalogue.h"
#include "diagnostics/TextRenderer.h"

#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

namespace changec {
namespace {

using llvm::json::OStream;

std::string text(std::string_view any) {
  return llvm::json::fixUTF8({any.data(), any.size()});
}

class Renderer {
public:
  Renderer(OStream &json, const SourceManager &sources) : json_(json), sources_(sources) {}

  void diagnostic(const Diagnostic &diagnostic) {
    json_.object([&] {
      json_.attribute("name", text(diagnostic.kind->name));
      json_.attribute("level", text(name(diagnostic.level)));
      json_.attribute("message", text(diagnostic.message));
      range(diagnostic.range);
      json_.attribute("label", text(diagnostic.label));
      json_.attributeArray("labels", [&] {
        for (const Label &each : diagnostic.labels)
          label(each);
      });
      json_.attributeArray("notes", [&] {
        for (const std::string &note : diagnostic.notes)
          json_.value(text(note));
      });
      json_.attributeArray("suggestions", [&] {
        for (const Suggestion &each : diagnostic.suggestions)
          suggestion(each);
      });
      json_.attribute("rendered", text(renderText(diagnostic, sources_, {})));
    });
  }

private:
  OStream &json_;
  const SourceManager &sources_;

  void place(const char *key, const SourceFile &file, uint32_t offset) {
    const Position position = file.position(offset);
    json_.attributeObject(key, [&] {
      json_.attribute("byte", offset);
      json_.attribute("line", position.line);
      json_.attribute("column", position.column);
    });
  }

  void range(Range range) {
    if (!range.valid())
      return;
    const SourceFile &file = sources_.file(range.file);
    json_.attribute("file", text(file.name()));
    place("begin", file, range.begin);
    place("end", file, range.end);
  }

  void label(const Label &label) {
    json_.object([&] {
      range(label.range);
      json_.attribute("text", text(label.text));
    });
  }

  void suggestion(const Suggestion &suggestion) {
    json_.object([&] {
      json_.attribute("text", text(suggestion.text));
      json_.attribute("certain", suggestion.certain);
      json_.attributeArray("edits", [&] {
        for (const Edit &edit : suggestion.edits)
          json_.object([&] {
            range(edit.range);
            json_.attribute("replacement", text(edit.replacement));
          });
      });
    });
  }
};

} // namespace

std::string renderJson(const Diagnostic &diagnostic, const SourceManager &sources) {
  std::string line;
  llvm::raw_string_ostream stream(line);
  {
    OStream json(stream);
    Renderer(json, sources).diagnostic(diagnostic);
  }
  stream << '\n';
  return std::move(stream.str());
}

} // namespace changec
