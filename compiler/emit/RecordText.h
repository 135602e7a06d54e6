// The texts of a change record: headings, paragraphs and lists, written as plain text, Markdown, or Atlassian
// documents.
#pragma once

#include "source/JsonWriter.h"

#include <string>
#include <string_view>
#include <vector>

namespace changec::emit {

struct RecordBlock {
  enum class Kind : uint8_t { heading, paragraph, item };
  Kind kind = Kind::paragraph;
  std::string text;
  std::vector<std::string> details; ///< Of an item: lines below it.
};

class RecordText {
public:
  void heading(std::string text) { blocks_.push_back({RecordBlock::Kind::heading, std::move(text), {}}); }
  void paragraph(std::string text) { blocks_.push_back({RecordBlock::Kind::paragraph, std::move(text), {}}); }
  void item(std::string text, std::vector<std::string> details = {}) {
    blocks_.push_back({RecordBlock::Kind::item, std::move(text), std::move(details)});
  }
  /// All of another text; under a heading of its own, where a title is given. Nothing of an empty one.
  void append(const RecordText &other, std::string_view title = {});

  [[nodiscard]] bool empty() const { return blocks_.empty(); }
  [[nodiscard]] const std::vector<RecordBlock> &blocks() const { return blocks_; }

private:
  std::vector<RecordBlock> blocks_;
};

/// Lines of text; items begin with `- `, their details are indented. At most `limit` characters of Unicode, where that
/// is not 0: whole lines, and then one that says how many lines more there are in the file `whole`.
std::string plainText(const RecordText &text, size_t limit = 0, std::string_view whole = {});

/// Headings of the third level. What looks like markup in the texts is escaped.
std::string markdownOf(const RecordText &text);

/// A document of the Atlassian Document Format, version 1, as Jira's REST API v3 takes it for fields of several lines
/// (https://developer.atlassian.com/cloud/jira/platform/apis/document/structure). Words in it are never markup. It is
/// at most `limit` bytes of JSON: whole items, and then a line that says how many lines more there are in the file
/// `whole`.
void writeAtlassianDocument(JsonWriter &json, const RecordText &text, size_t limit, std::string_view whole);

} // namespace changec::emit
