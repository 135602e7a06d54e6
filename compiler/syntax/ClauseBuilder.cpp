// NodeBuilder::clause: a clause of each kind.
#include "syntax/NodeBuilder.h"

namespace changec::syntax {

using P = grammar::ChangeParser;

namespace {

template <typename Context> const Context &as(const antlr4::ParserRuleContext *context) {
  return static_cast<const Context &>(*context);
}

TokenKind firstToken(const antlr4::ParserRuleContext *context) {
  return static_cast<const SyntaxToken *>(context->start)->kind();
}

People::Kind peopleKind(TokenKind kind) {
  switch (kind) {
  case TokenKind::DEPUTY: return People::Kind::deputy;
  case TokenKind::MANAGER: return People::Kind::manager;
  case TokenKind::DECIDES: return People::Kind::decides;
  case TokenKind::ACCEPTED: return People::Kind::acceptedBy;
  default: return People::Kind::owner;
  }
}

Do::Kind doKind(TokenKind kind) {
  return kind == TokenKind::ENTER ? Do::Kind::enter : kind == TokenKind::LEAVE ? Do::Kind::leave : Do::Kind::doing;
}

} // namespace

std::optional<Clause> NodeBuilder::clause(const antlr4::ParserRuleContext *context) {
  Clause result;
  result.keyword = range(context->start);
  result.range = range(context);
  const auto duration = [this](const auto *c) { return literal(c, Literal::Kind::duration); };
  const auto moment = [this](const auto *c) { return literal(c, Literal::Kind::moment); };
  switch (context->getRuleIndex()) {
  case P::RulePeople: {
    result.what = People{peopleKind(firstToken(context)), name(as<P::PeopleContext>(context).who)};
    break;
  }
  case P::RuleLevel: {
    const auto &c = as<P::LevelContext>(context);
    result.what =
        RiskOrImpact{firstToken(context) == TokenKind::RISK, c.grade != nullptr ? name(c.grade) : name(c.nothing)};
    break;
  }
  case P::RuleWindow: {
    const auto &c = as<P::WindowContext>(context);
    result.what = WindowClause{moment(c.opens), moment(c.closes), optionalText(c.zone)};
    break;
  }
  case P::RuleRecord: {
    std::vector<RecordField> fields;
    for (const P::FieldContext *field : as<P::RecordContext>(context).fields)
      fields.push_back({name(field->id), value(field->content)});
    result.what = RecordClause{keep(fields)};
    break;
  }
  case P::RuleMonitor: result.what = Monitor{duration(as<P::MonitorContext>(context).length)}; break;
  case P::RuleOnClause: {
    const auto &c = as<P::OnClauseContext>(context);
    if (c.reaction != nullptr)
      result.what = OnFailureClause{name(c.reaction)};
    else
      result.what = OnHosts{names(c.targets->items)};
    break;
  }
  case P::RuleTakes: {
    const auto &c = as<P::TakesContext>(context);
    Takes takes{firstToken(context) == TokenKind::TIMEOUT, duration(c.forward), std::nullopt};
    if (c.back != nullptr)
      takes.back = duration(c.back);
    result.what = takes;
    break;
  }
  case P::RuleRetry: {
    const auto &c = as<P::RetryContext>(context);
    Retry retry{literal(c.count, Literal::Kind::integer), std::nullopt};
    if (c.pause != nullptr)
      retry.pause = duration(c.pause);
    result.what = retry;
    break;
  }
  case P::RuleConfirm: result.what = Confirm{duration(as<P::ConfirmContext>(context).within)}; break;
  case P::RuleExpires: {
    const auto &c = as<P::ExpiresContext>(context);
    result.what = Expires{duration(c.after), text(c.because)};
    break;
  }
  case P::RuleLoses: result.what = Loses{text(as<P::LosesContext>(context).what)}; break;
  case P::RuleRequire: {
    const auto &c = as<P::RequireContext>(context);
    result.what = Require{operations(c.what), optionalText(c.why)};
    break;
  }
  case P::RuleWhenClause: result.what = When{shell(as<P::WhenClauseContext>(context).condition_)}; break;
  case P::RuleDoing:
    result.what = Do{doKind(firstToken(context)), operations(as<P::DoingContext>(context).what)};
    break;
  case P::RuleUndo: {
    const auto &c = as<P::UndoContext>(context);
    UndoClause undo;
    undo.nothing = c.what == nullptr;
    undo.because = optionalText(c.because);
    if (c.what != nullptr)
      undo.what = operations(c.what);
    if (c.otherwise != nullptr)
      undo.otherwise = operations(c.otherwise);
    result.what = undo;
    break;
  }
  case P::RuleUndone: result.what = UndoneBy{stepReference(as<P::UndoneContext>(context).cover)}; break;
  case P::RuleIrreversible: result.what = Irreversible{text(as<P::IrreversibleContext>(context).because)}; break;
  case P::RuleVerify: {
    const auto &c = as<P::VerifyContext>(context);
    result.what = Verify{c.after != nullptr, operations(c.what)};
    break;
  }
  case P::RuleRemember: {
    const auto &c = as<P::RememberContext>(context);
    result.what = Remember{c.hidden != nullptr, name(c.id), shell(c.source)};
    break;
  }
  case P::RuleKeep: result.what = KeepClause{value(as<P::KeepContext>(context).path)}; break;
  case P::RuleObserve: result.what = ObserveClause{shell(as<P::ObserveContext>(context).what)}; break;
  case P::RuleEffect: {
    const auto &c = as<P::EffectContext>(context);
    result.what = EffectClause{reference(c.what), state(c.from), state(c.to)};
    break;
  }
  case P::RuleNeeds: {
    const auto &c = as<P::NeedsContext>(context);
    result.what = Needs{reference(c.what), state(c.needed)};
    break;
  }
  case P::RuleSaves: {
    const auto &c = as<P::SavesContext>(context);
    result.what = Saves{reference(c.what), value(c.key)};
    break;
  }
  case P::RuleRestores: {
    const auto &c = as<P::RestoresContext>(context);
    result.what = Restores{reference(c.what), value(c.key)};
    break;
  }
  case P::RuleRefreshes: {
    const auto &c = as<P::RefreshesContext>(context);
    result.what = Refreshes{reference(c.what), reference(c.source)};
    break;
  }
  case P::RuleProduces: result.what = Produces{reference(as<P::ProducesContext>(context).what)}; break;
  case P::RuleAllow: {
    const auto &c = as<P::AllowContext>(context);
    result.what = Allow{name(c.id), text(c.because)};
    break;
  }
  case P::RuleReverts: {
    result.what = Reserved{Reserved::Kind::reverts, {}, duration(as<P::RevertsContext>(context).after)};
    break;
  }
  case P::RuleWatch: {
    const auto &c = as<P::WatchContext>(context);
    result.what = Reserved{Reserved::Kind::watch, name(c.what), duration(c.interval)};
    break;
  }
  default: return std::nullopt;
  }
  return result;
}

} // namespace changec::syntax
