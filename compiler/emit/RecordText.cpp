#include "emit/RecordText.h"

#include "emit/Markdown.h"
#include "emit/Texts.h"
#include "source/Utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace changec::emit {

namespace {

using namespace std::string_view_literals;
using Kind = RecordBlock::Kind;

size_t charactersIn(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !utf8::continues(c); }));
}

/// The lines of a text, none of them empty at its end.
std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t newline = text.find('\n');
    lines.push_back(text.substr(0, newline));
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
  }
  return lines;
}

size_t newlinesIn(std::string_view text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// How many lines a block is in plain text that has others before it.
size_t linesIn(const RecordBlock &block) {
  size_t lines = (block.kind == Kind::heading ? 2 : 1) + newlinesIn(block.text);
  for (const std::string &detail : block.details)
    lines += 1 + newlinesIn(detail);
  return lines;
}

/// `more`: lines that follow on the text.
std::string cut(const std::string &text, size_t limit, std::string_view whole, size_t more) {
  const std::vector<std::string_view> lines = linesOf(text);
  const auto notice = [&](size_t left) { return fmt::format("[{} more lines in {}]\n", left, whole); };
  const size_t room = limit - charactersIn(notice(lines.size() + more));
  std::string result;
  size_t used = 0;
  size_t taken = 0;
  for (const std::string_view line : lines) {
    used += charactersIn(line) + 1;
    if (used > room)
      break;
    result += line;
    result += '\n';
    ++taken;
  }
  return result + notice(lines.size() + more - taken);
}

void putPlain(std::string &out, const RecordBlock &block) {
  if (block.kind == Kind::heading && !out.empty())
    out += '\n';
  if (block.kind == Kind::item)
    out += "- ";
  out += visibleText(block.text);
  out += block.kind == Kind::heading ? ":\n" : "\n";
  for (const std::string &detail : block.details) {
    out += "    ";
    out += visibleText(detail);
    out += '\n';
  }
}

/// For the beginning of a line, where Markdown reads headings, lists and code.
std::string markdownLine(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits > 0 && digits < text.size() && (text[digits] == '.' || text[digits] == ')'))
    return fmt::format("{}\\{}", text.substr(0, digits), markdownText(text.substr(digits)));
  const bool marks = !text.empty() && std::string_view("#+-=").find(text.front()) != std::string_view::npos;
  return (marks ? "\\" : "") + markdownText(text);
}

class AtlassianDocument {
public:
  explicit AtlassianDocument(JsonWriter &json) : json_(json) {}

  void write(std::span<const RecordBlock> blocks) {
    json_.member("version", 1);
    json_.member("type", "doc");
    json_.list("content", groups(blocks), [&](std::span<const RecordBlock> group) { node(group); });
  }

  /// How many bytes a block is at most, with what separates it from others.
  static size_t sizeOf(const RecordBlock &block) {
    return 1 + writeToString([&](llvm::raw_ostream &out) {
                 JsonWriter json(out);
                 AtlassianDocument(json).node({&block, 1});
               }).size();
  }

  /// Whether blocks are no longer than `limit` even if each of their characters has to be escaped: quickly said.
  static bool surelyFits(std::span<const RecordBlock> blocks, size_t limit) {
    constexpr size_t frameOfNode = 256;
    constexpr size_t longestEscape = R"({"type":"hardBreak"},{"type":"text","text":""},)"sv.size();
    size_t size = 0;
    for (const RecordBlock &block : blocks) {
      size += frameOfNode + block.text.size() * longestEscape;
      for (const std::string &detail : block.details)
        size += (detail.size() + 1) * longestEscape;
    }
    return size <= limit;
  }

private:
  JsonWriter &json_;

  /// Each block by itself, items that follow each other together.
  static std::vector<std::span<const RecordBlock>> groups(std::span<const RecordBlock> blocks) {
    std::vector<std::span<const RecordBlock>> result;
    for (size_t i = 0; i < blocks.size();) {
      size_t end = i + 1;
      while (blocks[i].kind == Kind::item && end < blocks.size() && blocks[end].kind == Kind::item)
        ++end;
      result.emplace_back(blocks.data() + i, end - i);
      i = end;
    }
    return result;
  }

