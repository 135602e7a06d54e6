#include "sema/Values.h"
#include "syntax/Characters.h"

#include "sema/Names.h"

#include <charconv>

namespace changec::sema {
namespace {

plan::Text literalText(std::string text) {
  plan::Text result;
  if (!text.empty())
    result.parts.emplace_back(plan::Text::Literal{std::move(text)});
  return result;
}

TypedText single(Type::Base base, std::string text) {
  return {{base, false}, literalText(std::move(text))};
}

std::optional<TypedText> readLiteral(Context &context, const syntax::Literal &literal) {
  switch (literal.kind) {
  case syntax::Literal::Kind::integer: {
    std::string number(literal.raw);
    std::erase_if(number, syntax::isSpace); // `- 1`
    return single(Type::Base::integer, std::move(number));
  }
  case syntax::Literal::Kind::duration:
    if (const auto seconds = readDuration(context, literal))
      return single(Type::Base::duration, std::to_string(*seconds));
    return std::nullopt;
  case syntax::Literal::Kind::percent:
  case syntax::Literal::Kind::moment: return single(Type::Base::string, std::string(literal.raw));
  }
  return std::nullopt;
}

std::optional<TypedText> readName(Context &context, const syntax::Reference &reference, const TextNames &names) {
  const std::string name = dotted(reference.path);
  if (reference.hasArguments) {
    context.diagnostics.report(diag::notAValue, reference.range, name).help("an action is called in `do` or `undo`");
    return std::nullopt;
  }
  if (reference.path.size() == 1) {
    if (name == "true" || name == "false")
      return single(Type::Base::boolean, name);
    if (const Variable *variable = names.variables != nullptr ? names.variables->find(name) : nullptr)
      return TypedText{variable->type, variable->value};
  } else if (names.stepValues != nullptr) {
    const std::string_view last = reference.path.back().text;
    const std::string step = dotted(reference.path.first(reference.path.size() - 1));
    if (const auto remembered = (*names.stepValues)(step, last, reference.range)) {
      plan::Text text;
      text.parts.emplace_back(plan::Text::Remembered{*remembered});
      return TypedText{{Type::Base::string, false}, std::move(text)};
    }
    return std::nullopt;
  }
  if (context.namesIncomplete || (names.variables != nullptr && names.variables->incomplete()))
    return std::nullopt;
  auto builder = context.diagnostics.report(diag::unknownName, reference.range, "parameter or remembered value", name);
  if (names.variables != nullptr && reference.path.size() == 1)
    suggest(builder, reference.path[0], names.variables->names());
  builder.help(fmt::format("text is written in quotes: \"{}\"", name));
  return std::nullopt;
}

std::optional<TypedText> readList(Context &context, std::span<const syntax::Value> items, const TextNames &names) {
  TypedText list{{Type::Base::string, true}, {}};
  bool first = true;
  for (const syntax::Value &item : items) {
    std::optional<TypedText> element = readValue(context, item, names);
    if (!element)
      return std::nullopt;
    const auto constant = element->text.constant();
    if (element->type.list || (constant && (constant->empty() || constant->find('\n') != std::string::npos))) {
      context.diagnostics.report(diag::badListElement, item.range);
      return std::nullopt;
    }
    if (first)
      list.type.base = element->type.base;
    else if (!(element->type == Type{list.type.base, false}))
      list.type.base = Type::Base::string;
    if (!first)
      list.text.parts.emplace_back(plan::Text::Literal{"\n"});
    first = false;
    for (plan::Text::Part &part : element->text.parts)
      list.text.parts.push_back(std::move(part));
  }
  if (const auto constant = list.text.constant())
    list.text = literalText(*constant);
  return list;
}

} // namespace

std::optional<TypedText> readValue(Context &context, const syntax::Value &value, const TextNames &names) {
  return std::visit(Overloaded{
                        [&](const syntax::Text &text) -> std::optional<TypedText> {
                          return TypedText{{Type::Base::string, false}, readText(context, text, names)};
                        },
                        [&](const syntax::Literal &literal) { return readLiteral(context, literal); },
                        [&](const syntax::Reference &reference) { return readName(context, reference, names); },
                        [&](std::span<const syntax::Value> items) { return readList(context, items, names); },
                    },
                    value.what);
}

std::optional<plan::Text> readValueAs(Context &context, const syntax::Value &value, Type wanted,
                                      const TextNames &names) {
  std::optional<TypedText> given = readValue(context, value, names);
  if (!given)
    return std::nullopt;
  const bool emptyList = wanted.list && given->type.list && given->text.empty();
  if (!emptyList && !accepts(wanted, given->type)) {
    auto builder = context.diagnostics.report(diag::wrongType, value.range, show(wanted), show(given->type));
    if (wanted.list && !given->type.list)
      builder.edit("as a list of one", value.range, fmt::format("[{}]", context.text(value.range)), false);
    else if (wanted.base == Type::Base::duration && given->type.base == Type::Base::integer)
      builder.help("a duration has a unit: `30s`, `5m`, `1h30m`");
    return std::nullopt;
  }
  return std::move(given->text);
}

std::optional<std::vector<std::string>> readConstantList(Context &context, const syntax::Value &value,
                                                         const TextNames &names) {
  std::optional<TypedText> given = readValue(context, value, names);
  if (!given)
    return std::nullopt;
  const auto constant = given->text.constant();
  if (!given->type.list || !constant) {
    context.diagnostics
        .report(diag::wrongType, value.range, "a list that is known before the plan runs", show(given->type))
        .help("write `[a, b]`, or the name of a parameter of a list type");
    return std::nullopt;
  }
  std::vector<std::string> elements;
  size_t start = 0;
  while (start < constant->size()) {
    const size_t end = std::min(constant->find('\n', start), constant->size());
    elements.push_back(constant->substr(start, end - start));
    start = end + 1;
  }
  return elements;
}

std::optional<plan::Duration> readDuration(Context &context, const syntax::Literal &literal) {
  if (literal.damaged)
    return std::nullopt;
  const auto seconds = plan::parseDuration(literal.raw);
  if (!seconds)
    context.diagnostics.report(diag::badDuration, literal.range, literal.raw)
        .help("each of d, h, m and s at most once and in this order, ten years at most: `1h30m`");
  return seconds;
}

std::optional<uint32_t> readCount(Context &context, const syntax::Literal &literal, uint32_t most) {
  uint32_t number = 0;
  const auto [end, error] = std::from_chars(literal.raw.data(), literal.raw.data() + literal.raw.size(), number);
  if (error == std::errc{} && number <= most)
    return number;
  context.diagnostics.report(diag::badCount, literal.range, literal.raw, most);
  return std::nullopt;
}

} // namespace changec::sema
