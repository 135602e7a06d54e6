#include "syntax/Scanner.h"

#include "syntax/Characters.h"
#include "syntax/DurationUnits.h"
#include "syntax/Keywords.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace changec::syntax {
namespace {

class Scanner {
public:
  Scanner(const SourceFile &file, FileId id, DiagnosticEngine &diagnostics, const Limits &limits)
      : text_(file.text()), id_(id), diagnostics_(diagnostics), limits_(limits), at_(file.textStart()) {}

  Scan run() {
    result_.tokens.reserve(text_.size() / 8);
    while (at_ < text_.size() && result_.tokens.size() + result_.comments.size() <= limits_.tokens)
      next();
    if (result_.tokens.size() + result_.comments.size() > limits_.tokens) {
      report(diag::tooManyTokens, {id_, at_ - 1, at_}, limits_.tokens);
      result_.tooLong = true;
      result_.tokens.clear();
    }
    return std::move(result_);
  }

private:
  std::string_view text_;
  FileId id_;
  DiagnosticEngine &diagnostics_;
  const Limits &limits_;
  uint32_t at_;
  Scan result_;
  bool damaged_ = false;            ///< Something was reported of the token being read.
  std::optional<bool> marksAreOdd_; ///< Counted when the first block is read.

  [[nodiscard]] char peek(uint32_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  [[nodiscard]] bool startsWith(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  [[nodiscard]] Range from(uint32_t begin) const { return {id_, begin, at_}; }
  [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(text_.size()); }

  void emit(TokenKind kind, uint32_t begin) { result_.tokens.push_back({begin, at_, kind, damaged_}); }
  void emit(TokenKind kind, uint32_t begin, uint32_t length) {
    at_ = begin + length;
    emit(kind, begin);
  }

  template <typename... Args, typename... Given>
  DiagnosticBuilder report(const TypedKind<Args...> &kind, Range range, Given &&...args) {
    result_.damaged = damaged_ = true;
    return diagnostics_.report(kind, range, std::forward<Given>(args)...);
  }

  void next() {
    const char c = peek();
    damaged_ = false;
    if (isSpace(c)) {
      ++at_;
    } else if (isWordStart(c)) {
      word();
    } else if (isDigit(c)) {
      number();
    } else if (c == '"') {
      startsWith("\"\"\"") ? blockString() : string();
    } else if (c == '`') {
      startsWith("```") ? blockShell() : shell();
    } else if (c == '/' && peek(1) == '/') {
      lineComment();
    } else if (c == '/' && peek(1) == '*') {
      blockComment();
    } else {
      punctuation();
    }
  }

  void word() {
    const uint32_t begin = at_;
    while (isWordPart(peek()) || (peek() == '-' && isWordPart(peek(1))))
      ++at_;
    emit(keywordKind(text_.substr(begin, at_ - begin)), begin);
  }

  void punctuation() {
    const uint32_t begin = at_;
    switch (peek()) {
    case '{': return emit(TokenKind::LBRACE, begin, 1);
    case '}': return emit(TokenKind::RBRACE, begin, 1);
    case '(': return emit(TokenKind::LPAREN, begin, 1);
    case ')': return emit(TokenKind::RPAREN, begin, 1);
    case '[': return emit(TokenKind::LBRACKET, begin, 1);
    case ']': return emit(TokenKind::RBRACKET, begin, 1);
    case ',': return emit(TokenKind::COMMA, begin, 1);
    case ':': return emit(TokenKind::COLON, begin, 1);
    case '*': return emit(TokenKind::STAR, begin, 1);
    case '+': return emit(TokenKind::PLUS, begin, 1);
    case '=': return peek(1) == '=' ? emit(TokenKind::IS, begin, 2) : emit(TokenKind::EQUALS, begin, 1);
    case '.': return peek(1) == '.' ? emit(TokenKind::RANGE, begin, 2) : emit(TokenKind::DOT, begin, 1);
    case '-': return peek(1) == '>' ? emit(TokenKind::ARROW, begin, 2) : emit(TokenKind::MINUS, begin, 1);
    case '>':
      if (peek(1) == '=')
        return emit(TokenKind::AT_LEAST, begin, 2);
      break;
    case '<':
      if (peek(1) == '=')
        return emit(TokenKind::AT_MOST, begin, 2);
      break;
    default: break;
    }
    unexpected();
  }

  // ---- numbers, durations, times

  [[nodiscard]] bool digitsAt(uint32_t offset, unsigned count) const {
    for (unsigned i = 0; i < count; ++i)
      if (offset + i >= size() || !isDigit(text_[offset + i]))
        return false;
    return true;
  }
  [[nodiscard]] char charAt(uint32_t offset) const { return offset < size() ? text_[offset] : '\0'; }
  [[nodiscard]] bool dateAt(uint32_t o) const {
    return digitsAt(o, 4) && charAt(o + 4) == '-' && digitsAt(o + 5, 2) && charAt(o + 7) == '-' && digitsAt(o + 8, 2);
  }
  [[nodiscard]] bool clockAt(uint32_t o) const { return digitsAt(o, 2) && charAt(o + 2) == ':' && digitsAt(o + 3, 2); }

  void number() {
    const uint32_t begin = at_;
    if (dateAt(begin))
      return moment(begin);
    bool hasUnits = false;
    bool endsInUnit = false;
    while (isDigit(peek())) {
      while (isDigit(peek()))
        ++at_;
      endsInUnit = isDurationUnit(peek());
      if (!endsInUnit)
        break;
      hasUnits = true;
      ++at_;
    }
    if (isWordPart(peek()) || hasUnits != endsInUnit || (hasUnits && peek() == '%'))
      return malformedNumber(begin);
    if (hasUnits)
      return emit(TokenKind::DURATION, begin);
    if (peek() == '%') {
      ++at_;
      return emit(TokenKind::PERCENT, begin);
    }
    emit(TokenKind::INTEGER, begin);
  }

  /// `5min`, `2hours`, `3x`: taken as a duration, so that the rest of the clause is read.
  void malformedNumber(uint32_t begin) {
    while (isWordPart(peek()) || peek() == '%')
      ++at_;
    const std::string_view written = text_.substr(begin, at_ - begin);
    auto builder = report(diag::malformedNumber, from(begin), written);
    size_t digits = 0;
    while (digits < written.size() && isDigit(written[digits]))
      ++digits;
    const std::string_view unit = written.substr(digits);
    constexpr size_t fewDigits = 4;
    if (digits <= fewDigits && (unit == "w" || unit == "week" || unit == "weeks")) {
      const std::string days = fmt::format("{}d", 7 * std::stoi(std::string(written.substr(0, digits))));
      builder.edit(fmt::format("weeks are written in days: `{}`", days), from(begin), days, true);
      return emit(TokenKind::DURATION, begin);
    }
    if (const std::string_view means = durationUnit(unit); !means.empty()) {
      std::string mended = fmt::format("{}{}", written.substr(0, digits), means);
      builder.edit(fmt::format("write `{}`", mended), from(begin), mended, true);
    } else {
      builder.help("a duration is written `30s`, `5m`, `1h30m` or `7d`");
    }
    emit(TokenKind::DURATION, begin);
  }

  void moment(uint32_t begin) {
    at_ = begin + 10;
    if (peek() == 'T' && clockAt(at_ + 1)) {
      clock(at_ + 1);
      return emit(TokenKind::DATETIME, begin);
    }
    if ((peek() == ' ' || peek() == 't') && clockAt(at_ + 1)) {
      const Range gap = {id_, at_, at_ + 1};
      clock(at_ + 1);
      report(diag::malformedTime, from(begin), text_.substr(begin, at_ - begin))
          .edit("write `T` between the date and the hour", gap, "T", true);
      return emit(TokenKind::DATETIME, begin);
    }
    while (isWordPart(peek()) || peek() == ':')
      ++at_;
    report(diag::malformedTime, from(begin), text_.substr(begin, at_ - begin))
        .help(fmt::format("a time is written `{}T22:00`", text_.substr(begin, 10)));
    emit(TokenKind::DATETIME, begin);
  }

  void clock(uint32_t hours) {
    at_ = hours + 5;
    if (peek() == ':' && digitsAt(at_ + 1, 2))
      at_ += 3;
    if (peek() == 'Z')
      ++at_;
    else if ((peek() == '+' || peek() == '-') && clockAt(at_ + 1))
      at_ += 6;
  }

  // ---- strings and shell

  void string() {
    const uint32_t begin = at_++;
    while (at_ < size() && peek() != '"' && peek() != '\n' && peek() != '\r') {
      if (peek() == '\\' && peek(1) != '\n' && peek(1) != '\r' && at_ + 1 < size())
        escape();
      else
        ++at_;
    }
    if (peek() == '"') {
      ++at_;
    } else {
      giveBackBraces(begin);
      report(diag::unclosedString, {id_, begin, begin + 1})
          .edit("close it at the end of the line", {id_, at_, at_}, "\"", false)
          .help("text over several lines stands between `\"\"\"`");
    }
    emit(TokenKind::STRING, begin);
  }

  /// An unclosed string runs to the end of its line. A `}` there that closes nothing in it was not meant to be in it,
  /// nor was a `{` that ends the line.
  void giveBackBraces(uint32_t begin) {
    int open = 0;
    for (uint32_t i = begin; i < at_; ++i)
      open += text_[i] == '{' ? 1 : text_[i] == '}' ? -1 : 0;
    while (open < 0 && at_ > begin + 1 && (isSpace(text_[at_ - 1]) || text_[at_ - 1] == '}'))
      open += text_[--at_] == '}' ? 1 : 0;
    giveBackSpace(begin);
    if (open == 1 && text_[at_ - 1] == '{' && text_[at_ - 2] != '$') {
      --at_;
      giveBackSpace(begin);
    }
  }

  void giveBackSpace(uint32_t begin) {
    while (at_ > begin + 1 && isSpace(text_[at_ - 1]))
      --at_;
  }

  void blockString() {
    const uint32_t begin = at_;
    at_ += 3;
    while (at_ < size() && !startsWith("\"\"\"")) {
      if (peek() == '\\' && at_ + 1 < size())
        escape();
      else
        ++at_;
    }
    if (at_ < size())
      at_ += 3;
    else
      unclosedBlock(diag::unclosedString, begin, "\"\"\"");
    emit(TokenKind::BLOCK_STRING, begin);
  }

  void escape() {
    const char c = peek(1);
    const uint32_t begin = at_;
    at_ += 2;
    while (at_ < size() && !isAscii(c) && (static_cast<unsigned char>(peek()) & 0xC0U) == 0x80U)
      ++at_;
    if (c != '"' && c != '\\' && c != 'n' && c != '$')
      report(diag::unknownEscape, from(begin), text_.substr(begin, at_ - begin))
          .edit("write a backslash as `\\\\`", {id_, begin, begin}, "\\", false);
  }

  void shell() {
    const uint32_t begin = at_++;
    while (at_ < size() && peek() != '`' && peek() != '\n' && peek() != '\r')
      ++at_;
    if (peek() == '`') {
      ++at_;
      if (at_ - begin == 2)
        report(diag::emptyShell, from(begin));
    } else {
      giveBackBraces(begin);
      report(diag::unclosedShell, {id_, begin, begin + 1})
          .edit("close it at the end of the line", {id_, at_, at_}, "`", false)
          .help("shell over several lines stands between triple backticks");
    }
    emit(TokenKind::SHELL, begin);
  }

  void blockShell() {
    const uint32_t begin = at_;
    const size_t close = text_.find("```", begin + 3);
    if (close == std::string_view::npos) {
      at_ = size();
      unclosedBlock(diag::unclosedShell, begin, "```");
    } else if (const auto end = endBeforeDeclaration(begin + 3, static_cast<uint32_t>(close))) {
      at_ = *end;
      report(diag::unclosedShell, {id_, begin, begin + 3})
          .label({id_, at_, at_}, "a declaration follows")
          .help("close it with three backticks");
    } else {
      at_ = static_cast<uint32_t>(close) + 3;
      const std::string_view content = text_.substr(begin + 3, close - begin - 3);
      if (content.find_first_not_of(" \t\r\n") == std::string_view::npos)
        report(diag::emptyShell, from(begin));
    }
    emit(TokenKind::BLOCK_SHELL, begin);
  }

  /// Where one of the file's marks is missing, a block that holds a whole declaration is the one that lacks it: read to
  /// the next mark, it would turn all later shell into clauses and all clauses into shell. Gives where it was meant to
  /// end.
  std::optional<uint32_t> endBeforeDeclaration(uint32_t begin, uint32_t end) {
    if (!marksAreOdd())
      return std::nullopt;
    const std::string_view content = text_.substr(begin, end - begin);
    std::optional<size_t> cut;
    size_t start = content.find('\n');
    while (start != std::string_view::npos) {
      const size_t next = content.find('\n', start + 1);
      std::string_view line = content.substr(start + 1, next == std::string_view::npos ? next : next - start - 1);
      line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
      if (beginsBlock(line)) {
        const size_t before = content.find_last_not_of(" \t\r\n", cut.value_or(start));
        return begin + static_cast<uint32_t>(before == std::string_view::npos ? 0 : before + 1);
      }
      if (!cut && line.starts_with('}'))
        cut = start;
      start = next;
    }
    return std::nullopt;
  }

  /// `step backup "Back up" {`
  [[nodiscard]] static bool beginsBlock(std::string_view line) {
    constexpr std::array<std::string_view, 7> keywords{"step ",   "guard ",  "gate ",       "phase ",
                                                       "action ", "checks ", "communicate "};
    return line.find('{') != std::string_view::npos &&
           std::any_of(keywords.begin(), keywords.end(), [&](std::string_view word) { return line.starts_with(word); });
  }

  [[nodiscard]] bool marksAreOdd() {
    if (!marksAreOdd_) {
      marksAreOdd_ = false;
      for (size_t mark = text_.find("```"); mark != std::string_view::npos; mark = text_.find("```", mark + 3))
        marksAreOdd_ = !*marksAreOdd_;
    }
    return *marksAreOdd_;
  }

  template <typename Kind> void unclosedBlock(const Kind &kind, uint32_t begin, std::string_view mark) {
    result_.swallowed = true;
    report(kind, {id_, begin, begin + static_cast<uint32_t>(mark.size())})
        .help(fmt::format("it takes the rest of the file; close it with {}",
                          mark == "```" ? std::string("three backticks") : fmt::format("`{}`", mark)));
  }

  // ---- comments

  void lineComment() {
    const uint32_t begin = at_;
    while (at_ < size() && peek() != '\n' && peek() != '\r')
      ++at_;
    const bool doc = text_.substr(begin).starts_with("///") && charAt(begin + 3) != '/';
    result_.comments.push_back({doc ? Comment::Kind::doc : Comment::Kind::line, from(begin)});
  }

  void blockComment() {
    const uint32_t begin = at_;
    const size_t close = text_.find("*/", begin + 2);
    if (close == std::string_view::npos) {
      at_ = size();
      unclosedBlock(diag::unclosedComment, begin, "*/");
    } else {
      at_ = static_cast<uint32_t>(close) + 2;
    }
    result_.comments.push_back({Comment::Kind::block, from(begin)});
  }

  // ---- what is no token

  void unexpected() {
    const uint32_t begin = at_;
    if (startsWith("\u201c") || startsWith("\u201d") || startsWith("\u2018") || startsWith("\u2019") || peek() == '\'')
      return foreignQuotes();
    if (startsWith("\u00a0")) {
      at_ += 2;
      report(diag::unexpectedCharacter, from(begin), "a no-break space")
          .edit("write a plain space", from(begin), " ", true);
      return;
    }
    if (peek() == ';') {
      ++at_;
      report(diag::unexpectedCharacter, from(begin), "`;`").edit("a clause needs no `;`", from(begin), "", true);
      return;
    }
    if (peek() == '#') {
      while (at_ < size() && peek() != '\n')
        ++at_;
      report(diag::unexpectedCharacter, {id_, begin, begin + 1}, "`#`")
          .edit("a comment starts with `//`", {id_, begin, begin + 1}, "//", true);
      return;
    }
    if (peek() == '$') {
      ++at_;
      if (peek() == '{')
        ++at_;
      report(diag::unexpectedCharacter, from(begin), "`$`")
          .help("a value is written by its bare name here; `${name}` stands in strings only");
      return;
    }
    while (at_ < size() && isForeign(peek()))
      ++at_;
    if (at_ == begin)
      ++at_;
    auto builder =
        report(diag::unexpectedCharacter, from(begin), fmt::format("`{}`", text_.substr(begin, at_ - begin)));
    if (!isAscii(text_[begin]))
      builder.help("names are made of the letters A to Z, digits, `_` and single `-`; other text stands in quotes");
  }

  [[nodiscard]] static bool isForeign(char c) {
    return !isAscii(c) || c == '!' || c == '?' || c == '&' || c == '|' || c == '^' || c == '~' || c == '@' ||
           c == '\\' || c == '%' || c == '<' || c == '>' || static_cast<unsigned char>(c) < 0x20;
  }

  /// Quotes of a word processor, or single ones: read as the string they stand for.
  void foreignQuotes() {
    const uint32_t begin = at_;
    const uint32_t width = peek() == '\'' ? 1 : 3;
    at_ += width;
    while (at_ < size() && peek() != '\n' && peek() != '\'' && peek() != '"' && !startsWith("\u201d") &&
           !startsWith("\u2019") && !startsWith("\u201c"))
      ++at_;
    const uint32_t contentEnd = at_;
    if (peek() == '\'' || peek() == '"')
      ++at_;
    else if (peek() != '\n' && at_ < size())
      at_ += 3;
    const std::string_view content = text_.substr(begin + width, contentEnd - begin - width);
    report(diag::unexpectedCharacter, {id_, begin, begin + width}, "a quote that is not `\"`")
        .edit("text stands between `\"`", from(begin), fmt::format("\"{}\"", content),
              content.find('\\') == std::string_view::npos);
    emit(TokenKind::STRING, begin);
  }
};

} // namespace

Scan scan(const SourceFile &file, FileId id, DiagnosticEngine &diagnostics, const Limits &limits) {
  return Scanner(file, id, diagnostics, limits).run();
}

} // namespace changec::syntax
