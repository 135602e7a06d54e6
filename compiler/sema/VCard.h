// vCards, versions 4.0 (RFC 6350) and 3.0 (RFC 2426), as far as contacts are read from them. Private to this library.
#pragma once

#include "diagnostics/Diagnostics.h"
#include "source/Source.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace changec::sema {

/// One line of a card, such as `item1.EMAIL;TYPE=work;PREF=1:carol@acme.example`.
struct CardProperty {
  struct Parameter {
    std::string name;  ///< In upper case.
    std::string value; ///< Without quotes; several values still with their commas.
  };
  std::string name; ///< In upper case, without its group.
  std::vector<Parameter> parameters;
  std::string value; ///< Unfolded, with its escapes.
  Range range;       ///< The value, as it stands in the file.

  /// The value of a parameter; empty where there is none.
  [[nodiscard]] std::string_view parameter(std::string_view wanted) const;
  /// Whether a `TYPE` names it, in any case: `TYPE=work,pref`.
  [[nodiscard]] bool hasType(std::string_view type) const;
};

struct Card {
  Range begin; ///< Its `BEGIN:VCARD`.
  std::vector<CardProperty> properties;

  /// All of that name, the preferred first (`PREF=1`, else `TYPE=pref`), then in order.
  [[nodiscard]] std::vector<const CardProperty *> all(std::string_view name) const;
  [[nodiscard]] const CardProperty *first(std::string_view name) const;
};

/// Reads a file of cards. A card with a mistake is reported and left out; after too many mistakes the rest is not read.
/// `complete` is set to false then. Time and memory are linear in the file.
std::vector<Card> readCards(const SourceManager &sources, FileId file, DiagnosticEngine &diagnostics, bool &complete);

/// A value of text with its escapes undone (RFC 6350, 3.4): `Dvorak\, Carol`.
std::string cardText(std::string_view value);
/// The components of a structured value, split at `;`, their escapes undone: of `N` and `ORG`.
std::vector<std::string> cardComponents(std::string_view value);

} // namespace changec::sema
