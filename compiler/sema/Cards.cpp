#include "sema/Cards.h"

#include "sema/AsciiName.h"
#include "sema/VCard.h"
#include "syntax/Characters.h"
#include "syntax/Keywords.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_map>

namespace changec::sema {
namespace {

using syntax::Attribute;
using syntax::Declaration;
using syntax::Name;
using syntax::Text;
using Kind = Declaration::Kind;

std::string lowerCase(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

/// On one line, without blanks at its ends.
std::string oneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return std::string(syntax::trimmed(text));
}

bool takePrefix(std::string_view &text, std::string_view prefix) {
  if (lowerCase(text.substr(0, prefix.size())) != prefix)
    return false;
  text.remove_prefix(prefix.size());
  return true;
}

int digitValue(char c) {
  return syntax::isDigit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// The bytes that a URI writes with `%`.
std::string decodedUri(std::string_view uri) {
  std::string result;
  for (size_t i = 0; i < uri.size(); ++i) {
    const bool encodes =
        uri[i] == '%' && i + 2 < uri.size() && digitValue(uri[i + 1]) >= 0 && digitValue(uri[i + 2]) >= 0;
    if (encodes) {
      result += static_cast<char>(digitValue(uri[i + 1]) * 16 + digitValue(uri[i + 2]));
      i += 2;
    } else {
      result += uri[i];
    }
  }
  return result;
}

/// `tel:+420-555-010;ext=12` (RFC 3966) is `+420-555-010 ext. 12`.
std::string phoneOf(const CardProperty &property) {
  const std::string written = cardText(property.value);
  std::string_view rest = written;
  if (!takePrefix(rest, "tel:"))
    return oneLine(written);
  std::string number = decodedUri(rest.substr(0, rest.find(';')));
  for (size_t at = rest.find(';'); at != std::string_view::npos; at = rest.find(';')) {
    rest.remove_prefix(at + 1);
    if (std::string_view parameter = rest.substr(0, rest.find(';')); takePrefix(parameter, "ext="))
      number += " ext. " + decodedUri(parameter);
  }
  return oneLine(number);
}

std::string emailOf(const CardProperty &property) {
  const std::string written = cardText(property.value);
  std::string_view rest = written;
  return oneLine(takePrefix(rest, "mailto:") ? decodedUri(rest.substr(0, rest.find('?'))) : written);
}

bool isForCalls(const CardProperty &property) {
  constexpr std::array<std::string_view, 4> others{"fax", "pager", "modem", "bbs"};
  return std::none_of(others.begin(), others.end(), [&](std::string_view type) { return property.hasType(type); });
}

Kind kindOf(const Card &card) {
  for (const std::string_view name : {"KIND", "X-ADDRESSBOOKSERVER-KIND"})
    if (const CardProperty *kind = card.first(name)) {
      const std::string value = lowerCase(kind->value);
      return value == "group" ? Kind::team : value == "org" || value == "location" ? Kind::desk : Kind::person;
    }
  return Kind::person;
}

class CardTree {
public:
  CardTree(const SourceManager &sources, FileId file, DiagnosticEngine &diagnostics)
      : file_(std::make_unique<syntax::File>()), diagnostics_(diagnostics) {
    bool complete = true;
    file_->id = file;
    cards_ = readCards(sources, file, diagnostics, complete);
    file_->damaged = file_->namesLost = !complete;
  }

  std::unique_ptr<syntax::File> run() {
    names_.reserve(cards_.size());
    for (const Card &card : cards_)
      names_.push_back(nameOf(card));
    for (size_t i = 0; i < cards_.size(); ++i) {
      if (const CardProperty *uid = cards_[i].first("UID"))
        byIdentity_.emplace(identity(uid->value), i);
      for (const CardProperty *email : cards_[i].all("EMAIL"))
        byIdentity_.emplace("mailto:" + lowerCase(emailOf(*email)), i);
    }
    for (size_t i = 0; i < cards_.size(); ++i)
      if (names_[i].present())
        declare(cards_[i], names_[i]);
    return std::move(file_);
  }

private:
  std::unique_ptr<syntax::File> file_;
  DiagnosticEngine &diagnostics_;
  std::vector<Card> cards_;
  std::vector<Name> names_;                            ///< Of each card; not present where it makes none.
  std::unordered_map<std::string, size_t> byIdentity_; ///< Cards by UID, and by email address.

  static std::string identity(std::string_view uid) {
    takePrefix(uid, "urn:uuid:");
    return lowerCase(uid);
  }

  std::string_view keep(std::string_view text) {
    char *copy = file_->arena.Allocate<char>(text.size());
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
  }
  template <typename T> std::span<const T> keep(const std::vector<T> &items) {
    T *copy = file_->arena.Allocate<T>(items.size());
    std::uninitialized_copy(items.begin(), items.end(), copy);
    return {copy, items.size()};
  }

  void refuse(Range range, std::string_view reason) {
    diagnostics_.report(diag::malformedCard, range, reason);
    lose();
  }
  void lose() { file_->damaged = file_->namesLost = true; }

  struct Title {
    std::string words;
    Range range;
  };

  /// `FN`, else the parts of `N`, given names first.
  Title titleOf(const Card &card) {
    if (const CardProperty *formatted = card.first("FN"))
      if (std::string words = oneLine(cardText(formatted->value)); !words.empty())
        return {std::move(words), formatted->range};
    if (const CardProperty *parts = card.first("N")) {
      std::vector<std::string> components = cardComponents(parts->value);
      components.resize(std::max<size_t>(components.size(), 2));
      if (std::string words = oneLine(components[1] + ' ' + components[0]); !words.empty())
        return {std::move(words), parts->range};
    }
    return {};
  }

  Name nameOf(const Card &card) {
    if (const CardProperty *given = card.first("X-CHANGEC-NAME"))
      return givenName(*given);
    const Title title = titleOf(card);
    if (title.words.empty()) {
      refuse(card.begin, "this card has no `FN`");
      return {};
    }
    const std::optional<std::string> name = asciiName(title.words);
    if (name && !syntax::isReserved(syntax::keywordKind(*name)))
      return {keep(*name), title.range};
    diagnostics_.report(diag::cardWithoutName, title.range, title.words)
        .help("give the card a name for plans: `X-CHANGEC-NAME:ivan_petrov`");
    lose();
    return {};
  }

  /// As the scanner reads a name: words with single hyphens between them.
  Name givenName(const CardProperty &property) {
    const std::string_view name = syntax::trimmed(property.value);
    bool sound = !name.empty() && syntax::isWordStart(name.front()) && name.back() != '-';
    for (size_t i = 1; i < name.size(); ++i)
      sound &= syntax::isWordPart(name[i]) || (name[i] == '-' && name[i - 1] != '-');
    if (sound && !syntax::isReserved(syntax::keywordKind(name)))
      return {keep(name), property.range};
    refuse(property.range, "this is no name: a name has letters, digits, `_`, and single hyphens inside");
    return {};
  }

  void declare(const Card &card, const Name &name) {
    auto *declaration = new (file_->arena.Allocate<Declaration>()) Declaration;
    declaration->kind = kindOf(card);
    declaration->keyword = declaration->range = card.begin;
    declaration->name = name;
    if (const Title title = titleOf(card); !title.words.empty())
      declaration->title = text(title.words, title.range);
    std::vector<Attribute> attributes;
    addRole(attributes, card);
    addAddress(attributes, card);
    if (declaration->kind == Kind::team)
      addMembers(attributes, card);
    declaration->details = syntax::ContactDetails{keep(attributes)};
    file_->declarations.push_back(declaration);
  }

  /// Words as the language would write them between quotes.
  Text text(std::string_view words, Range range) {
    std::string raw;
    for (const char c : words) {
      if (c == '\\' || c == '"' || c == '$')
        raw += '\\';
      raw += c;
    }
    return {keep(raw), range, false, false};
  }

  void add(std::vector<Attribute> &attributes, std::string_view key, std::string_view value, Range range) {
    if (!value.empty())
      attributes.push_back({{key, range}, {}, syntax::Value{text(value, range), range}, range});
  }

  void addRole(std::vector<Attribute> &attributes, const Card &card) {
    for (const std::string_view name : {"ROLE", "TITLE", "ORG"})
      if (const CardProperty *role = card.first(name)) {
        const std::string words = oneLine(name == "ORG" ? cardComponents(role->value).front() : cardText(role->value));
        if (!words.empty())
          return add(attributes, "role", words, role->range);
      }
  }

  void addAddress(std::vector<Attribute> &attributes, const Card &card) {
    const std::vector<const CardProperty *> phones = card.all("TEL");
    const auto phone = std::find_if(phones.begin(), phones.end(), [](const auto *it) { return isForCalls(*it); });
    if (phone != phones.end())
      add(attributes, "phone", phoneOf(**phone), (*phone)->range);
    if (const CardProperty *email = card.first("EMAIL"))
      add(attributes, "email", emailOf(*email), email->range);
  }

  /// The member that is preferred leads.
  void addMembers(std::vector<Attribute> &attributes, const Card &card) {
    std::vector<Name> members;
    std::vector<Name> lead;
    for (const std::string_view property : {"MEMBER", "X-ADDRESSBOOKSERVER-MEMBER"})
      for (const CardProperty *member : card.all(property)) {
        const auto found = byIdentity_.find(identity(member->value));
        if (found == byIdentity_.end()) {
          // It may be one of those that have a mistake.
          if (!file_->namesLost)
            refuse(member->range, "this member is none of the cards of this file: none has this `UID`, or address");
          continue;
        }
        if (!names_[found->second].present())
          continue;
        members.push_back({names_[found->second].text, member->range});
        if (lead.empty() && (!member->parameter("PREF").empty() || member->hasType("pref")))
          lead.push_back(members.back());
      }
    if (!members.empty())
      attributes.push_back({{"members", members.front().range}, keep(members), {}, members.front().range});
    if (!lead.empty())
      attributes.push_back({{"lead", lead.front().range}, keep(lead), {}, lead.front().range});
  }
};

} // namespace

std::unique_ptr<syntax::File> parseCards(const SourceManager &sources, FileId file, DiagnosticEngine &diagnostics) {
  return CardTree(sources, file, diagnostics).run();
}

} // namespace changec::sema
