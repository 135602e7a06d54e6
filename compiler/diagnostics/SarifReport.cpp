#include "diagnostics/SarifReport.h"

#include "diagnostics/Catalogue.h"
#include "diagnostics/Explanation.h"
#include "diagnostics/Fingerprint.h"
#include "diagnostics/PlainText.h"
#include "source/JsonWriter.h"

#include <algorithm>
#include <set>
#include <vector>

namespace changec {
namespace {

/// A relative reference, or for an absolute path a URI of the scheme `file` (RFC 3986, RFC 8089; section 3.4.3).
std::string uriOf(std::string_view path) {
  std::string uri = !path.empty() && path.front() == '/' ? "file://" : "";
  // A colon in the first segment would end a scheme.
  if (uri.empty() && path.substr(0, path.find('/')).find(':') != std::string_view::npos)
    uri = "./";
  constexpr std::string_view plain = "/-._~!$&'()*+,;=:@";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool word = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
    if (word || plain.find(c) != std::string_view::npos)
      uri += c;
    else
      uri += fmt::format("%{:02X}", byte);
  }
  return uri;
}

class ResultWriter {
public:
  ResultWriter(JsonWriter &json, const SourceManager &sources) : json_(json), sources_(sources) {}

  void result(const Diagnostic &diagnostic, std::string_view fingerprint) {
    json_.object([&] {
      json_.member("ruleId", diagnostic.kind->name);
      json_.member("level", name(diagnostic.level));
      text("message", plainText(diagnostic));
      if (diagnostic.range.valid())
        json_.list("locations", std::vector{diagnostic.range},
                   [&](Range range) { json_.object([&] { physicalLocation(range); }); });
      json_.listIfAny("relatedLocations", inFiles(diagnostic.labels), [&](const Label &label) {
        json_.object([&] {
          physicalLocation(label.range);
          text("message", label.text);
        });
      });
      json_.object("partialFingerprints", [&] { json_.member("changecLine/v1", fingerprint); });
      json_.listIfAny("fixes", withEdits(diagnostic.suggestions), [&](const Suggestion &each) { fix(each); });
    });
  }

private:
  JsonWriter &json_;
  const SourceManager &sources_;

  static std::vector<Label> inFiles(const std::vector<Label> &labels) {
    std::vector<Label> found;
    std::copy_if(labels.begin(), labels.end(), std::back_inserter(found),
                 [](const Label &label) { return label.range.valid(); });
    return found;
  }

  static std::vector<Suggestion> withEdits(const std::vector<Suggestion> &suggestions) {
    std::vector<Suggestion> found;
    std::copy_if(suggestions.begin(), suggestions.end(), std::back_inserter(found),
                 [](const Suggestion &suggestion) { return !suggestion.edits.empty(); });
    return found;
  }

  void text(std::string_view key, std::string_view words) {
    json_.object(key, [&] { json_.member("text", words); });
  }

  void artifactLocation(Range range) {
    json_.object("artifactLocation", [&] { json_.member("uri", uriOf(sources_.file(range.file).name())); });
  }

  /// Lines and columns count from 1; the end is the first place behind (section 3.30).
  void region(std::string_view key, Range range) {
    const SourceFile &file = sources_.file(range.file);
    const Position begin = file.position(range.begin);
    const Position end = file.position(range.end);
    json_.object(key, [&] {
      json_.member("startLine", begin.line);
      json_.member("startColumn", begin.column);
      json_.member("endLine", end.line);
      json_.member("endColumn", end.column);
      json_.member("byteOffset", range.begin);
      json_.member("byteLength", range.end - range.begin);
    });
  }

  void physicalLocation(Range range) {
    json_.object("physicalLocation", [&] {
      artifactLocation(range);
      region("region", range);
    });
  }

  /// Edits of one file are one change (section 3.55).
  void fix(const Suggestion &suggestion) {
    std::vector<FileId> files;
    for (const Edit &edit : suggestion.edits)
      if (std::find(files.begin(), files.end(), edit.range.file) == files.end())
        files.push_back(edit.range.file);
    json_.object([&] {
      text("description", suggestion.text);
      json_.list("artifactChanges", files, [&](FileId file) {
        json_.object([&] {
          artifactLocation({file, 0, 0});
          std::vector<Edit> here;
          for (const Edit &edit : suggestion.edits)
            if (edit.range.file == file)
              here.push_back(edit);
          json_.list("replacements", here, [&](const Edit &edit) {
            json_.object([&] {
              region("deletedRegion", edit.range);
              text("insertedContent", edit.replacement);
            });
          });
        });
      });
      json_.object("properties", [&] { json_.flag("certain", suggestion.certain); });
    });
  }
};

void rule(JsonWriter &json, const CatalogueEntry &entry) {
  json.object([&] {
    json.member("id", entry.kind->name);
    json.object("shortDescription", [&] { json.member("text", messagePattern(entry)); });
    const std::string_view explanation = explanationOf(entry);
    const std::string_view meaning = explanation.substr(0, explanation.find("\n\n## "));
    json.object("fullDescription", [&] { json.member("text", meaning); });
    json.object("help", [&] {
      json.member("text", meaning);
      json.member("markdown", explanation);
    });
    const auto level = levelAtRisk(entry.kind->gravity, Risk::medium);
    json.object("defaultConfiguration", [&] {
      json.flag("enabled", level.has_value());
      json.member("level", level ? name(*level) : "warning");
    });
  });
}

} // namespace

std::string SarifReport::part(std::string_view /*plan*/, const DiagnosticEngine &diagnostics,
                              const SourceManager &sources) const {
  Fingerprints fingerprints;
  return writeToString([&](llvm::raw_ostream &out) {
    for (const Diagnostic &diagnostic : diagnostics.sorted()) {
      out << llvm::StringRef(diagnostic.kind->name.data(), diagnostic.kind->name.size()) << ' ';
      JsonWriter json(out);
      ResultWriter(json, sources).result(diagnostic, fingerprints.of(diagnostic, sources));
      out << '\n';
    }
  });
}

std::string SarifReport::join(const std::vector<std::string> &parts) const {
  const std::string lines = MachineReport::join(parts);
  std::vector<std::string_view> results;
  std::set<std::string_view> reported;
  for (size_t begin = 0; begin < lines.size();) {
    const size_t space = lines.find(' ', begin);
    const size_t end = lines.find('\n', begin);
    reported.insert(std::string_view(lines).substr(begin, space - begin));
    results.push_back(std::string_view(lines).substr(space + 1, end - space - 1));
    begin = end + 1;
  }
  std::vector<CatalogueEntry> rules;
  std::copy_if(catalogue().begin(), catalogue().end(), std::back_inserter(rules),
               [&](const CatalogueEntry &entry) { return reported.contains(entry.kind->name); });
  return writeToString([&](llvm::raw_ostream &out) {
    JsonWriter json(out, 1);
    const auto run = [&] {
      json.object("tool", [&] {
        json.object("driver", [&] {
          json.member("name", "changec");
          json.member("version", CHANGEC_VERSION);
          json.list("rules", rules, [&](const CatalogueEntry &entry) { rule(json, entry); });
        });
      });
      json.member("columnKind", "unicodeCodePoints");
      json.list("results", results, [&](std::string_view result) { json.valueAsWritten(result); });
    };
    json.object([&] {
      json.member("$schema",
                  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
      json.member("version", "2.1.0");
      json.list("runs", std::vector{0}, [&](int) { json.object(run); });
    });
    out << '\n';
  });
}

} // namespace changec
