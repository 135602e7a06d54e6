#include "diagnostics/Explanation.h"
#include "diagnostics/Ink.h"
#include "embedded/Explanations.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace changec {
namespace {

constexpr std::string_view fence = "```";
constexpr std::string_view headingMark = "## ";

bool startsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

template <typename Visit> void forEachLine(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    visit(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// What stands after the language at the start of a block: a file's name, or nothing.
std::string_view fileNameOf(std::string_view openingFence) {
  const size_t space = openingFence.find(' ');
  return space == std::string_view::npos ? std::string_view() : openingFence.substr(space + 1);
}

/// Whether a line of Markdown stands as it is: of a list, a table, or nothing.
bool standsAlone(std::string_view line) {
  return line.empty() || std::string_view("-*|> ").find(line.front()) != std::string_view::npos;
}

/// A paragraph of prose, in lines that end before a column; a longer word is not broken.
class Paragraph {
public:
  explicit Paragraph(unsigned width) : width_(width) {}

  void add(std::string_view line) {
    while (!line.empty()) {
      const size_t end = std::min(line.find(' '), line.size());
      addWord(line.substr(0, end));
      line.remove_prefix(std::min(end + 1, line.size()));
    }
  }
  /// What was added; it begins anew.
  std::string take() {
    column_ = 0;
    return std::exchange(text_, {});
  }

private:
  unsigned width_;
  std::string text_;
  size_t column_ = 0;

  void addWord(std::string_view word) {
    if (column_ != 0 && column_ + 1 + word.size() >= width_) {
      text_ += '\n';
      column_ = 0;
    } else if (column_ != 0) {
      text_ += ' ';
      ++column_;
    }
    text_ += word;
    column_ += word.size();
  }
};

} // namespace

std::string_view explanationOf(const CatalogueEntry &entry) {
  const std::string path = std::string(entry.kind->name) + ".md";
  for (const embedded::File &file : embedded::Explanations())
    if (file.path == path)
      return file.text;
  return {};
}

std::string messagePattern(const CatalogueEntry &entry) {
  std::string pattern;
  const std::string_view message = entry.message;
  for (size_t at = 0; at < message.size(); ++at) {
    const bool doubled = at + 1 < message.size() && message[at + 1] == message[at];
    if (message[at] == '{' && !doubled) {
      pattern += "...";
      at = message.find('}', at);
    } else {
      pattern += message[at];
      at += doubled && (message[at] == '{' || message[at] == '}') ? 1 : 0;
    }
  }
  return pattern;
}

std::string listDiagnostics() {
  size_t longest = 0;
  for (const CatalogueEntry &entry : catalogue())
    longest = std::max(longest, entry.kind->name.size());
  std::string list;
  for (const CatalogueEntry &entry : catalogue())
    list +=
        fmt::format("{:<{}}  {:<9}  {}\n", entry.kind->name, longest, name(entry.kind->gravity), messagePattern(entry));
  return list;
}

std::string explain(const CatalogueEntry &entry, bool colour, unsigned width) {
  std::string page;
  paint(page, levelAtRisk(entry.kind->gravity, Risk::high) == Level::error ? Ink::error : Ink::warning,
        fmt::format("{}[{}]", name(entry.kind->gravity), entry.kind->name), colour);
  paint(page, Ink::strong, ": " + messagePattern(entry), colour);
  page += "\n\n";
  bool inBlock = false;
  bool inCommands = false;
  Paragraph prose(width);
  const auto endParagraph = [&] {
    if (const std::string text = prose.take(); !text.empty())
      page += text + '\n';
  };
  forEachLine(explanationOf(entry), [&](std::string_view line) {
    if (!inBlock && !startsWith(line, fence) && !startsWith(line, headingMark) && !standsAlone(line)) {
      prose.add(line);
      return;
    }
    endParagraph();
    if (startsWith(line, fence)) {
      inBlock = !inBlock;
      inCommands = startsWith(line, "```sh");
      const std::string_view fileName = fileNameOf(line);
      if (inBlock && !fileName.empty())
        page += fmt::format("  {}:\n", fileName);
    } else if (inBlock) {
      page += line.empty() ? "\n" : fmt::format("    {}{}\n", inCommands ? "$ " : "", line);
    } else if (startsWith(line, headingMark)) {
      paint(page, Ink::strong, line.substr(headingMark.size()), colour);
      page += '\n';
    } else {
      page += line;
      page += '\n';
    }
  });
  endParagraph();
  return page;
}

std::string catalogueAsMarkdown() {
  std::string page =
      "# Diagnostics\n\n"
      "Made by `changec explain --markdown` from the catalogue; do not edit it here. Each diagnostic has\n"
      "one name for good: `changec explain NAME` shows its part of this page, and `-W`, policies, `allow`\n"
      "and the JSON form use it. [policy.md](policy.md) says what the levels mean and who moves them.\n\n"
      "| name | level | message |\n|---|---|---|\n";
  for (const CatalogueEntry &entry : catalogue())
    page += fmt::format("| [{0}](#{0}) | {1} | {2} |\n", entry.kind->name, name(entry.kind->gravity),
                        messagePattern(entry));
  for (const CatalogueEntry &entry : catalogue()) {
    page += fmt::format("\n## {}\n\n*{}:* {}\n\n", entry.kind->name, name(entry.kind->gravity), messagePattern(entry));
    bool inBlock = false;
    forEachLine(explanationOf(entry), [&](std::string_view line) {
      if (!startsWith(line, fence)) {
        const bool heading = !inBlock && startsWith(line, headingMark);
        page += fmt::format("{}{}\n", heading ? "#" : "", line);
        return;
      }
      inBlock = !inBlock;
      if (inBlock && !fileNameOf(line).empty())
        page += fmt::format("`{}`:\n", fileNameOf(line));
      page += fmt::format("{}\n", fence);
    });
  }
  return page;
}

} // namespace changec
