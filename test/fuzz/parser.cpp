// Any bytes to the parser: a tree comes back, and what is said of the text can be shown.
#include "Judge.h"

#include "syntax/Parser.h"

using namespace changec;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  SourceManager sources;
  DiagnosticEngine diagnostics;
  const FileId id = sources.addEmbedded("fuzz.change", fuzz::textOf(data, size));
  const auto tree = syntax::parse(sources, id, diagnostics);
  if (tree->damaged && !diagnostics.hasErrors())
    fuzz::fail("a tree is damaged, and nothing was said");
  fuzz::judgeDiagnostics(diagnostics, sources);
  return 0;
}
