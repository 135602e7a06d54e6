#include "emit/ScriptMap.h"

#include <algorithm>

namespace changec::emit {
namespace {

bool startsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool allDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// `plan.change:42`
bool isPlace(std::string_view word) {
  const size_t colon = word.rfind(':');
  return colon != std::string_view::npos && colon > 0 && allDigits(word.substr(colon + 1)) &&
         word.substr(0, colon).find(".change") != std::string_view::npos;
}

/// The text between the last single quotes around a place, of a call of the runtime; and what stands quoted before it.
std::optional<ScriptPlace> inCall(std::string_view line) {
  std::string_view before;
  for (size_t open = line.find('\''); open != std::string_view::npos;) {
    const size_t close = line.find('\'', open + 1);
    if (close == std::string_view::npos)
      break;
    const std::string_view word = line.substr(open + 1, close - open - 1);
    if (isPlace(word))
      return ScriptPlace{std::string(word), std::string(before), {}, 0};
    before = word;
    open = line.find('\'', close + 1);
  }
  return std::nullopt;
}

/// Reads a script from its beginning, since only so it is known whether a line is a plan's own text.
class Reader {
public:
  explicit Reader(std::string_view script) : rest_(script) {}

  std::optional<ScriptPlace> placeOf(unsigned wanted) {
    for (unsigned line = 1; !rest_.empty(); ++line) {
      const size_t end = std::min(rest_.find('\n'), rest_.size());
      const std::string_view text = rest_.substr(0, end);
      rest_.remove_prefix(std::min(end + 1, rest_.size()));
      if (startsWith(text, "# === The runtime") && terminator_.empty())
        return std::nullopt;
      read(text);
      if (line == wanted)
        return answer(text);
    }
    return std::nullopt;
  }

private:
  std::string_view rest_;
  std::string_view terminator_; ///< Of the text that is being read; empty outside of one.
  unsigned lineOfText_ = 0;
  std::optional<ScriptPlace> current_;
  bool ended_ = false;  ///< The function that the comment stands above.
  std::string heading_; ///< `[5/6] switch: ...`, whose place is on the line behind it.

  void read(std::string_view text) {
    if (!terminator_.empty()) {
      ++lineOfText_;
      if (text == terminator_) {
        terminator_ = {};
        lineOfText_ = 0;
      }
      return;
    }
    if (startsWith(text, "# "))
      return readComment(text.substr(2));
    if (const size_t opens = text.find("<<'"); opens != std::string_view::npos) {
      const size_t close = text.find('\'', opens + 3);
      if (close != std::string_view::npos && close > opens + 3)
        terminator_ = text.substr(opens + 3, close - opens - 3);
    }
    if (ended_ && !text.empty()) {
      current_.reset();
      ended_ = false;
    }
    ended_ = ended_ || text == "}";
  }

  void readComment(std::string_view text) {
    ended_ = false;
    current_.reset();
    if (startsWith(text, "[")) {
      heading_ = text;
      return;
    }
    const size_t dash = text.rfind(" - ");
    if (dash != std::string_view::npos && isPlace(text.substr(dash + 3))) {
      const bool ofHeading = startsWith(text, "  ") && !heading_.empty();
      current_ = ScriptPlace{
          std::string(text.substr(dash + 3)), ofHeading ? heading_ : std::string(text.substr(0, dash)), {}, 0};
    }
    heading_.clear();
  }

  [[nodiscard]] std::optional<ScriptPlace> answer(std::string_view text) const {
    std::optional<ScriptPlace> place = current_;
    if (place)
      place->lineOfText = lineOfText_;
    auto called = lineOfText_ == 0 ? inCall(text) : std::nullopt;
    if (!called)
      return place;
    if (place)
      called->within = place->what + " (" + place->place + ")";
    return called;
  }
};

} // namespace

bool isScript(std::string_view text) {
  return startsWith(text, "#!/bin/sh\n") && text.substr(0, 4096).find("\n# Made by changec ") != std::string_view::npos;
}

std::optional<ScriptPlace> placeInScript(std::string_view script, unsigned line) {
  return Reader(script).placeOf(line);
}

} // namespace changec::emit
