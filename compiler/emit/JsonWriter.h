// Writes JSON as a stream: members in the order they are written, strings as UTF-8 whatever bytes they hold.
#pragma once

#include "plan/Plan.h"

#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace changec::emit {

/// A string in double quotes as RFC 8259 has it: what must be escaped is, bytes that are not UTF-8 become U+FFFD.
void writeJsonString(llvm::raw_ostream &out, std::string_view text);

/// A thin face of llvm's stream: names for the shapes that the outputs are made of, and a quicker way for strings.
class JsonWriter {
public:
  /// `indent`: spaces a level; 0 writes no white space at all.
  JsonWriter(llvm::raw_ostream &out, unsigned indent) : json_(out, indent) {}

  /// `body()` writes the members.
  template <typename Body> void object(Body &&body) {
    json_.objectBegin();
    body();
    json_.objectEnd();
  }
  template <typename Body> void object(std::string_view key, Body &&body) {
    json_.attributeBegin({key.data(), key.size()});
    object(body);
    json_.attributeEnd();
  }
  /// One element each of `range`, written by `element(item)`.
  template <typename Range, typename Element> void list(const Range &range, Element &&element) {
    json_.arrayBegin();
    for (const auto &item : range)
      element(item);
    json_.arrayEnd();
  }
  template <typename Range, typename Element> void list(std::string_view key, const Range &range, Element &&element) {
    json_.attributeBegin({key.data(), key.size()});
    list(range, element);
    json_.attributeEnd();
  }
  /// The same, left out where the range is empty.
  template <typename Range, typename Element>
  void listIfAny(std::string_view key, const Range &range, Element &&element) {
    if (!range.empty())
      list(key, range, element);
  }

  void value(std::string_view text) {
    json_.rawValue([&](llvm::raw_ostream &out) { writeJsonString(out, text); });
  }
  /// A member whose value `body()` writes.
  template <typename Body>
  requires std::is_invocable_v<Body>
  void member(std::string_view key, Body &&body) {
    json_.attributeBegin({key.data(), key.size()});
    body();
    json_.attributeEnd();
  }
  void member(std::string_view key, std::string_view text) {
    member(key, [&] { value(text); });
  }
  void member(std::string_view key, int64_t number) {
    member(key, [&] { json_.value(number); });
  }
  void flag(std::string_view key, bool set) {
    member(key, [&] { json_.value(set); });
  }
  /// Left out where the text is empty.
  void memberIfAny(std::string_view key, std::string_view text) {
    if (!text.empty())
      member(key, text);
  }
  void memberIfAny(std::string_view key, std::optional<plan::Duration> duration) {
    if (duration)
      member(key, *duration);
  }

private:
  llvm::json::OStream json_;
};

/// All that `write` puts into the stream it is given.
std::string writeToString(const std::function<void(llvm::raw_ostream &)> &write);

} // namespace changec::emit
