#include "emit/JsonWriter.h"

namespace changec::emit {
namespace {

bool isPlain(unsigned char c) {
  return c >= 0x20 && c != '"' && c != '\\';
}

void writeEscape(llvm::raw_ostream &out, unsigned char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
  case '"': out << "\\\""; return;
  case '\\': out << "\\\\"; return;
  case '\b': out << "\\b"; return;
  case '\f': out << "\\f"; return;
  case '\n': out << "\\n"; return;
  case '\r': out << "\\r"; return;
  case '\t': out << "\\t"; return;
  default: out << "\\u00" << digits[c >> 4U] << digits[c & 15U];
  }
}

} // namespace

void writeJsonString(llvm::raw_ostream &out, std::string_view text) {
  std::string mended;
  if (!llvm::json::isUTF8({text.data(), text.size()})) {
    mended = llvm::json::fixUTF8({text.data(), text.size()});
    text = mended;
  }
  out << '"';
  size_t written = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (isPlain(c))
      continue;
    out.write(text.data() + written, i - written);
    writeEscape(out, c);
    written = i + 1;
  }
  out.write(text.data() + written, text.size() - written);
  out << '"';
}

std::string writeToString(const std::function<void(llvm::raw_ostream &)> &write) {
  constexpr size_t bufferSize = size_t{1} << 16U;
  std::string result;
  llvm::raw_string_ostream out(result);
  out.SetBufferSize(bufferSize);
  write(out);
  out.flush();
  return result;
}

} // namespace changec::emit
