// Mutations of plans by tokens: half of what libFuzzer tries is then still mostly a plan, which bytes changed at random
// seldom leave. A fuzzer linked with this file uses it.
#include "source/Source.h"
#include "syntax/Scanner.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace changec;

extern "C" size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maxSize);

namespace {

/// A text in pieces: each token with the blanks and comments before it. Together they are the text up to its last
/// token.
std::vector<std::string_view> piecesOf(std::string_view text) {
  SourceManager sources;
  DiagnosticEngine diagnostics;
  const FileId id = sources.addEmbedded("mutated.change", text);
  std::vector<std::string_view> pieces;
  if (sources.file(id).encodingFlaw())
    return pieces;
  uint32_t end = 0;
  for (const syntax::ScannedToken &token : syntax::scan(sources.file(id), id, diagnostics, {}).tokens) {
    pieces.push_back(text.substr(end, token.end - end));
    end = token.end;
  }
  return pieces;
}

using Random = std::minstd_rand;

size_t pick(Random &random, size_t count) {
  return random() % count;
}

struct Run {
  size_t first;
  size_t count;
};

/// Mostly short; sometimes a block with its braces.
Run runOf(const std::vector<std::string_view> &pieces, Random &random) {
  const size_t first = pick(random, pieces.size());
  size_t count = 1 + pick(random, pick(random, 4) == 0 ? 40 : 4);
  if (pieces[first].ends_with('{')) {
    int depth = 0;
    for (count = 0; first + count < pieces.size(); ++count) {
      depth += pieces[first + count].ends_with('{') ? 1 : pieces[first + count].ends_with('}') ? -1 : 0;
      if (depth == 0)
        break;
    }
    ++count;
  }
  return {first, std::min(count, pieces.size() - first)};
}

size_t join(const std::vector<std::string_view> &pieces, uint8_t *data, size_t maxSize) {
  std::string text;
  for (const std::string_view piece : pieces)
    text += piece;
  const size_t size = std::min(text.size(), maxSize);
  std::memcpy(data, text.data(), size);
  return size;
}

std::vector<std::string_view> slice(const std::vector<std::string_view> &pieces, Run run) {
  const auto begin = pieces.begin() + static_cast<ptrdiff_t>(run.first);
  return {begin, begin + static_cast<ptrdiff_t>(run.count)};
}

void erase(std::vector<std::string_view> &pieces, Run run) {
  const auto begin = pieces.begin() + static_cast<ptrdiff_t>(run.first);
  pieces.erase(begin, begin + static_cast<ptrdiff_t>(run.count));
}

void insert(std::vector<std::string_view> &pieces, size_t at, const std::vector<std::string_view> &more) {
  pieces.insert(pieces.begin() + static_cast<ptrdiff_t>(at), more.begin(), more.end());
}

} // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t maxSize, unsigned seed) {
  Random random(seed);
  const std::string before(reinterpret_cast<const char *>(data), size);
  std::vector<std::string_view> pieces = piecesOf(before);
  if (pieces.empty() || pick(random, 2) == 0)
    return LLVMFuzzerMutate(data, size, maxSize);
  const Run run = runOf(pieces, random);
  const std::vector<std::string_view> taken = slice(pieces, run);
  switch (pick(random, 4)) {
  case 0: erase(pieces, run); break;
  case 1: insert(pieces, pick(random, pieces.size() + 1), taken); break;
  case 2:
    erase(pieces, run);
    insert(pieces, pick(random, pieces.size() + 1), taken);
    break;
  default: erase(pieces, runOf(pieces, random)); insert(pieces, pick(random, pieces.size() + 1), taken);
  }
  return join(pieces, data, maxSize);
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t oneSize, const uint8_t *other, size_t otherSize,
                                            uint8_t *out, size_t maxSize, unsigned seed) {
  Random random(seed);
  const std::string_view text(reinterpret_cast<const char *>(one), oneSize);
  const std::string_view donor(reinterpret_cast<const char *>(other), otherSize);
  std::vector<std::string_view> pieces = piecesOf(text);
  const std::vector<std::string_view> given = piecesOf(donor);
  if (pieces.empty() || given.empty())
    return 0;
  if (pick(random, 2) == 0)
    erase(pieces, runOf(pieces, random));
  insert(pieces, pick(random, pieces.size() + 1), slice(given, runOf(given, random)));
  return join(pieces, out, maxSize);
}
