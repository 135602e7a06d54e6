#include "sema/InverseProposals.h"

#include "syntax/Characters.h"

#include <algorithm>
#include <array>
#include <utility>

namespace changec::sema {
namespace {

using std::string;
using std::string_view;

constexpr string_view plainPunctuation = "._/:@+-=,%^";
constexpr string_view literalPunctuation = "._/:@+-";

bool isPlain(char c) {
  return syntax::isWordPart(c) || !syntax::isAscii(c) || plainPunctuation.find(c) != string_view::npos;
}

/// A word of shell whose value is what stands there, and values of variables.
struct Word {
  struct Part {
    string text; ///< Of a variable: its name.
    bool variable = false;
  };
  string_view source;
  std::vector<Part> parts;

  /// Its text where it has no variables.
  [[nodiscard]] std::optional<string> constant() const {
    string text;
    for (const Part &part : parts) {
      if (part.variable)
        return std::nullopt;
      text += part.text;
    }
    return text;
  }
};

/// Splits one plain command into words; nothing for anything else: pipes, lists, redirections, patterns, expansions
/// that are not quoted, escapes.
class WordReader {
public:
  explicit WordReader(string_view text) : text_(syntax::trimmed(text)) {}

  std::optional<std::vector<Word>> run() {
    std::vector<Word> words;
    while (at_ < text_.size()) {
      const size_t start = at_;
      Word word;
      while (at_ < text_.size() && text_[at_] != ' ' && text_[at_] != '\t')
        if (!readPart(word))
          return std::nullopt;
      word.source = text_.substr(start, at_ - start);
      words.push_back(std::move(word));
      while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'))
        ++at_;
    }
    return words;
  }

private:
  string_view text_;
  size_t at_ = 0;

  bool readPart(Word &word) {
    const char c = text_[at_];
    if (c == '\'')
      return readSingleQuoted(word);
    if (c == '"')
      return readDoubleQuoted(word);
    if (!isPlain(c))
      return false;
    word.parts.push_back({string(1, c)});
    ++at_;
    return true;
  }

  bool readSingleQuoted(Word &word) {
    const size_t end = text_.find('\'', at_ + 1);
    if (end == string_view::npos)
      return false;
    word.parts.push_back({string(text_.substr(at_ + 1, end - at_ - 1))});
    at_ = end + 1;
    return true;
  }

  bool readDoubleQuoted(Word &word) {
    ++at_;
    string literal;
    while (at_ < text_.size() && text_[at_] != '"') {
      const char c = text_[at_];
      if (c == '\\' || c == '`')
        return false;
      if (c != '$') {
        literal += c;
        ++at_;
        continue;
      }
      word.parts.push_back({std::exchange(literal, {})});
      if (!readVariable(word))
        return false;
    }
    word.parts.push_back({literal});
    return at_ < text_.size() && text_[at_++] == '"';
  }

