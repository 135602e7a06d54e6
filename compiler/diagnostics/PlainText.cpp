#include "diagnostics/PlainText.h"

#include "diagnostics/Display.h"

namespace changec {

std::string plainText(const Diagnostic &diagnostic) {
  std::string text = diagnostic.message;
  if (!diagnostic.label.empty())
    text += '\n' + diagnostic.label;
  for (const std::string &note : diagnostic.notes)
    text += "\nnote: " + note;
  for (const Suggestion &suggestion : diagnostic.suggestions)
    text += "\nhelp: " + suggestion.text;
  return printable(text);
}

} // namespace changec
