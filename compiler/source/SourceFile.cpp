#include "source/Source.h"
#include "source/Utf8.h"

#include <llvm/Support/MemoryBuffer.h>

#include <algorithm>
#include <cassert>
#include <cstring>

namespace changec {
namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

unsigned countCharacters(std::string_view bytes) {
  return static_cast<unsigned>(std::count_if(bytes.begin(), bytes.end(), [](char c) { return !utf8::continues(c); }));
}

} // namespace

Range cover(Range first, Range last) {
  assert(first.file == last.file);
  return {first.file, std::min(first.begin, last.begin), std::max(first.end, last.end)};
}

SourceFile::SourceFile(std::string name, std::unique_ptr<llvm::MemoryBuffer> buffer)
    : name_(std::move(name)), buffer_(std::move(buffer)) {}
SourceFile::~SourceFile() = default;
SourceFile::SourceFile(SourceFile &&) noexcept = default;
SourceFile &SourceFile::operator=(SourceFile &&) noexcept = default;

std::string_view SourceFile::text() const {
  return {buffer_->getBufferStart(), buffer_->getBufferSize()};
}

uint32_t SourceFile::textStart() const {
  return text().substr(0, byteOrderMark.size()) == byteOrderMark ? static_cast<uint32_t>(byteOrderMark.size()) : 0;
}

void SourceFile::indexLines() const {
  if (!lineStarts_.empty())
    return;
  lineStarts_.push_back(0);
  const std::string_view all = text();
  for (size_t newline = all.find('\n'); newline != std::string_view::npos; newline = all.find('\n', newline + 1))
    lineStarts_.push_back(static_cast<uint32_t>(newline + 1));
}

unsigned SourceFile::line(uint32_t offset) const {
  indexLines();
  const auto after = std::upper_bound(lineStarts_.begin(), lineStarts_.end(), offset);
  return static_cast<unsigned>(after - lineStarts_.begin());
}

Position SourceFile::position(uint32_t offset) const {
  offset = std::min(offset, static_cast<uint32_t>(text().size()));
  const unsigned lineNumber = line(offset);
  const uint32_t start = std::max(lineStart(lineNumber), textStart());
  if (counted_.lineStart != start || counted_.offset < start || counted_.offset > offset)
    counted_ = {start, start, 1};
  if (offset > counted_.offset) {
    counted_.column += countCharacters(text().substr(counted_.offset, offset - counted_.offset));
    counted_.offset = offset;
  }
  return {lineNumber, counted_.column};
}

unsigned SourceFile::lineCount() const {
  indexLines();
  return static_cast<unsigned>(lineStarts_.size());
}

uint32_t SourceFile::lineStart(unsigned line) const {
  indexLines();
  return lineStarts_[line - 1];
}

std::string_view SourceFile::lineText(unsigned line) const {
  const uint32_t start = lineStart(line);
  const size_t end = line < lineStarts_.size() ? lineStarts_[line] - 1 : text().size();
  std::string_view found = text().substr(start, end - start);
  if (!found.empty() && found.back() == '\r')
    found.remove_suffix(1);
  return found;
}

std::optional<EncodingFlaw> SourceFile::encodingFlaw() const {
  return utf8::firstFlaw(text());
}

} // namespace changec
