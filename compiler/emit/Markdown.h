// Markdown that shows a plan's words and never takes them for markup.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace changec::emit {

/// Text for one line of Markdown or one cell of a table: what Markdown or HTML would read as markup is escaped, a
/// newline is `<br>`, and a character that hides or reorders others becomes U+FFFD.
std::string markdownText(std::string_view text);

/// A table whose columns line up where it is read as plain text.
class MarkdownTable {
public:
  explicit MarkdownTable(std::vector<std::string> titles) : rows_{std::move(titles)} {}
  /// One cell a column, each already Markdown.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] bool empty() const { return rows_.size() == 1; }
  /// The lines of the table. Cells wider than a limit do not widen their column; the last column is never padded.
  [[nodiscard]] std::string text() const;

private:
  std::vector<std::vector<std::string>> rows_; ///< The titles first.
};

} // namespace changec::emit
