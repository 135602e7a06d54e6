#include "syntax/TokenStream.h"

namespace changec::syntax {

TokenStream::TokenStream(const std::vector<ScannedToken> &scanned, std::string_view source) : source_(source) {
  tokens_.reserve(scanned.size() + 1);
  for (const ScannedToken &token : scanned)
    tokens_.emplace_back(token, static_cast<uint32_t>(tokens_.size()), source);
  const auto end = static_cast<uint32_t>(source.size());
  tokens_.emplace_back(ScannedToken{end, end, TokenKind::END}, static_cast<uint32_t>(tokens_.size()), source);
}

SyntaxToken *TokenStream::at(ssize_t k) {
  if (k < 0) {
    if (previous_ != nullptr)
      return previous_;
    return next_ == 0 ? tokens_.data() : &tokens_[next_ - 1];
  }
  if (cut_)
    return &tokens_.back();
  size_t ahead = static_cast<size_t>(k) - 1;
  if (pending_ != nullptr) {
    if (ahead == 0)
      return pending_;
    --ahead;
  }
  return &tokens_[std::min(next_ + ahead, tokens_.size() - 1)];
}

void TokenStream::insert(TokenKind kind) {
  const uint32_t where = at(-1)->end();
  inserted_.emplace_back(ScannedToken{where, where, kind}, static_cast<uint32_t>(next_), source_);
  pending_ = &inserted_.back();
}

bool TokenStream::beginsLine(const SyntaxToken &token) const {
  const std::string_view before = source_.substr(0, token.begin());
  const size_t last = before.find_last_not_of(" \t");
  return last == std::string_view::npos || before[last] == '\n' || before[last] == '\r';
}

uint32_t TokenStream::lineEnd(const SyntaxToken &token) {
  if (token.begin() < asked_ || token.begin() > askedEnd_) {
    asked_ = token.begin();
    askedEnd_ = static_cast<uint32_t>(std::min(source_.find('\n', asked_), source_.size()));
  }
  return askedEnd_;
}

uint32_t TokenStream::pathBegin() {
  const SyntaxToken &token = *at(1);
  const uint32_t previousEnd = at(-1)->end();
  const std::string_view skipped = source_.substr(previousEnd, token.begin() - std::min(previousEnd, token.begin()));
  const size_t first = skipped.find_first_not_of(" \t");
  if (first == std::string_view::npos || std::string_view("/~$").find(skipped[first]) == std::string_view::npos)
    return token.begin();
  const std::string_view mark = skipped.substr(first, 2);
  return mark == "//" || mark == "/*" ? token.begin() : previousEnd + static_cast<uint32_t>(first);
}

void TokenStream::cut() {
  cut_ = true;
}

void TokenStream::consume() {
  if (cut_)
    return;
  if (pending_ != nullptr) {
    previous_ = pending_;
    pending_ = nullptr;
    return;
  }
  previous_ = nullptr;
  if (next_ + 1 < tokens_.size())
    ++next_;
}

} // namespace changec::syntax
