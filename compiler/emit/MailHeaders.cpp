#include "emit/MailHeaders.h"

#include "emit/ScriptUnits.h"
#include "emit/Texts.h"

#include <algorithm>

namespace changec::emit {

namespace {

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t at = 0; at < bytes.size(); at += 3) {
    uint32_t group = 0;
    const size_t count = std::min<size_t>(3, bytes.size() - at);
    for (size_t i = 0; i < 3; ++i)
      group = group << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (size_t i = 0; i < 4; ++i)
      out += i <= count ? digits[group >> (18 - 6 * i) & 63] : '=';
  }
  return out;
}

bool isContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

} // namespace

std::string oneLine(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return out;
}

std::string encodedHeader(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  if (plain)
    return std::string(text);
  constexpr size_t longest = 45; // An encoded word has 75 characters at most: 60 of base64.
  std::string out;
  while (!text.empty()) {
    size_t end = std::min(longest, text.size());
    while (end > 1 && end < text.size() && isContinuation(text[end]))
      --end;
    put(out, {out.empty() ? "" : "\n ", "=?UTF-8?B?", base64(text.substr(0, end)), "?="});
    text.remove_prefix(end);
  }
  return out;
}

std::string fromHeader(const plan::Plan &plan, uint32_t contact) {
  if (contact == plan::none)
    return "";
  const plan::Contact &from = plan.contacts[contact];
  const std::string address = oneLine(addressFor(from, "email"));
  if (address.empty())
    return "";
  const std::string title = oneLine(from.title);
  std::string name = encodedHeader(title);
  if (name == title) {
    std::string quoted = "\"";
    for (const char c : title) {
      if (c == '"' || c == '\\')
        quoted += '\\';
      quoted += c;
    }
    name = quoted + "\"";
  }
  return name + " <" + address + ">";
}

std::string subjectOf(const plan::Plan &plan, const plan::Message &message) {
  std::string subject = plan.id;
  if (const auto *event = std::get_if<plan::OnEvent>(&message.when)) {
    put(subject, {" ", eventName(*event)});
    std::replace(subject.begin() + static_cast<std::ptrdiff_t>(plan.id.size()), subject.end(), '_', ' ');
  } else if (std::holds_alternative<plan::Every>(message.when)) {
    subject += " update";
  }
  put(subject, {": ", plan.title});
  return oneLine(subject);
}

} // namespace changec::emit
