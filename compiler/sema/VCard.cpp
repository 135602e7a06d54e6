#include "sema/VCard.h"

#include "syntax/Characters.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace changec::sema {
namespace {

constexpr size_t mostCards = 10000;
constexpr size_t mostMistakes = 100;
constexpr unsigned leastPreferred = 101;

/// What contacts are made of; other properties, pictures above all, are passed over.
constexpr std::array<std::string_view, 14> readProperties{"VERSION",
                                                          "FN",
                                                          "N",
                                                          "ORG",
                                                          "ROLE",
                                                          "TITLE",
                                                          "TEL",
                                                          "EMAIL",
                                                          "UID",
                                                          "KIND",
                                                          "MEMBER",
                                                          "X-ADDRESSBOOKSERVER-KIND",
                                                          "X-ADDRESSBOOKSERVER-MEMBER",
                                                          "X-CHANGEC-NAME"};

std::string upperCase(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return result;
}

bool isNamePart(char c) {
  return syntax::isDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
}

/// A content line without its folds, and where each of its bytes stands in the file.
struct Line {
  std::string text;
  /// From this byte of the text on, the place in the file is that far behind.
  struct Piece {
    size_t begin;
    uint32_t offset;
  };
  std::vector<Piece> pieces;

  [[nodiscard]] uint32_t offsetOf(size_t index) const {
    const auto after =
        std::upper_bound(pieces.begin(), pieces.end(), index, [](size_t i, const Piece &it) { return i < it.begin; });
    const Piece &piece = *std::prev(after);
    return piece.offset + static_cast<uint32_t>(index - piece.begin);
  }
};

/// Gives content lines one by one.
class Lines {
public:
  Lines(std::string_view text, uint32_t start) : text_(text), next_(start) {}

  /// The next line that is not empty; false at the end.
  bool next(Line &line) {
    line.text.clear();
    line.pieces.clear();
    while (next_ < text_.size()) {
      const uint32_t begin = next_;
      std::string_view physical = take();
      if (line.pieces.empty() && physical.empty())
        continue;
      const bool continues = !line.pieces.empty();
      if (continues)
        physical.remove_prefix(1);
      line.pieces.push_back({line.text.size(), begin + (continues ? 1 : 0)});
      line.text += physical;
      if (next_ >= text_.size() || (text_[next_] != ' ' && text_[next_] != '\t'))
        break;
    }
    return !line.pieces.empty();
  }

private:
  std::string_view text_;
  uint32_t next_;

  std::string_view take() {
    const size_t newline = std::min(text_.find('\n', next_), text_.size());
    std::string_view physical = text_.substr(next_, newline - next_);
    if (physical.ends_with('\r'))
      physical.remove_suffix(1);
    next_ = static_cast<uint32_t>(std::min(newline + 1, text_.size()));
    return physical;
  }
};

class CardReader {
public:
  CardReader(const SourceManager &sources, FileId file, DiagnosticEngine &diagnostics)
      : source_(sources.file(file)), file_(file), diagnostics_(diagnostics),
        lines_(source_.text(), source_.textStart()) {}

  std::vector<Card> run() {
    while (mistakes_ < mostMistakes && cards_.size() < mostCards + 1 && lines_.next(line_))
      read();
    if (inCard_ && mistakes_ < mostMistakes)
      refuse(card_.begin, "this card has no `END:VCARD`");
    if (cards_.size() > mostCards) {
      refuse(cards_.back().begin, "there are more than 10000 cards");
      cards_.pop_back();
    }
    if (cards_.empty() && mistakes_ == 0)
      refuse({file_, source_.textStart(), source_.textStart()}, "there is no card in this file");
    return std::move(cards_);
  }

  [[nodiscard]] bool complete() const { return mistakes_ == 0; }

private:
  const SourceFile &source_;
  FileId file_;
  DiagnosticEngine &diagnostics_;
  Lines lines_;
  Line line_;
  std::vector<Card> cards_;
  Card card_;
  bool inCard_ = false;
  bool sound_ = true; ///< The card so far has no mistake.
  size_t mistakes_ = 0;

