#include "diagnostics/TextRenderer.h"
#include "diagnostics/Catalogue.h"
#include "diagnostics/Display.h"
#include "diagnostics/EditPreview.h"
#include "diagnostics/Snippet.h"

#include <fmt/format.h>

#include <algorithm>

namespace changec {
namespace {

/// One line of a message: a newline would break the layout.
std::string oneLine(std::string_view text) {
  std::string line = printable(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

class TextReport {
public:
  TextReport(const Diagnostic &diagnostic, const SourceManager &sources, const TextStyle &style)
      : diagnostic_(diagnostic), sources_(sources), style_{style.colour, style.width, 1}, linkTo_(style.linkTo) {
    style_.gutter = static_cast<unsigned>(std::to_string(largestLine()).size());
  }

  std::string render() {
    header();
    if (diagnostic_.range.valid())
      snippets();
    remarks();
    for (const Suggestion &suggestion : diagnostic_.suggestions)
      if (!suggestion.edits.empty())
        edits(suggestion);
    return std::move(out_);
  }

private:
  const Diagnostic &diagnostic_;
  const SourceManager &sources_;
  SnippetStyle style_;
  const LinkTo &linkTo_;
  std::string out_;

  [[nodiscard]] unsigned largestLine() const {
    unsigned largest = 1;
    const auto consider = [&](Range range) {
      if (range.valid())
        largest = std::max(largest, sources_.file(range.file).line(range.end));
    };
    consider(diagnostic_.range);
    for (const Label &label : diagnostic_.labels)
      consider(label.range);
    for (const Suggestion &suggestion : diagnostic_.suggestions)
      for (const Edit &edit : suggestion.edits)
        consider(edit.range);
    return largest;
  }

  void header() {
    const Ink ink = diagnostic_.level == Level::error ? Ink::error : Ink::warning;
    paint(out_, ink, fmt::format("{}[{}]", name(diagnostic_.level), diagnostic_.kind->name), style_.colour);
    paint(out_, Ink::strong, ": " + oneLine(diagnostic_.message), style_.colour);
    out_ += '\n';
  }

  void place(std::string_view arrow, Range range) {
    const SourceFile &file = sources_.file(range.file);
    const Position position = file.position(range.begin);
    out_.append(style_.gutter, ' ');
    paint(out_, Ink::gutter, arrow, style_.colour);
    out_ += ' ';
    link(out_, linkTo_ ? linkTo_(file.name(), position.line) : std::string(),
         fmt::format("{}:{}:{}", oneLine(file.name()), position.line, position.column));
    out_ += '\n';
  }

  void emptyRow() {
    appendGutter(out_, 0, '|', style_);
    out_ += '\n';
  }

  void snippets() {
    const Ink ink = diagnostic_.level == Level::error ? Ink::primary : Ink::warning;
    std::vector<std::pair<FileId, std::vector<Mark>>> files;
    files.push_back({diagnostic_.range.file, {{diagnostic_.range, oneLine(diagnostic_.label), true, ink}}});
    for (const Label &label : diagnostic_.labels) {
      if (!label.range.valid())
        continue;
      auto found =
          std::find_if(files.begin(), files.end(), [&](const auto &each) { return each.first == label.range.file; });
      if (found == files.end())
        found = files.insert(files.end(), {label.range.file, {}});
      found->second.push_back({label.range, oneLine(label.text), false, Ink::secondary});
    }
    for (auto &[id, marks] : files) {
      place(id == diagnostic_.range.file ? "-->" : ":::", marks.front().range);
      emptyRow();
      out_ += renderSnippet(sources_.file(id), std::move(marks), style_);
    }
  }

  void remark(std::string_view kind, std::string_view text) {
    out_.append(style_.gutter + 1, ' ');
    paint(out_, Ink::gutter, "=", style_.colour);
    out_ += ' ';
    paint(out_, Ink::strong, kind, style_.colour);
    out_ += ": ";
    for (const char c : printable(text)) {
      out_ += c;
      if (c == '\n')
        out_.append(style_.gutter + 5 + kind.size(), ' ');
    }
    out_ += '\n';
  }

  void remarks() {
    bool first = diagnostic_.range.valid();
    const auto add = [&](std::string_view kind, std::string_view text) {
      if (first)
        emptyRow();
      first = false;
      remark(kind, text);
    };
    for (const std::string &note : diagnostic_.notes)
      add("note", note);
    for (const Suggestion &suggestion : diagnostic_.suggestions)
      if (suggestion.edits.empty())
        add("help", suggestion.text);
  }

  void edits(const Suggestion &suggestion) {
    emptyRow();
    paint(out_, Ink::help, "help", style_.colour);
    out_ += ": " + oneLine(suggestion.text) + '\n';
    const Range first = suggestion.edits.front().range;
    if (first.file != diagnostic_.range.file)
      place("-->", first);
    emptyRow();
    out_ += renderEdits(suggestion, sources_, style_);
  }
};

std::string counted(size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

} // namespace

std::string renderText(const Diagnostic &diagnostic, const SourceManager &sources, const TextStyle &style) {
  return TextReport(diagnostic, sources, style).render();
}

std::string renderSummary(const DiagnosticEngine &diagnostics, const TextStyle &style) {
  const size_t errors = diagnostics.errorCount();
  const size_t warnings = diagnostics.warningCount();
  if (errors + warnings == 0)
    return {};
  std::string out;
  if (errors != 0)
    paint(out, Ink::error, counted(errors, "error"), style.colour);
  if (errors != 0 && warnings != 0)
    out += ", ";
  if (warnings != 0)
    paint(out, Ink::warning, counted(warnings, "warning"), style.colour);
  if (diagnostics.suppressed() != 0)
    out += fmt::format("; {} more than can be shown", diagnostics.suppressed());
  return out + '\n';
}

} // namespace changec
