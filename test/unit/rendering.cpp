// Renders the diagnostics that standard input describes; lines that are not one of these are passed over:
//   | TEXT             a line of the file
//   ? at SPAN = LABEL  a diagnostic at a span of the file
//   ? label SPAN = LABEL | ? note TEXT | ? help TEXT | ? edit SPAN = REPLACEMENT
//   ? render [WIDTH]   prints the diagnostic
// A SPAN is a text that the file holds, or `TEXT .. TEXT`: from the first to the end of the second after it.
#include "diagnostics/TextRenderer.h"

#include <iostream>
#include <string>
#include <vector>

using namespace changec;

namespace {

constexpr DiagnosticKind kind{"example", Gravity::error};

struct Assignment {
  std::string left;
  std::string right;
};

Assignment split(const std::string &text) {
  const size_t equals = text.find(" = ");
  return equals == std::string::npos ? Assignment{text, ""}
                                     : Assignment{text.substr(0, equals), text.substr(equals + 3)};
}

class Page {
public:
  explicit Page(std::string text) : text_(std::move(text)), file_(sources_.addEmbedded("example.change", text_)) {}

  void obey(const std::string &order, const std::string &rest) {
    const auto [left, right] = split(rest);
    if (order == "at") {
      diagnostic_ = {};
      diagnostic_.kind = &kind;
      diagnostic_.range = find(left);
      diagnostic_.message = "an example";
      DiagnosticBuilder(diagnostic_).here(right);
    } else if (order == "label") {
      DiagnosticBuilder(diagnostic_).label(find(left), right);
    } else if (order == "note") {
      DiagnosticBuilder(diagnostic_).note(rest);
    } else if (order == "help") {
      DiagnosticBuilder(diagnostic_).help(rest);
    } else if (order == "edit") {
      DiagnosticBuilder(diagnostic_).edit("change it", find(left), right, true);
    } else if (order == "render") {
      const unsigned width = rest.empty() ? TextStyle{}.width : static_cast<unsigned>(std::stoul(rest));
      std::cout << renderText(diagnostic_, sources_, {false, width}) << '\n';
    }
  }

private:
  std::string text_;
  SourceManager sources_;
  FileId file_;
  Diagnostic diagnostic_;

  [[nodiscard]] Range find(const std::string &span) const {
    const size_t dots = span.find(" .. ");
    const std::string first = span.substr(0, dots);
    const size_t begin = text_.find(first);
    size_t end = begin + first.size();
    if (dots != std::string::npos) {
      const std::string last = span.substr(dots + 4);
      end = text_.find(last, end) + last.size();
    }
    return {file_, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }
};

} // namespace

int main() {
  std::string text;
  std::vector<std::string> orders;
  for (std::string line; std::getline(std::cin, line);) {
    if (line.rfind("| ", 0) == 0)
      text += line.substr(2) + '\n';
    else if (line.rfind("? ", 0) == 0)
      orders.push_back(line.substr(2));
  }
  Page page(text);
  for (const std::string &order : orders) {
    const size_t space = order.find(' ');
    page.obey(order.substr(0, space), space == std::string::npos ? "" : order.substr(space + 1));
  }
}
