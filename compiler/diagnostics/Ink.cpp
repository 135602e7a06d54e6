#include "diagnostics/Ink.h"

namespace changec {
namespace {

std::string_view sequence(Ink ink) {
  switch (ink) {
  case Ink::plain: return "";
  case Ink::strong: return "\x1b[1m";
  case Ink::error:
  case Ink::primary: return "\x1b[1;31m";
  case Ink::warning: return "\x1b[1;33m";
  case Ink::gutter:
  case Ink::secondary: return "\x1b[1;34m";
  case Ink::help: return "\x1b[1;36m";
  case Ink::added: return "\x1b[32m";
  case Ink::removed: return "\x1b[31m";
  }
  return "";
}

} // namespace

void link(std::string &out, std::string_view address, std::string_view text) {
  if (address.empty()) {
    out += text;
    return;
  }
  constexpr std::string_view begin = "\x1b]8;;";
  constexpr std::string_view end = "\x1b\\";
  out.append(begin).append(address).append(end).append(text).append(begin).append(end);
}

void paint(std::string &out, Ink ink, std::string_view text, bool colour) {
  if (!colour || ink == Ink::plain || text.empty()) {
    out += text;
    return;
  }
  out += sequence(ink);
  out += text;
  out += "\x1b[0m";
}

} // namespace changec