  void node(std::span<const RecordBlock> group) {
    const RecordBlock &first = group.front();
    json_.object([&] {
      if (first.kind == Kind::item) {
        list(group);
        return;
      }
      json_.member("type", first.kind == Kind::heading ? "heading" : "paragraph");
      if (first.kind == Kind::heading)
        json_.object("attrs", [&] { json_.member("level", 3); });
      inlines(first.text);
    });
  }

  void list(std::span<const RecordBlock> items) {
    json_.member("type", "bulletList");
    json_.list("content", items, [&](const RecordBlock &item) {
      json_.object([&] {
        json_.member("type", "listItem");
        // Its details are lines below it: lists in lists would take most of the room that a field has.
        std::string text = item.text;
        for (const std::string &detail : item.details)
          (text += '\n') += detail;
        json_.list("content", std::array{0}, [&](int) { json_.object([&] { paragraph(text); }); });
      });
    });
  }

  void paragraph(std::string_view text) {
    json_.member("type", "paragraph");
    inlines(text);
  }

  /// A text node holds a character at least, and a new line is a node of its own.
  void inlines(std::string_view text) {
    const std::string visible = visibleText(text);
    std::vector<std::optional<std::string_view>> nodes;
    for (const std::string_view line : linesOf(visible)) {
      if (!nodes.empty())
        nodes.emplace_back();
      if (!line.empty())
        nodes.emplace_back(line);
    }
    json_.listIfAny("content", nodes, [&](const std::optional<std::string_view> &words) {
      json_.object([&] {
        json_.member("type", words ? "text" : "hardBreak");
        if (words)
          json_.member("text", *words);
      });
    });
  }
};

} // namespace

void RecordText::append(const RecordText &other, std::string_view title) {
  if (!title.empty() && !other.empty())
    heading(std::string(title));
  blocks_.insert(blocks_.end(), other.blocks_.begin(), other.blocks_.end());
}

std::string plainText(const RecordText &text, size_t limit, std::string_view whole) {
  const std::vector<RecordBlock> &blocks = text.blocks();
  // So many bytes are more characters than the limit, whatever they are.
  const size_t enough = limit == 0 ? SIZE_MAX : limit * utf8::longest;
  std::string result;
  size_t written = 0;
  for (; written < blocks.size() && result.size() <= enough; ++written)
    putPlain(result, blocks[written]);
  if (limit != 0 && charactersIn(result) > limit) {
    size_t more = 0;
    for (; written < blocks.size(); ++written)
      more += linesIn(blocks[written]);
    result = cut(result, limit, whole, more);
  }
  if (!result.empty())
    result.pop_back();
  return result;
}

std::string markdownOf(const RecordText &text) {
  std::string result;
  Kind before = Kind::heading;
  for (const RecordBlock &block : text.blocks()) {
    if (!result.empty() && (block.kind != Kind::item || before != Kind::item))
      result += '\n';
    result += block.kind == Kind::heading ? "### " : block.kind == Kind::item ? "- " : "";
    result += markdownLine(block.text) + '\n';
    for (const std::string &detail : block.details)
      result += fmt::format("  - {}\n", markdownLine(detail));
    before = block.kind;
  }
  return result;
}

void writeAtlassianDocument(JsonWriter &json, const RecordText &text, size_t limit, std::string_view whole) {
  const std::span<const RecordBlock> blocks = text.blocks();
  const auto notice = [&](size_t lines) {
    return RecordBlock{Kind::paragraph, fmt::format("[{} more lines in {}]", lines, whole), {}};
  };
  const size_t frame =
      R"({"version":1,"type":"doc","content":[]})"sv.size() + AtlassianDocument::sizeOf(notice(SIZE_MAX));
  if (AtlassianDocument::surelyFits(blocks, limit - frame)) {
    AtlassianDocument(json).write(blocks);
    return;
  }
  size_t fitting = 0;
  for (size_t size = frame; fitting < blocks.size(); ++fitting)
    if ((size += AtlassianDocument::sizeOf(blocks[fitting])) > limit)
      break;
  std::vector<RecordBlock> shown(blocks.begin(), blocks.begin() + static_cast<ptrdiff_t>(fitting));
  if (fitting < blocks.size()) {
    size_t lines = 0;
    for (size_t i = fitting; i < blocks.size(); ++i)
      lines += 1 + blocks[i].details.size();
    shown.push_back(notice(lines));
  }
  AtlassianDocument(json).write(shown);
}

} // namespace changec::emit
