#include "sema/Types.h"
#include "sema/Quoted.h"

#include "sema/Names.h"
#include "syntax/Characters.h"

#include <algorithm>
#include <array>

namespace changec::sema {
namespace {

constexpr std::array<std::string_view, 6> baseNames{"string", "int", "bool", "duration", "path", "secret"};

std::string_view unquoted(std::string_view text) {
  text = syntax::trimmed(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    return text.substr(1, text.size() - 2);
  return text;
}

/// Where the first element of a list ends: at a comma outside quotes.
size_t elementEnd(std::string_view text) {
  const size_t start = text.find_first_not_of(" \t");
  const size_t quote =
      start != std::string_view::npos && text[start] == '"' ? text.find('"', start + 1) : std::string_view::npos;
  return std::min(text.find(',', quote == std::string_view::npos ? 0 : quote), text.size());
}

std::optional<std::string> readSingle(Type::Base base, std::string_view text) {
  switch (base) {
  case Type::Base::string:
  case Type::Base::secret: return std::string(text);
  case Type::Base::path: return text.empty() ? std::nullopt : std::optional<std::string>(text);
  case Type::Base::boolean: return text == "true" || text == "false" ? std::optional<std::string>(text) : std::nullopt;
  case Type::Base::integer: {
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    const bool number =
        !digits.empty() && digits.size() <= 18 && std::all_of(digits.begin(), digits.end(), syntax::isDigit);
    return number ? std::optional<std::string>(text) : std::nullopt;
  }
  case Type::Base::duration:
    if (const auto seconds = plan::parseDuration(text))
      return std::to_string(*seconds);
    return std::nullopt;
  }
  return std::nullopt;
}

} // namespace

std::string show(Type type) {
  const std::string_view base = baseNames[static_cast<size_t>(type.base)];
  return type.list ? fmt::format("[{}]", base) : std::string(base);
}

std::optional<Type> readType(Context &context, const syntax::Type &type, bool allowSecret) {
  const auto known = std::find(baseNames.begin(), baseNames.end(), type.simple.text);
  const bool secret = known == baseNames.end() - 1;
  if (known == baseNames.end() || type.nested || (secret && (!allowSecret || type.list))) {
    auto builder = context.diagnostics.report(diag::unknownType, type.range, quoted(context.text(type.range)));
    if (secret && !allowSecret)
      builder.help("write `secret NAME from env \"VARIABLE\"` or `secret NAME from file \"PATH\"`");
    else
      builder.note("there are string, int, bool, duration, path, and lists of them such as [path]");
    if (known == baseNames.end())
      suggest(builder, type.simple, baseNames);
    return std::nullopt;
  }
  return Type{static_cast<Type::Base>(known - baseNames.begin()), type.list};
}

bool accepts(Type wanted, Type given) {
  if (wanted == given)
    return true;
  if (wanted.list != given.list || given.base == Type::Base::secret)
    return false;
  if (wanted.base == Type::Base::string)
    return true;
  return wanted.base == Type::Base::path && given.base == Type::Base::string;
}

std::optional<std::string> readForeign(Type type, std::string_view text) {
  if (!type.list)
    return readSingle(type.base, text);
  text = syntax::trimmed(text);
  if (text.size() >= 2 && text.front() == '[' && text.back() == ']')
    text = syntax::trimmed(text.substr(1, text.size() - 2));
  std::string result;
  while (!text.empty()) {
    const size_t comma = elementEnd(text);
    const auto element = readSingle(type.base, unquoted(text.substr(0, comma)));
    if (!element || element->empty() || element->find('\n') != std::string::npos)
      return std::nullopt;
    result += result.empty() ? "" : "\n";
    result += *element;
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return result;
}

} // namespace changec::sema