  void refuse(Range range, std::string_view reason) {
    diagnostics_.report(diag::malformedCard, range, reason);
    ++mistakes_;
    sound_ = false;
  }

  [[nodiscard]] Range rangeOf(size_t begin, size_t end) const {
    const uint32_t last = end > begin ? line_.offsetOf(end - 1) + 1 : line_.offsetOf(begin);
    return {file_, line_.offsetOf(begin), last};
  }
  [[nodiscard]] Range whole() const { return rangeOf(0, std::min<size_t>(line_.text.size(), 60)); }

  void read() {
    CardProperty property;
    const size_t colon = parse(property);
    if (colon == std::string::npos) {
      if (inCard_)
        refuse(whole(), "this line is no property: it has the form `NAME:value`");
      else
        refuseOutside();
      return;
    }
    property.value = line_.text.substr(colon + 1);
    property.range = rangeOf(colon + 1, line_.text.size());
    const bool ofCard = upperCase(property.value) == "VCARD";
    if (property.name == "BEGIN" && ofCard)
      begin();
    else if (!inCard_)
      refuseOutside();
    else if (property.name == "END" && ofCard)
      end();
    else if (std::find(readProperties.begin(), readProperties.end(), property.name) != readProperties.end())
      keep(std::move(property));
  }

  /// Once for all that follows: a file that is none would give a mistake a line.
  void refuseOutside() {
    if (sound_)
      refuse(whole(), "a card begins with `BEGIN:VCARD`");
  }

  void begin() {
    if (inCard_)
      refuse(card_.begin, "this card has no `END:VCARD`");
    card_ = {whole(), {}};
    inCard_ = true;
    sound_ = true;
  }

  void end() {
    inCard_ = false;
    checkVersion();
    if (sound_)
      cards_.push_back(std::move(card_));
    sound_ = true;
  }

  void checkVersion() {
    if (!sound_)
      return;
    const CardProperty *version = card_.first("VERSION");
    if (version == nullptr)
      refuse(card_.begin, "this card has no `VERSION`: 4.0 and 3.0 are read");
    else if (version->value != "4.0" && version->value != "3.0")
      refuse(version->range, "cards of versions 4.0 and 3.0 are read, not of this one");
  }

  void keep(CardProperty property) {
    const std::string encoding = upperCase(property.parameter("ENCODING"));
    if (encoding == "QUOTED-PRINTABLE" || encoding == "BASE64" || encoding == "B") {
      // A card of version 2.1 says so, and that is said of it.
      if (property.name != "VERSION" && card_.first("VERSION") != nullptr && card_.first("VERSION")->value != "2.1")
        refuse(property.range, "this value is encoded: words are written as they are, in UTF-8");
      return;
    }
    const std::string_view preference = property.parameter("PREF");
    if (!preference.empty() && preferenceOf(preference) == leastPreferred)
      refuse(property.range, "its `PREF` is no number from 1 to 100");
    card_.properties.push_back(std::move(property));
  }

public:
  static unsigned preferenceOf(std::string_view text) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isNumber = error == std::errc() && end == text.data() + text.size();
    return isNumber && number >= 1 && number <= 100 ? number : leastPreferred;
  }

private:
  /// Reads `group.NAME;PARAMETER=value,"value"` up to the colon, whose place it gives; npos where there is no such.
  size_t parse(CardProperty &property) const {
    const std::string_view text = line_.text;
    size_t at = 0;
    while (at < text.size() && isNamePart(text[at]))
      ++at;
    size_t start = 0;
    if (at < text.size() && text[at] == '.') {
      start = ++at;
      while (at < text.size() && isNamePart(text[at]))
        ++at;
    }
    property.name = upperCase(text.substr(start, at - start));
    if (property.name.empty())
      return std::string::npos;
    while (at < text.size() && text[at] == ';') {
      const size_t begin = ++at;
      bool quoted = false;
      size_t equals = std::string::npos;
      for (; at < text.size() && (quoted || (text[at] != ';' && text[at] != ':')); ++at) {
        if (text[at] == '"')
          quoted = !quoted;
        else if (text[at] == '=' && equals == std::string::npos)
          equals = at;
      }
      addParameter(property, text.substr(begin, at - begin), equals == std::string::npos ? equals : equals - begin);
    }
    return at < text.size() && text[at] == ':' ? at : std::string::npos;
  }

