// Writes JSON (RFC 8259) as a stream: members in the order they are written, strings as UTF-8 whatever bytes they hold.
// llvm/Support/JSON.h of LLVM 14 cannot be compiled by clang 14 as C++20: it makes vectors of an incomplete type.
#pragma once

#include <llvm/Support/raw_ostream.h>

#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace changec {

/// Begins and ends always match, since bodies write what is between. A `Body` is called without arguments, an `Element`
/// with one item of its range; each writes the value, or for an object the members.
class JsonWriter {
public:
  /// `indent`: spaces a level; 0 writes no white space at all.
  explicit JsonWriter(llvm::raw_ostream &out, unsigned indent = 0) : out_(out), indent_(indent) {}

  /// In quotes; bytes that are not UTF-8 become U+FFFD.
  void value(std::string_view text);
  void value(int64_t number) { out_ << number; }
  /// A value that was written by another writer.
  void valueAsWritten(std::string_view json) { out_.write(json.data(), json.size()); }

  template <std::invocable Body> void object(Body &&body) {
    open('{');
    body();
    close('}');
  }
  template <std::invocable Body> void object(std::string_view key, Body &&body) {
    name(key);
    object(body);
  }
  template <typename Range, typename Element> void list(const Range &range, Element &&element) {
    open('[');
    for (const auto &item : range) {
      separate();
      element(item);
    }
    close(']');
  }
  template <typename Range, typename Element> void list(std::string_view key, const Range &range, Element &&element) {
    name(key);
    list(range, element);
  }

  template <std::invocable Body> void member(std::string_view key, Body &&body) {
    name(key);
    body();
  }
  /// What the body writes has no white space.
  template <std::invocable Body> void compactly(Body &&body) {
    const unsigned indent = std::exchange(indent_, 0);
    body();
    indent_ = indent;
  }
  void member(std::string_view key, std::string_view text) {
    name(key);
    value(text);
  }
  void member(std::string_view key, int64_t number) {
    name(key);
    value(number);
  }
  void flag(std::string_view key, bool set) {
    name(key);
    out_ << (set ? "true" : "false");
  }

  /// These leave the member out where there is nothing to say.
  void memberIfAny(std::string_view key, std::string_view text) {
    if (!text.empty())
      member(key, text);
  }
  void memberIfAny(std::string_view key, std::optional<int64_t> number) {
    if (number)
      member(key, *number);
  }
  template <typename Range, typename Element>
  void listIfAny(std::string_view key, const Range &range, Element &&element) {
    if (!range.empty())
      list(key, range, element);
  }

private:
  void open(char bracket);
  void close(char bracket);
  void separate();
  void name(std::string_view key);
  void newLine();

  llvm::raw_ostream &out_;
  unsigned indent_;
  unsigned depth_ = 0;
  bool first_ = true; ///< Nothing stands yet in the innermost object or list.
};

/// All that `write` puts into the stream it is given. `room`: how many bytes that is about, where it may be many; a
/// text that grows is copied again and again.
std::string writeToString(const std::function<void(llvm::raw_ostream &)> &write, size_t room = 0);

} // namespace changec
