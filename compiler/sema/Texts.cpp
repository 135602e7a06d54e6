#include "sema/Texts.h"

#include "diagnostics/Spelling.h"
#include "sema/Names.h"
#include "syntax/BlockText.h"
#include "syntax/Characters.h"

#include <algorithm>
#include <array>

namespace changec::sema {
namespace {

constexpr std::array<std::string_view, 9> runtimeFacts{"reason",     "step",        "step.title",
                                                       "step.owner", "backout.end", "implementation.end",
                                                       "progress",   "next_update", "now"};

class TextReader {
public:
  TextReader(Context &context, const syntax::Text &text, const TextNames &names)
      : context_(context), text_(text), names_(names) {}

  plan::Text run() {
    syntax::walkLines(text_.raw, text_.block, [this](std::string_view line, bool more) {
      readLine(line);
      if (more)
        literal_ += '\n';
    });
    flush();
    return std::move(result_);
  }

private:
  Context &context_;
  const syntax::Text &text_;
  const TextNames &names_;
  plan::Text result_;
  std::string literal_;

  void flush() {
    if (!literal_.empty())
      result_.parts.emplace_back(plan::Text::Literal{std::move(literal_)});
    literal_.clear();
  }

  [[nodiscard]] Range rangeOf(std::string_view part) const {
    const auto offset = static_cast<uint32_t>(part.data() - text_.raw.data());
    const uint32_t begin = text_.range.begin + (text_.block ? 3U : 1U) + offset;
    return {text_.range.file, begin, begin + static_cast<uint32_t>(part.size())};
  }

  void readLine(std::string_view line) {
    size_t at = 0;
    while (at < line.size()) {
      if (line[at] == '\\' && at + 1 < line.size()) {
        literal_ += line[at + 1] == 'n' ? '\n' : line[at + 1];
        at += 2;
      } else if (line[at] == '$' && at + 1 < line.size() && line[at + 1] == '{') {
        const size_t close = line.find('}', at);
        if (close == std::string_view::npos) {
          if (!text_.damaged)
            context_.diagnostics.report(diag::unclosedPlaceholder, rangeOf(line.substr(at, 2)))
                .help("close it with `}`, or write `\\$` for a dollar sign");
          return;
        }
        value(line.substr(at + 2, close - at - 2));
        at = close + 1;
      } else {
        literal_ += line[at++];
      }
    }
  }

  void append(const plan::Text &text) {
    for (const plan::Text::Part &part : text.parts) {
      if (const auto *literal = std::get_if<plan::Text::Literal>(&part)) {
        literal_ += literal->text;
      } else {
        flush();
        result_.parts.push_back(part);
      }
    }
  }

  void value(std::string_view name) {
    const Range range = rangeOf(name);
    if (names_.variables != nullptr)
      if (const Variable *variable = names_.variables->find(name)) {
        if (variable->secret && !names_.secrets) {
          context_.diagnostics.report(diag::secretShown, range, name)
              .label(variable->declared, "it is secret")
              .help("leave it out: what is sent or observed can be read by others");
          return;
        }
        return append(variable->value);
      }
    if (names_.facts != nullptr)
      for (const auto &[fact, content] : *names_.facts)
        if (fact == name) {
          literal_ += content;
          return;
        }
    if (names_.runtimeFacts && std::find(runtimeFacts.begin(), runtimeFacts.end(), name) != runtimeFacts.end()) {
      if (const auto untimely = std::find_if(names_.untimely.begin(), names_.untimely.end(),
                                             [&](const UntimelyFact &fact) { return fact.name == name; });
          untimely != names_.untimely.end())
        context_.diagnostics.report(diag::unknownPlaceholder, range, name)
            .label(untimely->when, "it is not known at this moment")
            .note(fmt::format("`{}` is known {}", name, untimely->known));
      flush();
      result_.parts.emplace_back(plan::Text::Placeholder{std::string(name)});
      return;
    }
    const size_t dot = name.rfind('.');
    if (dot != std::string_view::npos && names_.stepValues != nullptr && !isFactGroup(name.substr(0, dot))) {
      if (const auto remembered = (*names_.stepValues)(name.substr(0, dot), name.substr(dot + 1), range)) {
        flush();
        result_.parts.emplace_back(plan::Text::Remembered{*remembered});
      }
      return;
    }
    unknown(name, range);
  }

  [[nodiscard]] static bool isFactGroup(std::string_view name) {
    return name == "change" || name == "window" || name == "step" || name == "backout" || name == "implementation";
  }

  void unknown(std::string_view name, Range range) {
    if (context_.namesIncomplete || (names_.variables != nullptr && names_.variables->incomplete()))
      return;
    auto builder = context_.diagnostics.report(diag::unknownPlaceholder, range, name);
    std::vector<std::string_view> candidates;
    if (names_.variables != nullptr)
      candidates = names_.variables->names();
    if (names_.facts != nullptr)
      for (const auto &[fact, content] : *names_.facts)
        candidates.push_back(fact);
    if (names_.runtimeFacts)
      candidates.insert(candidates.end(), runtimeFacts.begin(), runtimeFacts.end());
    if (const auto meant = closest(name, candidates))
      builder.edit(fmt::format("did you mean `{}`?", *meant), range, std::string(*meant), true);
    else if (!names_.runtimeFacts && std::find(runtimeFacts.begin(), runtimeFacts.end(), name) != runtimeFacts.end())
      builder.note("it is known in messages only");
    else
      builder.help("write `\\$` for a dollar sign that begins no value");
  }
};

} // namespace

std::string shellText(const syntax::Shell &shell) {
  std::string result;
  result.reserve(shell.raw.size());
  syntax::walkLines(shell.raw, shell.block, [&](std::string_view line, bool more) {
    result += line;
    if (more)
      result += '\n';
  });
  const size_t start = result.find_first_not_of(" \t\n");
  const size_t end = result.find_last_not_of(" \t\n");
  return start == std::string::npos ? std::string{}
         : shell.block              ? result.substr(0, end + 1)
                                    : result.substr(start, end - start + 1);
}

plan::Text readText(Context &context, const syntax::Text &text, const TextNames &names) {
  return TextReader(context, text, names).run();
}

std::string readPlain(Context &context, const syntax::Text &text) {
  return readText(context, text, {}).constant().value_or(std::string{});
}

std::string readDoc(std::string_view doc) {
  std::string result;
  size_t start = 0;
  while (start < doc.size()) {
    const size_t end = std::min(doc.find('\n', start), doc.size());
    std::string_view line = doc.substr(start, end - start);
    start = end + 1;
    const size_t mark = line.find("///");
    if (mark == std::string_view::npos)
      continue;
    line.remove_prefix(mark + 3);
    if (line.starts_with(' '))
      line.remove_prefix(1);
    while (!line.empty() && syntax::isSpace(line.back()))
      line.remove_suffix(1);
    result += result.empty() ? "" : "\n";
    result += line;
  }
  return result;
}

std::span<const std::string_view> runtimeFactNames() {
  return runtimeFacts;
}

} // namespace changec::sema
