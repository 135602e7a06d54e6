#include "GrammarTokens.h"

#include "diagnostics/Diagnostics.h"
#include "source/Utf8.h"
#include "syntax/Scanner.h"

#include <ChangeLexer.h>
#include <antlr4-runtime.h>
#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace changec::unit {
namespace {

/// Where each character of a text begins, and its end: ANTLR counts characters.
std::vector<uint32_t> characterOffsets(std::string_view text) {
  std::vector<uint32_t> offsets;
  for (uint32_t at = 0; at < text.size(); ++at)
    if (!utf8::continues(text[at]))
      offsets.push_back(at);
  offsets.push_back(static_cast<uint32_t>(text.size()));
  return offsets;
}

std::vector<syntax::ScannedToken> byGrammar(const SourceFile &file) {
  const uint32_t start = file.textStart();
  const std::string text(file.text().substr(start));
  const std::vector<uint32_t> offsets = characterOffsets(text);
  antlr4::ANTLRInputStream input(text);
  grammar::ChangeLexer lexer(&input);
  lexer.removeErrorListeners();
  std::vector<syntax::ScannedToken> tokens;
  for (const auto &token : lexer.getAllTokens())
    tokens.push_back({start + offsets[token->getStartIndex()], start + offsets[token->getStopIndex() + 1],
                      static_cast<syntax::TokenKind>(token->getType())});
  return tokens;
}

std::string show(const SourceFile &file, const syntax::ScannedToken &token) {
  return fmt::format("kind {} at {}..{}: {}", static_cast<unsigned>(token.kind), token.begin, token.end,
                     file.text().substr(token.begin, token.end - token.begin));
}

} // namespace

Agreement compareTokens(const SourceManager &sources, FileId id, std::string &difference) {
  const SourceFile &file = sources.file(id);
  DiagnosticEngine diagnostics;
  const syntax::Scan ours = syntax::scan(file, id, diagnostics, {});
  if (ours.damaged)
    return Agreement::faulty;
  const std::vector<syntax::ScannedToken> theirs = byGrammar(file);
  const auto differs = [](const auto &a, const auto &b) {
    return a.begin != b.begin || a.end != b.end || a.kind != b.kind;
  };
  for (size_t i = 0; i < std::max(ours.tokens.size(), theirs.size()); ++i)
    if (i >= ours.tokens.size() || i >= theirs.size() || differs(ours.tokens[i], theirs[i])) {
      difference = fmt::format("{}: token {} differs\n", file.name(), i);
      if (i < ours.tokens.size())
        difference += fmt::format("  scanner: {}\n", show(file, ours.tokens[i]));
      if (i < theirs.size())
        difference += fmt::format("  grammar: {}\n", show(file, theirs[i]));
      return Agreement::different;
    }
  return Agreement::same;
}

} // namespace changec::unit
