#include "syntax/Parser.h"

#include "syntax/ErrorStrategy.h"
#include "syntax/Scanner.h"
#include "syntax/TokenStream.h"
#include "syntax/TreeBuilder.h"

#include <ChangeParser.h>

namespace changec::syntax {
namespace {

/// Keeps no parse tree: the tree builder takes what it needs while a rule runs.
class PlanParser final : public grammar::ChangeParser {
public:
  explicit PlanParser(TokenStream *stream) : ChangeParser(stream), stream_(*stream) {
    setBuildParseTree(false);
    removeErrorListeners();
  }
  antlr4::Token *consume() override {
    antlr4::Token *token = stream_.at(1);
    stream_.consume();
    return token;
  }

private:
  TokenStream &stream_;
};

} // namespace

std::string_view keyword(Declaration::Kind kind) {
  switch (kind) {
  case Declaration::Kind::import: return "import";
  case Declaration::Kind::person: return "person";
  case Declaration::Kind::team: return "team";
  case Declaration::Kind::desk: return "desk";
  case Declaration::Kind::channel: return "channel";
  case Declaration::Kind::resource: return "resource";
  case Declaration::Kind::host: return "host";
  case Declaration::Kind::hosts: return "hosts";
  case Declaration::Kind::policy: return "policy";
  case Declaration::Kind::change: return "change";
  case Declaration::Kind::phase: return "phase";
  case Declaration::Kind::guard: return "guard";
  case Declaration::Kind::step: return "step";
  case Declaration::Kind::gate: return "gate";
  case Declaration::Kind::action: return "action";
  case Declaration::Kind::checks: return "checks";
  case Declaration::Kind::communicate: return "communicate";
  case Declaration::Kind::param: return "param";
  case Declaration::Kind::secret: return "secret";
  case Declaration::Kind::parallel: return "parallel";
  }
  return {};
}

std::unique_ptr<File> parse(const SourceManager &sources, FileId id, DiagnosticEngine &diagnostics,
                            const Limits &limits) {
  const SourceFile &source = sources.file(id);
  auto file = std::make_unique<File>();
  file->id = id;
  if (const std::optional<EncodingFlaw> flaw = source.encodingFlaw()) {
    diagnostics.report(diag::notText, {id, flaw->offset, flaw->offset + flaw->length}, flaw->reason);
    file->damaged = file->namesLost = true;
    return file;
  }
  Scan scanned = scan(source, id, diagnostics, limits);
  file->comments = std::move(scanned.comments);
  if (scanned.tooLong) {
    file->damaged = file->namesLost = true;
    return file;
  }
  TokenStream stream(scanned.tokens, source.text());
  std::vector<ScannedToken>().swap(scanned.tokens);
  PlanParser parser(&stream);
  TreeBuilder builder(parser, stream, source, *file, diagnostics, limits);
  const auto strategy = std::make_shared<ErrorStrategy>(stream, parser.getATN(), builder, id, diagnostics, limits);
  if (scanned.swallowed)
    strategy->forgiveEnd();
  builder.watch(strategy.get());
  parser.setErrorHandler(strategy);
  parser.addParseListener(&builder);
  // Generated rules catch what the strategy throws; anything else is a fault of ours, not of the file.
  parser.file();
  parser.removeParseListeners();
  file->damaged = scanned.damaged || strategy->holes() != 0;
  file->namesLost |= scanned.swallowed || strategy->skippedBlock();
  return file;
}

} // namespace changec::syntax