  bool readVariable(Word &word) {
    const bool braced = text_.substr(at_).starts_with("${");
    size_t begin = at_ + (braced ? 2 : 1);
    size_t end = begin;
    while (end < text_.size() && syntax::isWordPart(text_[end]))
      ++end;
    if (end == begin || !syntax::isWordStart(text_[begin]) || (braced && (end == text_.size() || text_[end] != '}')))
      return false;
    word.parts.push_back({string(text_.substr(begin, end - begin)), true});
    at_ = end + (braced ? 1 : 0);
    return true;
  }
};

/// Calls `each` for the words of a list that blanks or bars separate, until it says true.
template <typename Each> bool anyWord(string_view list, char separator, Each &&each) {
  while (!list.empty()) {
    const size_t end = std::min(list.find(separator), list.size());
    if (end > 0 && each(list.substr(0, end)))
      return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

bool contains(string_view list, string_view word, char separator = ' ') {
  return anyWord(list, separator, [&](string_view each) { return each == word; });
}

/// A command held against one row.
class Match {
public:
  Match(const InverseRow &row, const std::vector<Word> &words) : row_(row), words_(words) {}

  bool run() {
    string_view pattern = row_.command;
    bool anything = false;
    size_t word = 0;
    const bool differs = anyWord(pattern, ' ', [&](string_view expected) {
      if (expected == "*") {
        anything = true;
        return false;
      }
      while (word < words_.size() && isOption(words_[word], expected))
        if (!takeOption(word))
          return true;
      return word == words_.size() || !fits(expected, words_[word++]);
    });
    if (differs)
      return false;
    if (anything)
      return word < words_.size();
    while (word < words_.size())
      if (!isOption(words_[word], {}) || !takeOption(word))
        return false;
    return !anyWord(row_.needed, ' ', [&](string_view flag) { return !contains(seen_, flag); });
  }

  /// A text of the row for this command; nothing where an operand does not do.
  std::optional<string> fill(string_view text, string_view variable,
                             const std::function<bool(string_view)> &isParameter) const {
    string result;
    for (size_t at = 0; at < text.size();) {
      if (text[at] == '{')
        if (const size_t length = fillPlaceholder(text.substr(at), isParameter, result); length != 0) {
          if (length == string_view::npos)
            return std::nullopt;
          at += length;
          continue;
        }
      if (text.substr(at).starts_with(before)) {
        result += variable;
        at += before.size();
      } else {
        result += text[at++];
      }
    }
    return result;
  }

private:
  static constexpr string_view before = "before";
  const InverseRow &row_;
  const std::vector<Word> &words_;
  std::array<const Word *, 4> operands_{};
  string seen_; ///< Flags, each with a blank behind it.
  string kept_; ///< Options to go on with, each with a blank before it.

  /// Whether a word is an option, where the row expects another one. A row may name an option as a word.
  [[nodiscard]] static bool isOption(const Word &word, string_view expected) {
    const auto text = word.constant();
    return text && text->size() > 1 && text->front() == '-' && !contains(expected, *text, '|');
  }

  bool takeOption(size_t &index) {
    const Word &word = words_[index++];
    const string text = *word.constant();
    if (text == "--")
      return true;
    if (contains(row_.flags, text)) {
      seen_ += text + ' ';
      return true;
    }
    const size_t equals = text.find('=');
    const string_view name = string_view(text).substr(0, equals);
    const bool kept = contains(row_.kept, name);
    if (kept || contains(row_.valued, name)) {
      string source(word.source);
      if (equals == string::npos) {
        if (index == words_.size())
          return false;
        source += ' ' + string(words_[index++].source);
      }
      seen_ += string(name) + ' ';
      if (kept)
        kept_ += ' ' + source;
      return true;
    }
    return takeCluster(text);
  }

  /// `-sfn` is `-s -f -n`.
  bool takeCluster(string_view text) {
    if (text.size() < 3 || text[1] == '-')
      return false;
    for (const char letter : text.substr(1)) {
      const string flag = {'-', letter};
      if (!contains(row_.flags, flag))
        return false;
      seen_ += flag + ' ';
    }
    return true;
  }

  bool fits(string_view expected, const Word &word) {
    if (expected.front() != '{') {
      const auto text = word.constant();
      if (text && operands_[0] == nullptr)
        operands_[0] = &word;
      return text && contains(expected, *text, '|');
    }
    const auto number = static_cast<size_t>(expected[expected.size() - 2] - '0');
    operands_[number] = &word;
    return expected.size() == 3 || literal(word);
  }

  [[nodiscard]] static std::optional<string> literal(const Word &word) {
    auto text = word.constant();
    const bool plain = text && !text->empty() && std::all_of(text->begin(), text->end(), [](char c) {
                         return syntax::isWordPart(c) || literalPunctuation.find(c) != string_view::npos;
                       });
    return plain ? text : std::nullopt;
  }

  /// Appends what a placeholder at the start of `text` stands for. Gives its length: 0 where there is none, `npos`
  /// where there is nothing that could stand for it.
  size_t fillPlaceholder(string_view text, const std::function<bool(string_view)> &isParameter, string &out) const {
    constexpr string_view kept = "{kept}";
    if (text.starts_with(kept)) {
      out += kept_;
      return kept.size();
    }
    const bool hasForm = text.size() > 1 && (text[1] == '=' || text[1] == '@' || text[1] == 'k');
    const char form = hasForm ? text[1] : '\0';
    const size_t digit = hasForm ? 2 : 1;
    if (text.size() < digit + 2 || text[digit] < '0' || text[digit] > '3' || text[digit + 1] != '}')
      return 0;
    const Word *word = operands_[static_cast<size_t>(text[digit] - '0')];
    const std::optional<string> filled = word == nullptr ? std::nullopt
                                         : form == '='   ? literal(*word)
                                         : form == 'k'   ? keyOf(*word)
                                         : form == '@'   ? valueOf(*word, isParameter)
                                                         : string(word->source);
    if (!filled)
      return string_view::npos;
    out += *filled;
    return digit + 2;
  }

  static std::optional<string> keyOf(const Word &word) {
    string text;
    for (const Word::Part &part : word.parts) {
      if (part.variable)
        break;
      text += part.text;
    }
    const size_t equals = text.find('=');
    Word key;
    key.parts.push_back({text.substr(0, equals)});
    return equals == string::npos ? std::nullopt : literal(key);
  }

  /// `"/etc/x"`, `path`, `"${path}/x"`
  static std::optional<string> valueOf(const Word &word, const std::function<bool(string_view)> &isParameter) {
    string text;
    const Word::Part *variable = nullptr;
    bool alone = true;
    for (const Word::Part &part : word.parts) {
      if (part.variable) {
        if (!isParameter(part.text))
          return std::nullopt;
        alone &= variable == nullptr && text.empty();
        variable = &part;
        text += "${" + part.text + '}';
        continue;
      }
      alone &= part.text.empty();
      for (const char c : part.text) {
        if (c == '"' || c == '\\' || c == '$')
          text += '\\';
        text += c;
      }
    }
    if (variable != nullptr && alone)
      return variable->text;
    return '"' + text + '"';
  }
};

/// Whether a value, with what follows it, is a path from the root as far as that can be seen, and not the inside of a
/// folder: to keep all of `/etc` for one file in it would take back what others change there.
bool isWholePath(string_view value) {
  if (!value.starts_with('"'))
    return true;
  value = value.substr(1, value.find('"', 1) - 1);
  return (value.starts_with('/') || value.starts_with('$')) && !value.ends_with('/');
}

} // namespace

std::optional<InverseProposal> proposeInverse(string_view shell, string_view variable,
                                              const std::function<bool(string_view)> &isParameter) {
  auto words = WordReader(shell).run();
  if (!words || words->empty())
    return std::nullopt;
  for (const InverseRow &row : inverseRows()) {
    Match match(row, *words);
    if (!match.run())
      continue;
    InverseProposal proposal;
    proposal.judge = row.judge;
    proposal.row = string(row.command) + string(row.needed);
    const auto fill = [&](string_view text) { return match.fill(text, variable, isParameter).value_or(string{}); };
    proposal.undo = fill(row.undo);
    proposal.remember = proposal.undo.empty() ? string{} : fill(row.remember);
    if (proposal.remember.empty() && !row.remember.empty())
      proposal.undo.clear();
    proposal.library = fill(row.library);
    const bool incomplete = anyWord(row.keep, ' ', [&](string_view each) {
      proposal.keep.push_back(fill(each));
      return proposal.keep.back().empty();
    });
    const bool partial = !std::all_of(proposal.keep.begin(), proposal.keep.end(), isWholePath) ||
                         (row.keep.empty() && proposal.library.starts_with("files.") &&
                          !isWholePath(std::string_view(proposal.library).substr(proposal.library.find('(') + 1)));
    if (partial)
      return std::nullopt;
    if (incomplete)
      proposal.keep.clear();
    if (proposal.undo.empty() && proposal.library.empty() && proposal.keep.empty())
      return std::nullopt;
    return proposal;
  }
  return std::nullopt;
}

} // namespace changec::sema
