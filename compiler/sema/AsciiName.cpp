#include "sema/AsciiName.h"

#include "source/Utf8.h"
#include "syntax/Characters.h"

#include <algorithm>
#include <array>

namespace changec::sema {
namespace {

/// The base letters of U+00C0 to U+024F and of U+1E00 to U+1EFF, by the decompositions of Unicode; `.` for none.
constexpr std::string_view latin = "aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y"
                                   "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.lllllll"
                                   "lllnnnnnnn..oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
                                   "................................oo.............uu..............."
                                   ".............aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa...."
                                   "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............"
                                   "................";
constexpr std::string_view latinAdditional = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
                                             "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
                                             "wwwwwwwwwwxxxxyyzzzzzzhtwyas....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
                                             "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

struct Pair {
  char32_t character;
  std::string_view letters;
};
constexpr std::array<Pair, 12> pairs{{{0xC6, "ae"},
                                      {0xE6, "ae"},
                                      {0xDE, "th"},
                                      {0xFE, "th"},
                                      {0xDF, "ss"},
                                      {0x132, "ij"},
                                      {0x133, "ij"},
                                      {0x138, "k"},
                                      {0x14A, "ng"},
                                      {0x14B, "ng"},
                                      {0x152, "oe"},
                                      {0x153, "oe"}}};

std::string_view letterIn(std::string_view table, char32_t index) {
  const std::string_view letter = table.substr(index, 1);
  return letter == "." ? std::string_view() : letter;
}

/// What a letter beyond ASCII is written as; empty for what is none.
std::string_view lettersOf(char32_t character) {
  if (character >= 0xC0 && character - 0xC0 < latin.size())
    if (const std::string_view letter = letterIn(latin, character - 0xC0); !letter.empty())
      return letter;
  if (character >= 0x1E00 && character - 0x1E00 < latinAdditional.size())
    if (const std::string_view letter = letterIn(latinAdditional, character - 0x1E00); !letter.empty())
      return letter;
  const auto *found =
      std::find_if(pairs.begin(), pairs.end(), [&](const Pair &pair) { return pair.character == character; });
  return found == pairs.end() ? std::string_view() : found->letters;
}

bool isLeftOut(char32_t c) {
  constexpr char32_t apostrophe = 0x2019;
  return c == '\'' || c == '`' || c == apostrophe || c == 0x2018 || c == 0x02BC || (c >= 0x0300 && c <= 0x036F);
}

bool isPunctuation(char32_t c) {
  return c < 0x80 || (c >= 0x80 && c < 0xC0) || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x206F) ||
         (c >= 0x3000 && c <= 0x3003);
}

} // namespace

std::optional<std::string> asciiName(std::string_view words) {
  std::string name;
  bool between = false;
  const auto add = [&](std::string_view letters) {
    if (between && !name.empty())
      name += '_';
    between = false;
    name += letters;
  };
  while (!words.empty()) {
    const utf8::Decoded decoded = utf8::decode(words);
    const char32_t c = decoded.codePoint;
    words.remove_prefix(std::max<size_t>(decoded.length, 1));
    if (c >= 'A' && c <= 'Z')
      add(std::string(1, static_cast<char>(c - 'A' + 'a')));
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      add(std::string(1, static_cast<char>(c)));
    else if (const std::string_view letters = lettersOf(c); !letters.empty())
      add(letters);
    else if (isLeftOut(c))
      continue;
    else if (isPunctuation(c))
      between = true;
    else
      return std::nullopt;
  }
  if (name.empty())
    return std::nullopt;
  return syntax::isDigit(name.front()) ? '_' + name : name;
}

} // namespace changec::sema
