// Variables in shell text: which ones a scope needs, and which are misspelt.
#include "diagnostics/Spelling.h"
#include "sema/Scopes.h"
#include "syntax/Characters.h"

#include <algorithm>

namespace changec::sema {
namespace {

/// Calls `found(name)` for each `$name` and `${name` outside single quotes and quoted here-documents.
template <typename Function> void forEachExpansion(std::string_view text, Function &&found) {
  bool doubleQuoted = false;
  size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '\\') {
      at += 2;
    } else if (c == '\'' && !doubleQuoted) {
      at = std::min(text.find('\'', at + 1), text.size() - 1) + 1;
    } else if (c == '"') {
      doubleQuoted = !doubleQuoted;
      ++at;
    } else if (c == '$') {
      ++at;
      if (at < text.size() && text[at] == '{')
        ++at;
      const size_t start = at;
      if (at < text.size() && syntax::isWordStart(text[at]))
        while (at < text.size() && syntax::isWordPart(text[at]))
          ++at;
      if (at > start)
        found(text.substr(start, at - start));
    } else {
      ++at;
    }
  }
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
