#include "syntax/NodeBuilder.h"

#include "syntax/Blank.h"
#include "syntax/Characters.h"

#include <fmt/format.h>

namespace changec::syntax {

using P = grammar::ChangeParser;

namespace {

/// How many bytes of quotes or backticks stand at either end: three of a block, one else. An unclosed one has none
/// at its end.
struct Quotes {
  size_t open;
  size_t close;
};

Quotes quotesOf(std::string_view token, bool block) {
  if (token.empty()) // put in by the parser for what was left out
    return {0, 0};
  const std::string_view mark = token.substr(0, block ? 3 : 1);
  if (mark[0] != '"' && mark[0] != '`') // read as a string by the scanner: “...”, '...'
    return {mark[0] == '\'' ? 1U : 3U, token.back() == '\'' || token.back() == '"' ? 1U : 3U};
  const bool closed = token.size() >= 2 * mark.size() && token.ends_with(mark);
  return {mark.size(), closed ? mark.size() : 0};
}

std::string_view inside(std::string_view token, bool block) {
  const Quotes quotes = quotesOf(token, block);
  token.remove_prefix(std::min(quotes.open, token.size()));
  token.remove_suffix(std::min(quotes.close, token.size()));
  return token;
}

} // namespace

Range NodeBuilder::range(const antlr4::Token *token) const {
  return {file_.id, syntaxToken(token).begin(), syntaxToken(token).end()};
}

Range NodeBuilder::range(const antlr4::ParserRuleContext *context) const {
  return cover(range(context->start), range(context->stop));
}

Name NodeBuilder::name(const antlr4::Token *token) const {
  return {syntaxToken(token).text(), range(token)};
}

Name NodeBuilder::name(const P::NameContext *context) const {
  return context == nullptr ? Name{} : name(context->token);
}

Text NodeBuilder::text(const P::TextContext *context) {
  const SyntaxToken &token = syntaxToken(context->token);
  const bool block = token.kind() == TokenKind::BLOCK_STRING;
  tookTooMuch_ |= block && token.damaged();
  noteBlank(token, block);
  return {inside(token.text(), block), range(&token), block, token.damaged()};
}

void NodeBuilder::noteBlank(const SyntaxToken &token, bool block) {
  if (const std::string_view blank = blankIn(inside(token.text(), block)); !blank.empty())
    file_.blanks.push_back({blank, range(&token)});
}

std::optional<Text> NodeBuilder::optionalText(const P::TextContext *context) {
  return context == nullptr ? std::nullopt : std::optional(text(context));
}

Shell NodeBuilder::shell(const P::ShellContext *context) {
  const SyntaxToken &token = syntaxToken(context->token);
  const bool block = token.kind() == TokenKind::BLOCK_SHELL;
  tookTooMuch_ |= block && token.damaged();
  noteBlank(token, block);
  return {inside(token.text(), block), range(&token), block, token.damaged()};
}

Literal NodeBuilder::literal(const antlr4::Token *token, Literal::Kind kind) const {
  return {kind, syntaxToken(token).text(), range(token), syntaxToken(token).damaged()};
}

Literal NodeBuilder::wholeNumber(const P::ValueContext *context) const {
  Literal number = literal(context->number, Literal::Kind::integer);
  if (context->sign != nullptr) {
    number.range.begin = syntaxToken(context->sign).begin();
    number.raw = {syntaxToken(context->sign).text().data(), number.range.end - number.range.begin};
  }
  return number;
}

std::span<const Name> NodeBuilder::names(const std::vector<P::NameContext *> &contexts) {
  std::vector<Name> all;
  all.reserve(contexts.size());
  for (const P::NameContext *context : contexts)
    all.push_back(name(context));
  return keep(all);
}

std::span<const Name> NodeBuilder::names(const std::vector<P::EventNameContext *> &contexts) {
  std::vector<Name> all;
  all.reserve(contexts.size());
  for (const P::EventNameContext *context : contexts)
    all.push_back(name(context->token));
  return keep(all);
}

std::span<const Name> NodeBuilder::names(const P::NamesContext *context) {
  return context == nullptr ? std::span<const Name>{} : names(context->items);
}

Value NodeBuilder::value(const P::ValueContext *context) {
  const Range whole = range(context);
  if (context->string != nullptr)
    return {text(context->string), whole};
  if (context->number != nullptr)
    return {wholeNumber(context), whole};
  if (context->length != nullptr)
    return {literal(context->length, Literal::Kind::duration), whole};
  if (context->share != nullptr)
    return {literal(context->share, Literal::Kind::percent), whole};
  if (context->moment != nullptr)
    return {literal(context->moment, Literal::Kind::moment), whole};
  if (context->ref != nullptr)
    return {reference(context->ref), whole};
  std::vector<Value> items;
  for (const P::ValueContext *item : context->items)
    items.push_back(value(item));
  return {keep(items), whole};
}

std::optional<Value> NodeBuilder::optionalValue(const P::ValueContext *context) {
  return context == nullptr ? std::nullopt : std::optional(value(context));
}

/// The name before a `:` in an argument list.
Name NodeBuilder::requireName(const Value &value) {
  if (const auto *reference = std::get_if<Reference>(&value.what);
      reference != nullptr && reference->path.size() == 1 && !reference->hasArguments)
    return reference->path[0];
  diagnostics_.report(diag::unexpectedToken, value.range, "the name of a parameter", "a value")
      .help("an argument is written `value` or `name: value`");
  return {};
}

Reference NodeBuilder::reference(const P::ReferenceContext *context) {
  Reference result;
  result.path = names(context->path->parts);
  result.range = range(context);
  if (context->actual == nullptr)
    return result;
  result.hasArguments = true;
  result.argumentsRange = range(context->actual);
  std::vector<Argument> arguments;
  for (const P::ArgumentContext *argument : context->actual->items) {
    const Value first = value(argument->first);
    if (argument->second == nullptr)
      arguments.push_back({{}, first});
    else
      arguments.push_back({requireName(first), value(argument->second)});
  }
  result.arguments = keep(arguments);
  return result;
}

StepReference NodeBuilder::stepReference(const P::StepReferenceContext *context) {
  return {name(context->id), optionalValue(context->element), range(context)};
}

Type NodeBuilder::type(const P::TypeContext *context) {
  Type result;
  result.range = range(context);
  const P::TypeContext *inner = context;
  while (inner->element != nullptr) {
    result.nested = result.list;
    result.list = true;
    inner = inner->element;
  }
  result.simple = inner->simple != nullptr ? name(inner->simple) : name(inner->start);
  return result;
}

std::span<const Parameter> NodeBuilder::parameters(const P::ParametersContext *context) {
  std::vector<Parameter> all;
  if (context != nullptr)
    for (const P::ParameterContext *item : context->items)
      all.push_back({name(item->id), type(item->kind), optionalValue(item->initial), range(item)});
  return keep(all);
}

const Each *NodeBuilder::each(const P::EachContext *context) {
  return context == nullptr ? nullptr : &make(Each{name(context->variable), value(context->list), range(context)});
}

Attribute NodeBuilder::attribute(const P::AttributeContext *context) {
  Attribute result;
  result.range = range(context);
  if (context->key != nullptr) {
    result.key = name(context->key->token);
    result.content = value(context->content);
    return result;
  }
  result.key = name(context->start);
  if (context->lead != nullptr)
    result.names = keep(std::vector<Name>{name(context->lead)});
  else
    result.names = names(context->members);
  return result;
}

Clause NodeBuilder::allowance(const P::AttributeContext *context) {
  return {range(context->start), range(context), Allow{name(context->id), text(context->because)}};
}

PolicyRule NodeBuilder::policyRule(const P::PolicyRuleContext *context) {
  PolicyRule rule;
  rule.range = range(context);
  if (context->when_ != nullptr) {
    rule.quantity = name(context->when_->quantity);
    rule.relation = syntaxToken(context->when_->relation).text();
    rule.level = context->when_->threshold != nullptr ? name(context->when_->threshold) : name(context->when_->nothing);
  }
  if (const P::LimitContext *limit = context->bound) {
    const bool window = limit->longest != nullptr;
    rule.kind = window                        ? PolicyRule::Kind::limitWindow
                : limit->acceptors != nullptr ? PolicyRule::Kind::limitAccepted
                                              : PolicyRule::Kind::limitOther;
    rule.name = name(limit->start);
    if (window)
      rule.duration = literal(limit->longest, Literal::Kind::duration);
    if (limit->least != nullptr)
      rule.duration = literal(limit->least, Literal::Kind::duration);
    rule.people = limit->acceptors != nullptr ? names(limit->acceptors) : names(limit->told);
    rule.channels = names(limit->ways);
    return rule;
  }
  const TokenKind verdict = syntaxToken(context->verdict).kind();
  rule.kind = verdict == TokenKind::DENY   ? PolicyRule::Kind::deny
              : verdict == TokenKind::WARN ? PolicyRule::Kind::warn
                                           : PolicyRule::Kind::allow;
  rule.ofAllowances = context->permission != nullptr;
  if (context->subject != nullptr)
    rule.name = name(context->subject->start);
  else if (context->id != nullptr)
    rule.name = name(context->id->token);
  return rule;
}

// ---- operations

Operation NodeBuilder::operation(const P::OperationContext *context) {
  Operation result;
  result.range = range(context);
  if (context->content != nullptr)
    result.what = Operation::Run{shell(context->content)};
  else if (context->instruction != nullptr)
    result.what = Operation::Manual{text(context->instruction)};
  else if (context->length != nullptr)
    result.what = Operation::Wait{literal(context->length, Literal::Kind::duration)};
  else if (context->condition_ != nullptr)
    result.what = Operation::WaitUntil{shell(context->condition_)};
  else if (context->call != nullptr)
    result.what = Operation::Call{reference(context->call)};
  else
    result.what = Operation::Reboot{};
  return result;
}

Undo NodeBuilder::operationUndo(const P::ListedUndoContext *context) {
  Undo result;
  result.range = range(context);
  result.because = optionalText(context->because);
  std::vector<Operation> operations;
  if (context->single != nullptr)
    operations.push_back(operation(context->single));
  for (const P::OperationContext *item : context->items)
    operations.push_back(operation(item));
  result.nothing = context->single == nullptr && context->open == nullptr;
  result.operations = keep(operations);
  return result;
}

Operations NodeBuilder::operations(const P::OperationsContext *context) {
  Operations result;
  result.range = range(context);
  result.braced = context->open != nullptr;
  std::vector<Operation> items;
  if (context->single != nullptr)
    items.push_back(operation(context->single));
  for (const P::ListedContext *listed : context->items) {
    Operation item = operation(listed->what);
    if (listed->inverse != nullptr)
      item.undo = &make(operationUndo(listed->inverse));
    items.push_back(item);
  }
  result.items = keep(items);
  return result;
}

// ---- checks and messages

Check NodeBuilder::check(const P::CheckContext *context) {
  return {text(context->title), operation(context->what), range(context)};
}

Event NodeBuilder::event(const P::EventContext *context) {
  Event result;
  result.range = range(context);
  result.ofStep = context->subject != nullptr;
  if (result.ofStep) {
    result.step = stepReference(context->subject);
    result.what = name(context->what);
  } else {
    result.what = name(context->failure != nullptr ? context->failure : context->simple->token);
  }
  return result;
}

/// `start-15m` without spaces is one word to the scanner.
MessageAt NodeBuilder::moment(const P::WhenContext *context) {
  MessageAt at;
  at.range = range(context);
  if (context->instant != nullptr) {
    at.instant = literal(context->instant, Literal::Kind::moment);
    return at;
  }
  std::vector<Name> parts;
  for (const P::NameContext *part : context->moment->parts)
    parts.push_back(name(part));
  if (context->offset != nullptr) {
    at.before = syntaxToken(context->sign).kind() == TokenKind::MINUS;
    at.offset = literal(context->offset, Literal::Kind::duration);
  } else if (const size_t dash = parts.back().text.find('-');
             dash != std::string_view::npos && isDigit(parts.back().text[dash + 1])) {
    Name &last = parts.back();
    const uint32_t dashAt = last.range.begin + static_cast<uint32_t>(dash);
    const std::string mended = fmt::format("{} - {}", last.text.substr(0, dash), last.text.substr(dash + 1));
    diagnostics_.report(diag::spacesAroundMinus, last.range, last.text)
        .edit(fmt::format("write `{}`", mended), last.range, mended, true);
    at.before = true;
    at.offset =
        Literal{Literal::Kind::duration, last.text.substr(dash + 1), {file_.id, dashAt + 1, last.range.end}, false};
    last = {last.text.substr(0, dash), {file_.id, last.range.begin, dashAt}};
  }
  at.moment = keep(parts);
  return at;
}

Message NodeBuilder::message(const P::MessageContext *context) {
  Message result;
  result.range = range(context);
  result.recipients = names(context->recipients);
  std::vector<Route> routes;
  for (const P::RouteContext *route : context->routes)
    routes.push_back({names(route->ways)});
  result.routes = keep(routes);
  const P::WhenContext *when = context->timing;
  if (when->moment != nullptr || when->instant != nullptr) {
    result.when = moment(when);
  } else if (when->interval != nullptr) {
    result.when = MessageEvery{literal(when->interval, Literal::Kind::duration), name(when->activity)};
  } else {
    std::vector<Event> events;
    for (const P::EventContext *item : when->events)
      events.push_back(event(item));
    result.when = MessageOn{keep(events)};
  }
  result.sender = name(context->sender);
  result.text = text(context->content);
  std::vector<Unless> unless;
  for (const P::EscalationContext *item : context->escalations) {
    Unless each{name(item->what), literal(item->within, Literal::Kind::duration), names(item->told), {}, range(item)};
    if (item->ways != nullptr)
      each.route = {names(item->ways->ways)};
    unless.push_back(each);
  }
  result.unless = keep(unless);
  return result;
}

State NodeBuilder::state(const P::StateContext *context) {
  return {name(context->id), context->any != nullptr, range(context)};
}

} // namespace changec::syntax
