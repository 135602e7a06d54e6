// Any bytes to the scanner: its tokens are in order and within the text, and are those of the grammar.
#include "GrammarTokens.h"
#include "Judge.h"

#include "syntax/Scanner.h"

using namespace changec;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  SourceManager sources;
  const std::string_view text = fuzz::textOf(data, size);
  const FileId id = sources.addEmbedded("fuzz.change", text);
  const SourceFile &file = sources.file(id);
  if (file.encodingFlaw())
    return 0;
  DiagnosticEngine diagnostics;
  uint32_t end = file.textStart();
  for (const syntax::ScannedToken &token : syntax::scan(file, id, diagnostics, {}).tokens) {
    if (token.begin < end || token.end <= token.begin || token.end > text.size())
      fuzz::fail("a token is empty, out of order or beyond the text");
    end = token.end;
  }
  fuzz::judgeDiagnostics(diagnostics, sources);
  std::string difference;
  if (unit::compareTokens(sources, id, difference) == unit::Agreement::different)
    fuzz::fail(difference);
  return 0;
}
