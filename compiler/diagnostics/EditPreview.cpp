#include "diagnostics/EditPreview.h"
#include "diagnostics/Display.h"

#include <algorithm>
#include <span>

namespace changec {
namespace {

constexpr uint32_t contextBytes = 400; ///< Shown at most on either side of an edit: a line can be the whole file.
constexpr uint32_t largestSpan = 1 << 16;
constexpr size_t mostLines = 8;

/// Lines that one or more edits change together.
struct Hunk {
  unsigned firstLine = 1;
  unsigned lastLine = 1;
  std::vector<Edit> edits;
};

std::vector<Hunk> hunksOf(std::vector<Edit> edits, const SourceManager &sources) {
  std::stable_sort(edits.begin(), edits.end(), [](const Edit &a, const Edit &b) {
    return std::pair(a.range.file, a.range.begin) < std::pair(b.range.file, b.range.begin);
  });
  std::vector<Hunk> hunks;
  for (Edit &edit : edits) {
    const SourceFile &file = sources.file(edit.range.file);
    const unsigned first = file.line(edit.range.begin);
    const unsigned last = file.line(edit.range.end);
    const bool joins =
        !hunks.empty() && hunks.back().edits.back().range.file == edit.range.file && first <= hunks.back().lastLine;
    if (!joins)
      hunks.push_back({first, last, {}});
    hunks.back().lastLine = std::max(hunks.back().lastLine, last);
    hunks.back().edits.push_back(std::move(edit));
  }
  return hunks;
}

std::vector<std::string_view> splitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (size_t newline = text.find('\n'); newline != std::string_view::npos; newline = text.find('\n')) {
    lines.push_back(text.substr(0, newline));
    text.remove_prefix(newline + 1);
  }
  lines.push_back(text);
  return lines;
}

void appendLines(std::string &out, std::span<const std::string_view> lines, unsigned number, char sign, uint32_t focus,
                 const SnippetStyle &style) {
  const Ink ink = sign == '+' ? Ink::added : Ink::removed;
  for (const std::string_view line : lines.subspan(0, std::min(lines.size(), mostLines))) {
    const auto begin = std::min(focus, static_cast<uint32_t>(line.size()));
    appendGutter(out, number++, sign, style);
    const DisplayLine shown = DisplayLine::around(line, begin, begin, style.width - style.gutter - 3);
    if (!shown.text().empty())
      paint(out, ink, ' ' + shown.text(), style.colour);
    out += '\n';
  }
  if (lines.size() > mostLines) {
    appendGutter(out, 0, sign, style);
    paint(out, ink, " ...", style.colour);
    out += '\n';
  }
}

void appendHunk(std::string &out, const Hunk &hunk, const SourceFile &file, const SnippetStyle &style) {
  const uint32_t lineStart = file.lineStart(hunk.firstLine);
  const std::string_view lastLine = file.lineText(hunk.lastLine);
  const auto lastLineEnd = static_cast<uint32_t>(file.lineStart(hunk.lastLine) + lastLine.size());
  const uint32_t firstEdit = hunk.edits.front().range.begin;
  const uint32_t lastEdit = hunk.edits.back().range.end;
  if (lastEdit - firstEdit > largestSpan)
    return;
  const uint32_t start = firstEdit - lineStart > contextBytes ? firstEdit - contextBytes : lineStart;
  const uint32_t end = std::max(lastEdit, std::min(lastLineEnd, lastEdit + contextBytes));

  const std::string_view before = file.text().substr(start, end - start);
  std::string after;
  uint32_t copied = start;
  for (const Edit &edit : hunk.edits) {
    if (edit.range.begin < copied)
      return;
    after += file.text().substr(copied, edit.range.begin - copied);
    after += edit.replacement;
    copied = edit.range.end;
  }
  after += file.text().substr(copied, end - copied);

  const std::vector<std::string_view> removedLines = splitLines(before);
  const std::vector<std::string_view> addedLines = splitLines(after);
  std::span<const std::string_view> removed = removedLines;
  std::span<const std::string_view> added = addedLines;
  unsigned number = hunk.firstLine;
  while (!removed.empty() && !added.empty() && removed.front() == added.front()) {
    removed = removed.subspan(1);
    added = added.subspan(1);
    ++number;
  }
  while (!removed.empty() && !added.empty() && removed.back() == added.back()) {
    removed = removed.first(removed.size() - 1);
    added = added.first(added.size() - 1);
  }
  appendLines(out, removed, number, '-', firstEdit - start, style);
  appendLines(out, added, number, '+', firstEdit - start, style);
}

} // namespace

std::string renderEdits(const Suggestion &suggestion, const SourceManager &sources, const SnippetStyle &style) {
  std::string out;
  for (const Hunk &hunk : hunksOf(suggestion.edits, sources))
    appendHunk(out, hunk, sources.file(hunk.edits.front().range.file), style);
  return out;
}

} // namespace changec
