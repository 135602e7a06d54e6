// Variables in shell text: which ones a scope needs, and which are misspelt.
#include "diagnostics/Spelling.h"
#include "sema/Scopes.h"
#include "syntax/Characters.h"

#include <algorithm>
#include <deque>
#include <optional>

namespace changec::sema {
namespace {

/// Finds each `$name` and `${name` that the shell expands: not in single quotes, in comments, or in here-documents
/// whose mark is quoted.
class ExpansionFinder {
public:
  explicit ExpansionFinder(std::string_view text) : text_(text) {}

  /// The next name, or nothing at the end.
  std::optional<std::string_view> next() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool inDocument = at_ < documentEnd_;
      if (c == '$') {
        if (const std::string_view name = expansion(); !name.empty())
          return name;
      } else if (c == '\\') {
        at_ += 2;
      } else if (c == '\n' && !inDocument) {
        ++at_;
        enterDocument();
      } else if (c == '\'' && !doubleQuoted_ && !inDocument) {
        at_ = after("'", at_ + 1);
      } else if (c == '#' && !doubleQuoted_ && !inDocument && (at_ == 0 || syntax::isSpace(text_[at_ - 1]))) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == '<' && !doubleQuoted_ && !inDocument && text_.substr(at_).starts_with("<<")) {
        announceDocument();
      } else {
        doubleQuoted_ ^= c == '"' && !inDocument;
        ++at_;
      }
    }
    return std::nullopt;
  }

private:
  struct HereDocument {
    std::string_view mark;
    bool quoted;
  };

  std::string_view text_;
  size_t at_ = 0;
  size_t documentEnd_ = 0; ///< Where the here-document ends that `at_` is in.
  bool doubleQuoted_ = false;
  std::deque<HereDocument> announced_; ///< Those of a line begin after it, one after the other.

  std::string_view wordFrom(size_t start) const {
    size_t end = start;
    if (end < text_.size() && syntax::isWordStart(text_[end]))
      while (end < text_.size() && syntax::isWordPart(text_[end]))
        ++end;
    return text_.substr(std::min(start, text_.size()), end - start);
  }

  std::string_view expansion() {
    ++at_;
    if (at_ < text_.size() && text_[at_] == '{')
      ++at_;
    const std::string_view name = wordFrom(at_);
    at_ += name.size();
    return name;
  }

  size_t after(std::string_view end, size_t from) const {
    const size_t found = text_.find(end, from);
    return found == std::string_view::npos ? text_.size() : found + end.size();
  }

  void announceDocument() {
    at_ += 2;
    if (at_ < text_.size() && text_[at_] == '-')
      ++at_;
    at_ = std::min(text_.find_first_not_of(' ', at_), text_.size());
    const bool quoted = at_ < text_.size() && std::string_view("'\"\\").find(text_[at_]) != std::string_view::npos;
    const std::string_view mark = wordFrom(at_ + (quoted ? 1 : 0));
    if (mark.empty())
      return;
    announced_.push_back({mark, quoted});
    at_ += mark.size() + (quoted ? (text_[at_] == '\\' ? 1 : 2) : 0);
  }

  /// At the start of a line: skips the quoted here-documents that begin here, up to one that is expanded.
  void enterDocument() {
    while (!announced_.empty()) {
      const HereDocument document = announced_.front();
      announced_.pop_front();
      const size_t end = endOf(document.mark);
      if (!document.quoted) {
        documentEnd_ = end;
        return;
      }
      at_ = end;
    }
  }

  /// The start of the line that holds nothing but the mark, or the end of the text; the mark itself is no expansion.
  size_t endOf(std::string_view mark) const {
    for (size_t line = at_; line < text_.size(); line = after("\n", line)) {
      const size_t first = std::min(text_.find_first_not_of(" \t", line), text_.size());
      if (wordFrom(first) == mark)
        return line;
    }
    return text_.size();
  }
};

template <typename Function> void forEachExpansion(std::string_view text, Function &&found) {
  ExpansionFinder expansions(text);
  while (const auto name = expansions.next())
    found(*name);
}

template <typename Function> void forEachWord(std::string_view text, Function &&found) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t start = at;
    while (at < text.size() && syntax::isWordPart(text[at]))
      ++at;
    if (at > start)
      found(text.substr(start, at - start));
    else
      ++at;
  }
}

/// Whether the text gives the variable a value itself: `name=`, `for name`, `read name`.
bool assigns(std::string_view text, std::string_view name) {
  for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    const bool expansion = at > 0 && (text[at - 1] == '$' || text[at - 1] == '{');
    const bool whole =
        (at == 0 || !syntax::isWordPart(text[at - 1])) && (end == text.size() || !syntax::isWordPart(text[end]));
    if (whole && !expansion)
      return true;
  }
  return false;
}

Range rangeIn(const syntax::Shell &shell, std::string_view part) {
  const uint32_t begin =
      shell.range.begin + (shell.block ? 3U : 1U) + static_cast<uint32_t>(part.data() - shell.raw.data());
  return {shell.range.file, begin, begin + static_cast<uint32_t>(part.size())};
}

/// A name that is nearly that of a parameter, and that nothing in the text sets, was meant to be it: under `set -u` the
/// text would fail, and of an undo that is found out at the worst moment.
void reportMisspelt(Lowering &lowering, const Frame &frame, const syntax::Shell &shell) {
  if (shell.damaged || frame.variables->incomplete() || shell.raw.find('$') == std::string_view::npos)
    return;
  std::vector<std::string_view> known;
  forEachExpansion(shell.raw, [&](std::string_view name) {
    if (frame.variables->find(name) != nullptr ||
        std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
      return;
    if (known.empty())
      known = frame.variables->names();
    const auto meant = closest(name, known);
    if (!meant || assigns(shell.raw, name))
      return;
    const Range range = rangeIn(shell, name);
    lowering.context.diagnostics.report(diag::unknownVariable, range, name)
        .edit(fmt::format("did you mean `{}`?", *meant), range, std::string(*meant), true);
  });
}

} // namespace

void refuseSecrets(Lowering &lowering, const Frame &frame, const syntax::Shell &shell) {
  forEachExpansion(shell.raw, [&](std::string_view name) {
    if (const Variable *variable = frame.variables->find(name); variable != nullptr && variable->secret)
      lowering.context.diagnostics.report(diag::secretShown, rangeIn(shell, name), name)
          .label(variable->declared, "it is secret")
          .help("leave it out: what is sent or observed can be read by others");
  });
}

void bindVariables(Lowering &lowering, const Frame &frame, std::span<const syntax::Shell> texts) {
  for (const syntax::Shell &shell : texts)
    reportMisspelt(lowering, frame, shell);
  plan::Scope &scope = lowering.context.plan.scopes[frame.scope];
  if (frame.action != nullptr)
    return; // a call's scope binds all of its parameters
  const auto words = [&](const auto &found) {
    for (const syntax::Shell &shell : texts)
      forEachWord(shell.raw, found);
  };
  for (const Variable *variable : frame.variables->namedBy(words)) {
    const bool remembered = variable->value.parts.size() == 1 &&
                            std::holds_alternative<plan::Text::Remembered>(variable->value.parts.front()) &&
                            frame.variables->findHere(variable->name) == variable;
    if (!remembered)
      scope.bindings.push_back({std::string(variable->name), variable->value});
  }
}

} // namespace changec::sema
