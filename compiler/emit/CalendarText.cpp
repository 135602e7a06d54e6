#include "emit/CalendarText.h"

#include "emit/Texts.h"
#include "plan/Time.h"
#include "source/Utf8.h"

#include <fmt/format.h>

#include <algorithm>

namespace changec::emit {

namespace {

constexpr size_t longestLine = 75;

bool isMailboxByte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos ||
         static_cast<unsigned char>(c) > 127;
}

/// What may stand in a URI as it is, of what may stand in an address.
bool isPlainInUri(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
         c == '_' || c == '~' || c == '@' || c == '+';
}

} // namespace

std::string calendarText(std::string_view words) {
  const std::string visible = visibleText(words);
  std::string result;
  result.reserve(visible.size() + 16);
  for (const char c : visible) {
    if (c == '\\' || c == ';' || c == ',' || c == '\n')
      result += '\\';
    result += c == '\n' ? 'n' : c;
  }
  return result;
}

std::string wordsOf(std::string_view calendarText) {
  std::string result;
  for (size_t i = 0; i < calendarText.size(); ++i) {
    const char next = i + 1 < calendarText.size() ? calendarText[i + 1] : '\0';
    const bool escapes = calendarText[i] == '\\' && std::string_view("\\;,nN").find(next) != std::string_view::npos;
    if (!escapes || next == '\0') {
      result += calendarText[i];
      continue;
    }
    result += next == 'n' || next == 'N' ? '\n' : next;
    ++i;
  }
  return result;
}

std::string calendarParameter(std::string_view words) {
  std::string result = visibleText(words);
  std::replace(result.begin(), result.end(), '"', '\'');
  std::replace(result.begin(), result.end(), '\n', ' ');
  return '"' + result + '"';
}

std::string calendarTime(plan::Instant instant) {
  // `2026-12-05T21:00:00+00:00` without its marks.
  const std::string time = plan::formatTimestamp(instant, plan::Zone::utc());
  std::string result;
  for (const char c : std::string_view(time).substr(0, 19))
    if (c != '-' && c != ':')
      result += c;
  return result + 'Z';
}

std::optional<plan::Instant> readCalendarTime(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z')
    return std::nullopt;
  const auto written =
      plan::parseTime(fmt::format("{}-{}-{}T{}:{}:{}Z", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2),
                                  text.substr(9, 2), text.substr(11, 2), text.substr(13, 2)));
  const auto *time = std::get_if<plan::WrittenTime>(&written);
  return time == nullptr ? std::nullopt : std::optional(plan::resolve(*time, plan::Zone::utc()).first);
}

std::string mailtoUri(std::string_view address) {
  const size_t at = address.find('@');
  if (at == 0 || at == std::string_view::npos || at + 1 == address.size() ||
      !std::all_of(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(at), isMailboxByte) ||
      !std::all_of(address.begin() + static_cast<std::ptrdiff_t>(at) + 1, address.end(), isMailboxByte))
    return {};
  std::string uri = "mailto:";
  for (const char c : address)
    uri += isPlainInUri(c) ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return uri;
}

void appendFolded(std::string &out, std::string_view line) {
  size_t room = longestLine;
  while (line.size() > room) {
    size_t end = room;
    while (end > 1 && utf8::continues(line[end]))
      --end;
    out += line.substr(0, end);
    out += "\r\n ";
    line.remove_prefix(end);
    room = longestLine - 1;
  }
  out += line;
  out += "\r\n";
}

std::vector<std::string> unfolded(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t newline = text.find('\n');
    std::string_view line = text.substr(0, newline);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    if (line.ends_with('\r'))
      line.remove_suffix(1);
    const bool continues = !line.empty() && (line.front() == ' ' || line.front() == '\t');
    if (continues && !lines.empty())
      lines.back() += line.substr(1);
    else if (!line.empty())
      lines.emplace_back(line);
  }
  return lines;
}

} // namespace changec::emit
