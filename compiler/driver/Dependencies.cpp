#include "driver/Dependencies.h"

namespace changec::driver {
namespace {

/// As GNU make reads a name in a rule, and ninja with it: a blank, a `#` and a `:` are escaped, `$` is doubled, and the
/// backslashes before an escaped character are doubled.
std::string escaped(std::string_view path) {
  std::string out;
  size_t backslashes = 0;
  for (const char c : path) {
    if (c == ' ' || c == '\t' || c == '#' || c == ':')
      out.append(backslashes + 1, '\\');
    else if (c == '$')
      out += '$';
    backslashes = c == '\\' ? backslashes + 1 : 0;
    out += c;
  }
  return out;
}

} // namespace

Output dependencyOutput(const DependencyRule &rule, const std::string &stem, const std::vector<std::string> &read) {
  std::string text = escaped(rule.target.empty() ? stem + ".plan.json" : rule.target) + ':';
  for (const std::string &path : read)
    text += " \\\n  " + escaped(path);
  text += '\n';
  // A file that is gone must not stop make before the plan that no longer needs it is compiled again.
  for (const std::string &path : read)
    text += '\n' + escaped(path) + ":\n";
  return {rule.file.empty() ? stem + ".d" : rule.file, text, false};
}

} // namespace changec::driver
