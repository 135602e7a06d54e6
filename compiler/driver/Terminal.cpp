#include "driver/Terminal.h"
#include "driver/Descriptor.h"

#include <fmt/format.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace changec::driver {
namespace {

/// Empty where it is not set. Ends with a NUL.
std::string_view valueOf(const char *variable) {
  const char *value = std::getenv(variable);
  return value == nullptr ? "" : value;
}

bool isSet(const char *variable) {
  return !valueOf(variable).empty();
}

bool takesColour() {
  const char *terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return !dumb && !isSet("NO_COLOR");
}

/// Terminals that show links, by what they leave in the environment. Others may print what they do not understand, and
/// what stands between a program and its terminal may not hand it on.
bool takesLinks() {
  if (!takesColour() || isSet("TMUX") || isSet("STY"))
    return false;
  for (const char *variable : {"KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM", "WEZTERM_PANE"})
    if (isSet(variable))
      return true;
  const std::string_view program = valueOf("TERM_PROGRAM");
  for (const std::string_view known : {"iTerm.app", "vscode", "ghostty", "WezTerm", "Hyper", "WarpTerminal"})
    if (program == known)
      return true;
  const std::string_view terminal = valueOf("TERM");
  if (terminal.starts_with("foot") || terminal.starts_with("alacritty") || terminal == "xterm-kitty")
    return true;
  constexpr int firstVteWithLinks = 5000;
  return std::atoi(valueOf("VTE_VERSION").data()) >= firstVteWithLinks;
}

std::string percentEncoded(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("/-._~").find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string addressOf(std::string_view host, std::string_view file, unsigned line) {
  llvm::SmallString<128> path(llvm::StringRef(file.data(), file.size()));
  if (llvm::sys::fs::make_absolute(path) || !llvm::sys::fs::exists(path))
    return {};
  llvm::sys::path::remove_dots(path, /*remove_dot_dot=*/true);
  return fmt::format("file://{}{}#{}", host, percentEncoded({path.data(), path.size()}), line);
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

LinkTo linksFor(Hyperlinks wish, int descriptor) {
  if (wish == Hyperlinks::never || (wish == Hyperlinks::automatic && (::isatty(descriptor) == 0 || !takesLinks())))
    return {};
  char name[256] = "";
  if (::gethostname(name, sizeof name - 1) != 0)
    name[0] = '\0';
  return [host = std::string(name)](std::string_view file, unsigned line) { return addressOf(host, file, line); };
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
