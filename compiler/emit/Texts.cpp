#include "emit/Texts.h"

#include "source/Utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace changec::emit {

using namespace plan;

namespace {

std::string partText(const Plan &plan, const Text::Part &part) {
  if (const auto *literal = std::get_if<Text::Literal>(&part))
    return literal->text;
  if (const auto *remembered = std::get_if<Text::Remembered>(&part))
    return remembered->value < plan.values.size() ? fmt::format("[{}]", plan.values[remembered->value].key) : "[value]";
  if (const auto *placeholder = std::get_if<Text::Placeholder>(&part))
    return fmt::format("[{}]", blankFor(placeholder->name));
  return "[secret]";
}

/// A step's title, or its name where that says as much.
std::string stepPhrase(const Plan &plan, const std::string &name) {
  const auto step = std::find_if(plan.steps.begin(), plan.steps.end(), [&](const Step &it) { return it.name == name; });
  if (step == plan.steps.end() || step->title.empty() || step->title == step->key || !step->element.empty())
    return fmt::format("step {}", name);
  return fmt::format("step {} (\"{}\")", name, step->title);
}

} // namespace

std::string textWithBlanks(const Plan &plan, const Text &text) {
  std::string result;
  for (const Text::Part &part : text.parts)
    result += partText(plan, part);
  return result;
}

std::string blankFor(std::string_view placeholder) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> words = {{
      {"backout.end", "end of the backout"},
      {"implementation.end", "end of the implementation"},
      {"progress", "how far it is"},
      {"next_update", "time of next update"},
      {"now", "time now"},
  }};
  for (const auto &[name, phrase] : words)
    if (name == placeholder)
      return std::string(phrase);
  std::string result(placeholder);
  std::replace_if(
      result.begin(), result.end(), [](char c) { return c == '.' || c == '_'; }, ' ');
  return result;
}

std::string validUtf8(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const utf8::Decoded character = utf8::decode(text);
    const size_t length = std::max<size_t>(character.length, 1);
    result += character.length == 0 ? "\xEF\xBF\xBD" : text.substr(0, length);
    text.remove_prefix(length);
  }
  return result;
}

bool isHidden(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200B || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x061C || c == 0xFEFF ||
         (c >= 0xE0000 && c <= 0xE007F);
}

std::string visibleText(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; }))
    return std::string(text);
  std::string result;
  for (size_t i = 0; i < text.size();) {
    const utf8::Decoded character = utf8::decode(text.substr(i));
    const size_t length = std::max<size_t>(character.length, 1);
    if (text[i] == '\t')
      result += ' ';
    else if (text[i] == '\n')
      result += '\n';
    else if (character.length == 0 || isHidden(character.codePoint))
      result += text[i] == '\r' && text.substr(i + 1, 1) == "\n" ? "" : "\xEF\xBF\xBD";
    else
      result += text.substr(i, length);
    i += length;
  }
  return result;
}

std::string shortened(std::string_view text, size_t limit) {
  constexpr std::string_view more = "...";
  std::string line = visibleText(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  size_t characters = 0;
  size_t room = line.size();
  for (size_t i = 0; i < line.size(); ++i) {
    if (utf8::continues(line[i]))
      continue;
    if (characters == limit - more.size())
      room = i;
    if (characters++ == limit)
      return line.substr(0, room) + std::string(more);
  }
  return line;
}

std::string_view contactTitle(const Plan &plan, uint32_t contact) {
  return contact < plan.contacts.size() ? std::string_view(plan.contacts[contact].title) : std::string_view();
}

std::string_view addressFor(const Contact &contact, std::string_view channel) {
  for (const Address &address : contact.addresses)
    if (address.channel == channel)
      return address.address;
  return {};
}

uint32_t reachedThrough(uint32_t recipient, const Delivery &delivery) {
  return delivery.through == recipient ? none : delivery.through;
}

std::string eventPhrase(const Plan &plan, const OnEvent &on) {
  switch (on.event) {
  case Event::start: return "When the change starts";
  case Event::finish: return "When the change is complete";
  case Event::failure: return "When a step fails";
  case Event::cancelled: return "When the change is cancelled";
  case Event::backout: return "When the backout begins";
  case Event::backedOut: return "When the backout has succeeded";
  case Event::backoutFailed: return "When the backout is stuck";
  case Event::decisionDeadline: return "When the time to decide runs out";
  case Event::stepStarted: return fmt::format("When {} starts", stepPhrase(plan, on.step));
  case Event::stepDone: return fmt::format("When {} is done", stepPhrase(plan, on.step));
  case Event::stepUndone: return fmt::format("When {} is taken back", stepPhrase(plan, on.step));
  case Event::stepFailed: return fmt::format("When {} fails", stepPhrase(plan, on.step));
  }
  return {};
}

std::string eventName(const OnEvent &on) {
  return on.step.empty() ? std::string(name(on.event)) : fmt::format("step {} {}", on.step, name(on.event));
}

} // namespace changec::emit
