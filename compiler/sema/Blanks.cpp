#include "sema/Blanks.h"

#include "syntax/Blank.h"

namespace changec::sema {

void reportBlanks(Context &context) {
  for (const auto &module : context.modules) {
    if (module->library || module->tree == nullptr)
      continue;
    for (const syntax::BlankText &blank : module->tree->blanks)
      context.diagnostics.report(diag::blankLeft, blank.range, blank.asksFor);
  }
}

} // namespace changec::sema
