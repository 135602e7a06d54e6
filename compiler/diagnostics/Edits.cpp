#include "diagnostics/Edits.h"

#include <algorithm>
#include <set>

namespace changec {
namespace {

struct ByPlace {
  bool operator()(const Edit &a, const Edit &b) const { return a.range.begin < b.range.begin; }
};

class Application {
public:
  /// Adds all edits of a suggestion, or none.
  bool add(const Suggestion &suggestion) {
    std::vector<std::multiset<Edit, ByPlace>::iterator> added;
    for (const Edit &edit : suggestion.edits) {
      if (isFree(edit.range)) {
        added.push_back(edits_.insert(edit));
        continue;
      }
      for (const auto &each : added)
        edits_.erase(each);
      return false;
    }
    return true;
  }

  [[nodiscard]] std::string appliedTo(std::string_view text) const {
    std::string result;
    size_t copied = 0;
    for (const Edit &edit : edits_) {
      result += text.substr(copied, edit.range.begin - copied);
      result += edit.replacement;
      copied = edit.range.end;
    }
    return result + std::string(text.substr(copied));
  }

private:
  std::multiset<Edit, ByPlace> edits_; ///< None touches another.

  [[nodiscard]] bool isFree(Range range) const {
    const auto after = edits_.lower_bound(Edit{range, {}});
    if (after != edits_.end() && after->range.begin <= range.end)
      return false;
    return after == edits_.begin() || std::prev(after)->range.end < range.begin;
  }
};

} // namespace

Applied applyCertainEdits(std::string_view text, FileId file, const std::vector<Diagnostic> &diagnostics) {
  Applied result;
  Application application;
  for (const Diagnostic &diagnostic : diagnostics) {
    const auto certain =
        std::find_if(diagnostic.suggestions.begin(), diagnostic.suggestions.end(),
                     [](const Suggestion &suggestion) { return suggestion.certain && !suggestion.edits.empty(); });
    if (certain == diagnostic.suggestions.end())
      continue;
    const bool here = std::all_of(certain->edits.begin(), certain->edits.end(),
                                  [&](const Edit &edit) { return edit.range.file == file; });
    result.elsewhere += here ? 0 : 1;
    result.applied += here && application.add(*certain) ? 1 : 0;
  }
  result.text = application.appliedTo(text);
  return result;
}

} // namespace changec
