#include "driver/Terminal.h"
#include "driver/Descriptor.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace changec::driver {
namespace {

bool isSet(const char *variable) {
  const char *value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool takesColour() {
  const char *terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return !dumb && !isSet("NO_COLOR");
}

ExitStatus print(const std::string &text) {
  return writeAll(STDOUT_FILENO, text) ? ExitStatus::inputOrOutput : ExitStatus::clean;
}

} // namespace

bool usesColour(Colour wish, int descriptor) {
  if (wish != Colour::automatic)
    return wish == Colour::always;
  return ::isatty(descriptor) != 0 && takesColour();
}

bool usesColourUnderGit(Colour wish) {
  return usesColour(wish, STDOUT_FILENO) || (wish == Colour::automatic && isSet("GIT_PAGER_IN_USE") && takesColour());
}

unsigned widthOf(int descriptor, unsigned least, unsigned usual) {
  winsize size = {};
  if (::isatty(descriptor) == 0 || ::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col < least)
    return usual;
  return size.ws_col;
}

unsigned textWidth(unsigned asked) {
  constexpr unsigned least = 40;
  constexpr unsigned usual = 80;
  return asked != 0 ? asked : widthOf(STDOUT_FILENO, least, usual);
}

ExitStatus page(const std::string &text) {
  const char *named = std::getenv("PAGER");
  const std::string pager = named == nullptr ? "less -FRX" : named;
  if (::isatty(STDOUT_FILENO) == 0 || pager.empty())
    return print(text);
  (void)std::signal(SIGPIPE, SIG_IGN);
  FILE *pipe = ::popen(pager.c_str(), "w");
  if (pipe == nullptr)
    return print(text);
  // A pager that ends early has shown enough.
  (void)writeAll(::fileno(pipe), text);
  constexpr int notFound = 127 << 8;
  return ::pclose(pipe) == notFound ? print(text) : ExitStatus::clean;
}

} // namespace changec::driver
