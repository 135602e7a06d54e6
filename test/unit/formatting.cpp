// Formats files: test/unit/FormattingFlaw.h.
//   formatting FILE...
#include "FormattingFlaw.h"
#include "source/Source.h"

#include <fmt/format.h>

using namespace changec;

int main(int argc, char **argv) {
  unsigned sound = 0;
  unsigned unsound = 0;
  unsigned unread = 0;
  for (int i = 1; i < argc; ++i) {
    SourceManager sources;
    const auto flaw = unit::formattingFlaw(argv[i], sources.file(sources.load(argv[i], argv[i]).file).text());
    if (flaw && !flaw->empty())
      fmt::print("{}: {}\n", argv[i], *flaw);
    (!flaw ? unread : flaw->empty() ? sound : unsound) += 1;
  }
  fmt::print("{} formatted, {} left alone, {} wrong\n", sound, unread, unsound);
  return unsound == 0 ? 0 : 1;
}
