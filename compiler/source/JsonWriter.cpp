#include "source/JsonWriter.h"
#include "source/Utf8.h"

#include <array>

namespace changec {
namespace {

constexpr auto plainBytes = [] {
  std::array<bool, 256> plain{};
  for (size_t byte = 0x20; byte < 0x80; ++byte)
    plain[byte] = byte != '"' && byte != '\\';
  return plain;
}();

bool isPlain(char c) {
  return plainBytes[static_cast<unsigned char>(c)];
}

void writeEscape(llvm::raw_ostream &out, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  switch (c) {
  case '"': out << "\\\""; return;
  case '\\': out << "\\\\"; return;
  case '\b': out << "\\b"; return;
  case '\f': out << "\\f"; return;
  case '\n': out << "\\n"; return;
  case '\r': out << "\\r"; return;
  case '\t': out << "\\t"; return;
  default: out << "\\u00" << digits[byte >> 4U] << digits[byte & 15U];
  }
}

/// Writes the character beyond ASCII at the front of `text`; how many bytes it took.
size_t writeWide(llvm::raw_ostream &out, std::string_view text) {
  const utf8::Decoded character = utf8::decode(text);
  if (character.length == 0) {
    out << "\xEF\xBF\xBD";
    return 1;
  }
  out.write(text.data(), character.length);
  return character.length;
}

} // namespace

void JsonWriter::value(std::string_view text) {
  out_ << '"';
  while (!text.empty()) {
    size_t plain = 0;
    while (plain < text.size() && isPlain(text[plain]))
      ++plain;
    out_.write(text.data(), plain);
    text.remove_prefix(plain);
    if (text.empty())
      break;
    if (static_cast<unsigned char>(text[0]) < 0x80) {
      writeEscape(out_, text[0]);
      text.remove_prefix(1);
    } else {
      text.remove_prefix(writeWide(out_, text));
    }
  }
  out_ << '"';
}

void JsonWriter::open(char bracket) {
  out_ << bracket;
  ++depth_;
  first_ = true;
}

void JsonWriter::close(char bracket) {
  --depth_;
  if (!first_)
    newLine();
  out_ << bracket;
  first_ = false;
}

void JsonWriter::separate() {
  if (!first_)
    out_ << ',';
  first_ = false;
  newLine();
}

void JsonWriter::name(std::string_view key) {
  separate();
  value(key);
  out_ << (indent_ == 0 ? ":" : ": ");
}

void JsonWriter::newLine() {
  if (indent_ == 0)
    return;
  out_ << '\n';
  out_.indent(depth_ * indent_);
}

std::string writeToString(const std::function<void(llvm::raw_ostream &)> &write, size_t room) {
  constexpr size_t bufferSize = size_t{1} << 16U;
  std::string result;
  result.reserve(room);
  llvm::raw_string_ostream out(result);
  out.SetBufferSize(bufferSize);
  write(out);
  out.flush();
  return result;
}

} // namespace changec
