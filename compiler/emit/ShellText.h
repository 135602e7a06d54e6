// Values and texts in a shell script of printable ASCII. Other bytes become octal escapes of printf, which every shell
// takes and which no trick of bidirectional text survives.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace changec::emit {

/// Whether a text can stand in a script as it is: printable ASCII, tabs and newlines.
bool isPlain(std::string_view text);

/// A text as one word of shell, for places where a command substitution is as good as a literal (not where trailing
/// newlines count).
std::string shellWord(std::string_view text);

/// `name='text'` on lines of their own, exact to the last byte.
std::string shellAssignment(std::string_view name, std::string_view text);

/// The argument of `printf %b` that prints the text; free of newlines and tabs.
std::string printfEscapes(std::string_view text);

/// A key as a single word of the journal: bytes other than letters, digits and `._-/[],:=@+` as %XX.
std::string journalWord(std::string_view text);

/// The same as a file name: slashes too become `,`; at most 200 bytes, a long one made unique by its hash.
std::string fileWord(std::string_view text);

/// A command that prints `text`, and a newline, word for word: `cx_lines <<'SHELL'` with the text below it.
void appendHereDocument(std::string &out, std::string_view text);

/// FNV-1a, 64 bits.
class Hash {
public:
  Hash &add(std::string_view bytes);
  Hash &add(uint64_t number);
  [[nodiscard]] std::string hex() const;

private:
  uint64_t value_ = 14695981039346656037U;
};

} // namespace changec::emit
