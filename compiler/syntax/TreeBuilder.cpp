#include "syntax/TreeBuilder.h"

#include "syntax/Characters.h"

#include <algorithm>

namespace changec::syntax {

using P = grammar::ChangeParser;
using Kind = Declaration::Kind;

namespace {

enum class RuleRole : uint8_t { inner, block, unit };

/// Blocks gather what stands in them; units are built whole when they end.
RuleRole roleOf(size_t rule) {
  switch (rule) {
  case P::RuleContact:
  case P::RuleChannel:
  case P::RulePolicy:
  case P::RuleChange:
  case P::RuleBlock:
  case P::RuleAction:
  case P::RuleChecks:
  case P::RuleCommunicate:
  case P::RuleParallel: return RuleRole::block;
  case P::RuleImports:
  case P::RuleHost:
  case P::RuleHosts:
  case P::RuleResource:
  case P::RuleParam:
  case P::RuleSecret:
  case P::RuleAttribute:
  case P::RulePolicyRule:
  case P::RuleCheck:
  case P::RuleMessage:
  case P::RuleSending:
  case P::RuleByHand:
  case P::RuleTextLimit:
  case P::RulePeople:
  case P::RuleLevel:
  case P::RuleWindow:
  case P::RuleRecord:
  case P::RuleMonitor:
  case P::RuleOnClause:
  case P::RuleTakes:
  case P::RuleRetry:
  case P::RuleConfirm:
  case P::RuleExpires:
  case P::RuleLoses:
  case P::RuleRequire:
  case P::RuleWhenClause:
  case P::RuleDoing:
  case P::RuleUndo:
  case P::RuleUndone:
  case P::RuleIrreversible:
  case P::RuleVerify:
  case P::RuleRemember:
  case P::RuleKeep:
  case P::RuleObserve:
  case P::RuleEffect:
  case P::RuleNeeds:
  case P::RuleSaves:
  case P::RuleRestores:
  case P::RuleRefreshes:
  case P::RuleProduces:
  case P::RuleAllow:
  case P::RuleReverts:
  case P::RuleWatch: return RuleRole::unit;
  default: return RuleRole::inner;
  }
}

Kind kindOfBlock(const SyntaxToken &keyword) {
  switch (keyword.kind()) {
  case TokenKind::PERSON: return Kind::person;
  case TokenKind::TEAM: return Kind::team;
  case TokenKind::DESK: return Kind::desk;
  case TokenKind::CHANNEL: return Kind::channel;
  case TokenKind::POLICY: return Kind::policy;
  case TokenKind::CHANGE: return Kind::change;
  case TokenKind::PHASE: return Kind::phase;
  case TokenKind::GUARD: return Kind::guard;
  case TokenKind::GATE: return Kind::gate;
  case TokenKind::ACTION: return Kind::action;
  case TokenKind::CHECKS: return Kind::checks;
  case TokenKind::COMMUNICATE: return Kind::communicate;
  case TokenKind::PARALLEL: return Kind::parallel;
  default: return Kind::step;
  }
}

/// The parts that blocks have in common; each may be missing after a mistake.
struct Header {
  P::NameContext *id = nullptr;
  P::TextContext *title = nullptr;
  P::EachContext *loop = nullptr;
  P::ParametersContext *formal = nullptr;
  antlr4::Token *open = nullptr;
  antlr4::Token *close = nullptr;
  bool uses = false;
};

template <typename Context> Header titled(const antlr4::ParserRuleContext *context) {
  const auto &c = static_cast<const Context &>(*context);
  return {c.id, c.title, nullptr, nullptr, c.open, c.close, false};
}

Header headerOf(const antlr4::ParserRuleContext *context) {
  switch (context->getRuleIndex()) {
  case P::RuleContact: return titled<P::ContactContext>(context);
  case P::RulePolicy: return titled<P::PolicyContext>(context);
  case P::RuleChange: return titled<P::ChangeContext>(context);
  case P::RuleChecks: return titled<P::ChecksContext>(context);
  case P::RuleBlock: {
    Header header = titled<P::BlockContext>(context);
    header.loop = static_cast<const P::BlockContext &>(*context).loop;
    return header;
  }
  case P::RuleChannel: {
    const auto &c = static_cast<const P::ChannelContext &>(*context);
    return {c.id, nullptr, nullptr, nullptr, c.open, c.close, false};
  }
  case P::RuleAction: {
    const auto &c = static_cast<const P::ActionContext &>(*context);
    return {c.id, nullptr, nullptr, c.formal, c.open, c.close, false};
  }
  case P::RuleCommunicate: {
    const auto &c = static_cast<const P::CommunicateContext &>(*context);
    if (c.body == nullptr)
      return {c.id, nullptr, nullptr, nullptr, nullptr, nullptr, true};
    return {c.id, nullptr, nullptr, nullptr, c.body->open, c.body->close, false};
  }
  case P::RuleParallel: {
    const auto &c = static_cast<const P::ParallelContext &>(*context);
    return {nullptr, nullptr, nullptr, nullptr, c.open, c.close, false};
  }
  default: return {};
  }
}

} // namespace

// ---- where blocks begin, and what encloses

uint32_t TreeBuilder::indentationOf(uint32_t offset) {
  const std::string_view passed = source_.text().substr(line_.asked, offset - line_.asked);
  if (const size_t newline = passed.rfind('\n'); newline != std::string_view::npos || line_.asked == 0) {
    line_.start = newline == std::string_view::npos ? 0 : line_.asked + static_cast<uint32_t>(newline) + 1;
    const std::string_view line = source_.text().substr(line_.start);
    line_.indentation = static_cast<uint32_t>(std::min(line.find_first_not_of(" \t"), line.size()));
  }
  line_.asked = offset;
  const bool begins = line_.start + line_.indentation == offset;
  return begins ? line_.indentation : UINT32_MAX; // in the middle of a line: nothing to judge by
}

const OpenBlock *TreeBuilder::innermost() const {
  return open_.empty() ? nullptr : &open_.back().block;
}

const OpenBlock *TreeBuilder::likelyUnclosed() const {
  return suspect_ ? &*suspect_ : innermost();
}

/// A block that is followed by something indented like itself, or less, was probably meant to end before it.
void TreeBuilder::noteSuspect(uint32_t indentation) {
  if (suspect_ || open_.empty() || indentation == UINT32_MAX)
    return;
  const Open &outer = open_.back();
  if (outer.indentation != UINT32_MAX && indentation <= outer.indentation && outer.block.brace.valid())
    suspect_ = outer.block;
}

void TreeBuilder::push(antlr4::ParserRuleContext *context, Kind kind) {
  const SyntaxToken &keywordToken = syntaxToken(context->start);
  Open open;
  open.indentation = indentationOf(keywordToken.begin());
  noteSuspect(open.indentation);
  open.block.kind = kind;
  open.block.keyword = nodes_.range(context->start);
  open.block.brace = open.block.keyword;
  // The header is still to be read: a name follows the keyword, and the brace comes soon after.
  if (const SyntaxToken *id = stream_.at(2); isWordStart(id->text().empty() ? '\0' : id->text().front()))
    open.block.name = id->text();
  for (ssize_t k = 2; k < 12; ++k) {
    const SyntaxToken *token = stream_.at(k);
    if (token->kind() == TokenKind::LBRACE) {
      open.block.brace = {file_.id, token->begin(), token->end()};
      break;
    }
  }
  open.holesBefore = strategy_->holes();
  open_.push_back(std::move(open));
}

// ---- ANTLR's nodes

void TreeBuilder::setAsideNodes() {
  saved_.push_back({std::move(parser_.getTreeTracker()), strategy_->holes()});
  parser_.getTreeTracker() = {};
}

unsigned TreeBuilder::restoreNodes() {
  parser_.getTreeTracker().reset();
  parser_.getTreeTracker() = std::move(saved_.back().nodes);
  const unsigned holes = strategy_->holes() - saved_.back().holes;
  saved_.pop_back();
  return holes;
}

// ---- events

void TreeBuilder::enterEveryRule(antlr4::ParserRuleContext *context) {
  if (++depth_ == limits_.depth && !stream_.isCut()) {
    diagnostics_.report(diag::nestedTooDeeply, nodes_.range(context->start), limits_.depth);
    strategy_->giveUp();
  }
  const RuleRole role = roleOf(context->getRuleIndex());
  if (role == RuleRole::inner)
    return;
  if (role == RuleRole::block)
    push(context, kindOfBlock(syntaxToken(context->start)));
  setAsideNodes();
}

void TreeBuilder::exitEveryRule(antlr4::ParserRuleContext *context) {
  --depth_;
  switch (roleOf(context->getRuleIndex())) {
  case RuleRole::inner: return;
  case RuleRole::block: return exitBlock(context);
  case RuleRole::unit: return exitUnit(context);
  }
}

void TreeBuilder::attach(const Declaration *declaration) {
  if (open_.empty())
    file_.declarations.push_back(declaration);
  else
    open_.back().items.push_back(declaration);
}

std::string_view TreeBuilder::docBefore(uint32_t offset) const {
  const std::string_view text = source_.text();
  const auto onlySpace = [&](uint32_t begin, uint32_t end) {
    return std::all_of(text.begin() + begin, text.begin() + end, isSpace);
  };
  auto after = std::lower_bound(file_.comments.begin(), file_.comments.end(), offset,
                                [](const Comment &comment, uint32_t at) { return comment.range.begin < at; });
  uint32_t begin = offset;
  uint32_t end = 0;
  while (after != file_.comments.begin()) {
    const Comment &comment = *std::prev(after);
    if (comment.kind != Comment::Kind::doc || !onlySpace(comment.range.end, begin))
      break;
    if (end == 0)
      end = comment.range.end;
    begin = comment.range.begin;
    --after;
  }
  return end == 0 ? std::string_view{} : text.substr(begin, end - begin);
}

Declaration &TreeBuilder::finish(const Open &open, const antlr4::ParserRuleContext *context, bool damaged) {
  Declaration declaration;
  declaration.kind = open.block.kind;
  declaration.keyword = open.block.keyword;
  declaration.range = nodes_.range(context);
  declaration.damaged = damaged;
  declaration.doc = docBefore(declaration.range.begin);
  const Header header = headerOf(context);
  if (header.id != nullptr && header.id->token != nullptr)
    declaration.name = nodes_.name(header.id);
  if (header.title != nullptr && header.title->token != nullptr)
    declaration.title = nodes_.text(header.title);
  if (!declaration.damaged) {
    declaration.each = nodes_.each(header.loop);
    declaration.parameters = nodes_.parameters(header.formal);
  }
  if (header.open != nullptr)
    declaration.open = nodes_.range(header.open);
  if (header.close != nullptr)
    declaration.close = nodes_.range(header.close);
  declaration.clauses = nodes_.keep(open.clauses);
  declaration.items = nodes_.keep(open.items);
  switch (open.block.kind) {
  case Kind::person:
  case Kind::team:
  case Kind::desk: declaration.details = ContactDetails{nodes_.keep(open.attributes)}; break;
  case Kind::channel: declaration.details = ChannelDetails{open.send, open.manual, open.longest}; break;
  case Kind::policy: declaration.details = PolicyDetails{nodes_.keep(open.rules)}; break;
  case Kind::checks: declaration.details = ChecksDetails{nodes_.keep(open.checks)}; break;
  case Kind::communicate:
    declaration.details = CommunicateDetails{nodes_.keep(open.messages), header.uses && !declaration.damaged};
    break;
  default: break;
  }
  return nodes_.make(declaration);
}

void TreeBuilder::exitBlock(antlr4::ParserRuleContext *context) {
  const Open open = std::move(open_.back());
  open_.pop_back();
  const unsigned holes = strategy_->holes() - open.holesBefore;
  if (!open_.empty())
    open_.back().holesInside += holes;
  const Declaration &declaration = finish(open, context, open.swallowed || holes != open.holesInside);
  file_.namesLost |= declaration.damaged && !declaration.name.present() && declaration.kind != Kind::parallel;
  (void)restoreNodes();
  attach(&declaration);
}

void TreeBuilder::addDeclaration(Declaration &declaration, const antlr4::ParserRuleContext *context) {
  declaration.keyword = nodes_.range(context->start);
  declaration.range = nodes_.range(context);
  declaration.doc = docBefore(declaration.range.begin);
  attach(&nodes_.make(declaration));
}

void TreeBuilder::exitUnit(antlr4::ParserRuleContext *context) {
  const bool sound = strategy_->holes() == saved_.back().holes;
  Declaration declaration;
  switch (context->getRuleIndex()) {
  case P::RuleImports:
    file_.namesLost |= !sound;
    if (sound) {
      const auto &c = static_cast<const P::ImportsContext &>(*context);
      declaration.kind = Kind::import;
      ImportDetails details;
      details.path = nodes_.optionalText(c.path);
      if (c.module != nullptr)
        details.module = nodes_.names(c.module->parts);
      details.cards = nodes_.optionalText(c.cards);
      declaration.details = details;
      addDeclaration(declaration, context);
    }
    break;
  case P::RuleHost:
    file_.namesLost |= !sound;
    if (sound) {
      const auto &c = static_cast<const P::HostContext &>(*context);
      declaration.kind = Kind::host;
      declaration.name = nodes_.name(c.id);
      declaration.details = HostDetails{nodes_.text(c.address), {}};
      addDeclaration(declaration, context);
    }
    break;
  case P::RuleHosts:
    file_.namesLost |= !sound;
    if (sound) {
      const auto &c = static_cast<const P::HostsContext &>(*context);
      declaration.kind = Kind::hosts;
      declaration.name = nodes_.name(c.id);
      declaration.details = HostDetails{std::nullopt, nodes_.names(c.members)};
      addDeclaration(declaration, context);
    }
    break;
  case P::RuleResource:
    file_.namesLost |= !sound;
    if (sound) {
      const auto &c = static_cast<const P::ResourceContext &>(*context);
      declaration.kind = Kind::resource;
      declaration.name = nodes_.name(c.id);
      declaration.parameters = nodes_.parameters(c.formal);
      ResourceDetails details;
      if (c.whole != nullptr)
        details.whole = nodes_.reference(c.whole);
      details.states = nodes_.names(c.states);
      if (c.probe != nullptr)
        details.probe = nodes_.shell(c.probe);
      declaration.details = details;
      addDeclaration(declaration, context);
    }
    break;
  case P::RuleParam:
    file_.namesLost |= !sound;
    if (sound) {
      const auto &c = static_cast<const P::ParamContext &>(*context);
      declaration.kind = Kind::param;
      declaration.name = nodes_.name(c.id);
      declaration.details = ParamDetails{nodes_.type(c.kind), nodes_.optionalValue(c.initial)};
      addDeclaration(declaration, context);
    }
    break;
  case P::RuleSecret:
    file_.namesLost |= !sound;
    if (sound) {
      const auto &c = static_cast<const P::SecretContext &>(*context);
      declaration.kind = Kind::secret;
      declaration.name = nodes_.name(c.id);
      declaration.details = SecretDetails{nodes_.name(c.origin), nodes_.text(c.content)};
      addDeclaration(declaration, context);
    }
    break;
  default:
    if (sound && !open_.empty()) {
      Open &open = open_.back();
      switch (context->getRuleIndex()) {
      case P::RuleAttribute:
        if (const auto *attribute = static_cast<const P::AttributeContext *>(context); attribute->id != nullptr)
          open.clauses.push_back(nodes_.allowance(attribute));
        else
          open.attributes.push_back(nodes_.attribute(attribute));
        break;
      case P::RulePolicyRule:
        open.rules.push_back(nodes_.policyRule(static_cast<const P::PolicyRuleContext *>(context)));
        break;
      case P::RuleCheck: open.checks.push_back(nodes_.check(static_cast<const P::CheckContext *>(context))); break;
      case P::RuleMessage:
        open.messages.push_back(nodes_.message(static_cast<const P::MessageContext *>(context)));
        break;
      case P::RuleByHand: open.manual = nodes_.text(static_cast<const P::ByHandContext *>(context)->instruction); break;
      case P::RuleTextLimit:
        open.longest =
            nodes_.literal(static_cast<const P::TextLimitContext *>(context)->length, Literal::Kind::integer);
        break;
      case P::RuleSending: open.send = nodes_.shell(static_cast<const P::SendingContext *>(context)->content); break;
      default:
        if (const std::optional<Clause> clause = nodes_.clause(context))
          open.clauses.push_back(*clause);
      }
    } else if (sound) {
      diagnostics_.report(diag::clauseOutsideBlock, nodes_.range(context->start), syntaxToken(context->start).text())
          .help("is a `}` too many before it?");
    }
  }
  if (nodes_.tookTooMuch() && !open_.empty())
    open_.back().swallowed = true;
  (void)restoreNodes();
}

} // namespace changec::syntax
