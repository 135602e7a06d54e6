#include "emit/ShellText.h"

#include <algorithm>

namespace changec::emit {

namespace {

constexpr std::string_view hexDigits = "0123456789abcdef";
/// A here-document longer than this is printed by cat; a shorter one by the shell itself, which saves a process.
constexpr std::ptrdiff_t longHereDocument = 40;

bool isPlain(unsigned char byte) {
  return (byte >= 0x20 && byte < 0x7f) || byte == '\n' || byte == '\t';
}

void appendOctal(std::string &out, unsigned char byte) {
  out += static_cast<char>('0' + (byte >> 6));
  out += static_cast<char>('0' + ((byte >> 3) & 7));
  out += static_cast<char>('0' + (byte & 7));
}

void appendQuoted(std::string &out, std::string_view text) {
  out += '\'';
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  out += '\'';
}

/// The format of printf that prints the text: no byte of it needs quotes beyond single ones, and it is no option.
void appendFormat(std::string &out, std::string_view text) {
  if (text.starts_with('-')) {
    out += '\\';
    appendOctal(out, '-');
    text.remove_prefix(1);
  }
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '%')
      out += "%%";
    else if (!isPlain(byte) || c == '\\' || c == '\'' || c == '\n' || c == '\t') {
      out += '\\';
      appendOctal(out, byte);
    } else
      out += c;
  }
}

bool isLine(std::string_view text, std::string_view line) {
  for (size_t at = text.find(line); at != std::string_view::npos; at = text.find(line, at + 1)) {
    const size_t end = at + line.size();
    if ((at == 0 || text[at - 1] == '\n') && (end == text.size() || text[end] == '\n'))
      return true;
  }
  return false;
}

std::string delimiterFor(std::string_view text) {
  std::string delimiter = "SHELL";
  for (unsigned number = 1; isLine(text, delimiter); ++number)
    delimiter = "SHELL_" + std::to_string(number);
  return delimiter;
}

} // namespace

bool isPlain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return isPlain(static_cast<unsigned char>(c)); });
}

std::string shellWord(std::string_view text) {
  std::string out;
  if (isPlain(text)) {
    appendQuoted(out, text);
    return out;
  }
  out = "\"$(printf '";
  appendFormat(out, text);
  out += "')\"";
  return out;
}

std::string shellAssignment(std::string_view name, std::string_view text) {
  std::string out(name);
  out += '=';
  if (isPlain(text)) {
    appendQuoted(out, text);
    return out;
  }
  // A command substitution loses trailing newlines: hence the full stop, which is cut off again.
  out += "$(printf '";
  appendFormat(out, text);
  out += ".')\n";
  out.append(name).append("=${").append(name).append("%.}");
  return out;
}

std::string printfEscapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '\\') {
      out += c;
    } else {
      out += "\\0";
      appendOctal(out, byte);
    }
  }
  return out;
}

std::string journalWord(std::string_view text) {
  constexpr std::string_view allowed = "._-/[],:=@+";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alphanumeric || allowed.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += hexDigits[byte >> 4];
      out += hexDigits[byte & 15];
    }
  }
  return out;
}

std::string fileWord(std::string_view text) {
  constexpr size_t longest = 200;
  std::string out = journalWord(text);
  std::replace(out.begin(), out.end(), '/', ',');
  if (!out.empty() && out.front() == '.')
    out.insert(0, 1, ',');
  if (out.size() > longest) {
    const std::string hash = Hash().add(text).hex();
    out.resize(longest - hash.size() - 1);
    out += '-';
    out += hash;
  }
  return out;
}

void appendHereDocument(std::string &out, std::string_view text) {
  std::string escaped;
  const bool plain = isPlain(text);
  if (!plain) {
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (isPlain(byte) && c != '\\') {
        escaped += c;
      } else {
        escaped += "\\0";
        appendOctal(escaped, byte);
      }
    }
    text = escaped;
  }
  const std::string delimiter = delimiterFor(text);
  const bool isLong = std::count(text.begin(), text.end(), '\n') > longHereDocument;
  out += plain ? (isLong ? "cat" : "cx_lines") : "cx_octal";
  out += " <<'";
  out += delimiter;
  out += "'\n";
  out += text;
  if (text.empty() || text.back() != '\n')
    out += '\n';
  out += delimiter;
  out += '\n';
}

Hash &Hash::add(std::string_view bytes) {
  for (const char c : bytes) {
    value_ ^= static_cast<unsigned char>(c);
    value_ *= 1099511628211U;
  }
  // A separator, so that two texts are not taken for one.
  value_ ^= 0x1ff;
  value_ *= 1099511628211U;
  return *this;
}

Hash &Hash::add(uint64_t number) {
  return add(std::to_string(number));
}

std::string Hash::hex() const {
  std::string out(16, '0');
  for (size_t i = 0; i < out.size(); ++i)
    out[i] = hexDigits[(value_ >> (60 - 4 * i)) & 15];
  return out;
}

} // namespace changec::emit