  /// Version 2.1, and programs that remember it, write a type alone: `TEL;WORK`.
  static void addParameter(CardProperty &property, std::string_view text, size_t equals) {
    std::string value(equals == std::string::npos ? text : text.substr(equals + 1));
    std::erase(value, '"');
    property.parameters.push_back(
        {equals == std::string::npos ? "TYPE" : upperCase(text.substr(0, equals)), std::move(value)});
  }
};

unsigned preference(const CardProperty &property) {
  const std::string_view written = property.parameter("PREF");
  return written.empty() ? (property.hasType("pref") ? 1 : leastPreferred) : CardReader::preferenceOf(written);
}

} // namespace

std::string_view CardProperty::parameter(std::string_view wanted) const {
  for (const Parameter &each : parameters)
    if (each.name == wanted)
      return each.value;
  return {};
}

bool CardProperty::hasType(std::string_view type) const {
  const std::string wanted = upperCase(type);
  for (const Parameter &each : parameters) {
    if (each.name != "TYPE")
      continue;
    std::string_view rest = each.value;
    while (!rest.empty()) {
      const size_t comma = std::min(rest.find(','), rest.size());
      if (upperCase(rest.substr(0, comma)) == wanted)
        return true;
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return false;
}

std::vector<const CardProperty *> Card::all(std::string_view name) const {
  std::vector<const CardProperty *> found;
  for (const CardProperty &property : properties)
    if (property.name == name)
      found.push_back(&property);
  std::stable_sort(found.begin(), found.end(),
                   [](const auto *a, const auto *b) { return preference(*a) < preference(*b); });
  return found;
}

const CardProperty *Card::first(std::string_view name) const {
  const std::vector<const CardProperty *> found = all(name);
  return found.empty() ? nullptr : found.front();
}

std::vector<Card> readCards(const SourceManager &sources, FileId file, DiagnosticEngine &diagnostics, bool &complete) {
  complete = true;
  if (const std::optional<EncodingFlaw> flaw = sources.file(file).encodingFlaw()) {
    diagnostics.report(diag::notText, {file, flaw->offset, flaw->offset + flaw->length}, flaw->reason);
    complete = false;
    return {};
  }
  CardReader reader(sources, file, diagnostics);
  std::vector<Card> cards = reader.run();
  complete = reader.complete();
  return cards;
}

std::string cardText(std::string_view value) {
  std::string result;
  for (size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\' || i + 1 == value.size()) {
      result += value[i];
      continue;
    }
    const char escaped = value[++i];
    if (escaped == 'n' || escaped == 'N')
      result += '\n';
    else if (escaped == '\\' || escaped == ',' || escaped == ';' || escaped == ':')
      result += escaped;
    else
      result += {'\\', escaped};
  }
  return result;
}

std::vector<std::string> cardComponents(std::string_view value) {
  std::vector<std::string> components;
  size_t begin = 0;
  for (size_t i = 0; i <= value.size(); ++i) {
    if (i + 1 < value.size() && value[i] == '\\') {
      ++i;
    } else if (i >= value.size() || value[i] == ';') {
      components.push_back(cardText(value.substr(begin, std::min(i, value.size()) - begin)));
      begin = i + 1;
    }
  }
  return components;
}

} // namespace changec::sema
