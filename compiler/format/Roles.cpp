#include "format/Roles.h"

#include <algorithm>

namespace changec::format {
namespace {

using syntax::Clause;
using syntax::Declaration;
using syntax::ScannedToken;
using syntax::TokenKind;

class RoleFinder {
public:
  explicit RoleFinder(std::span<const ScannedToken> tokens) : tokens_(tokens), roles_(tokens.size()) {}

  std::vector<Role> run(const syntax::File &tree) {
    std::vector<const Declaration *> waiting(tree.declarations.begin(), tree.declarations.end());
    while (!waiting.empty()) {
      const Declaration &declaration = *waiting.back();
      waiting.pop_back();
      waiting.insert(waiting.end(), declaration.items.begin(), declaration.items.end());
      readDeclaration(declaration);
    }
    return std::move(roles_);
  }

private:
  std::span<const ScannedToken> tokens_;
  std::vector<Role> roles_;

  [[nodiscard]] size_t indexAt(uint32_t offset) const {
    const auto found = std::lower_bound(tokens_.begin(), tokens_.end(), offset,
                                        [](const ScannedToken &token, uint32_t at) { return token.begin < at; });
    return static_cast<size_t>(found - tokens_.begin());
  }
  Role &roleAt(uint32_t offset) { return roles_[indexAt(offset)]; }
  Role &roleBefore(uint32_t offset) { return roles_[indexAt(offset) - 1]; }

  void mayBreakAt(const Range &range) { roleAt(range.begin).mayBreak = true; }
  /// Before the word that leads to something: `because`, `as`, `from`.
  void mayBreakAtWordBefore(const Range &range) { roleBefore(range.begin).mayBreak = true; }

  void beginLine(uint32_t offset, LineKind kind) { roleAt(offset).begins = kind; }

  /// A line of words and what they say, aligned with its neighbours'. A block of lines stands beside its word.
  void beginEntry(uint32_t offset, size_t head) {
    const size_t first = indexAt(offset);
    roles_[first].begins = LineKind::clause;
    if (head == 0 || first + head >= tokens_.size())
      return;
    Role &value = roles_[first + head];
    value.padded = !isBlock(tokens_[first + head].kind) && tokens_[first + head].kind != TokenKind::NONE;
    value.cell = value.padded || head == 1;
  }

  static bool isBlock(TokenKind kind) {
    return kind == TokenKind::LBRACE || kind == TokenKind::BLOCK_SHELL || kind == TokenKind::BLOCK_STRING;
  }

  void readDeclaration(const Declaration &declaration) {
    beginLine(declaration.range.begin, LineKind::declaration);
    if (const auto *contact = std::get_if<syntax::ContactDetails>(&declaration.details))
      for (const syntax::Attribute &attribute : contact->attributes)
        beginEntry(attribute.range.begin, 1);
    else if (const auto *channel = std::get_if<syntax::ChannelDetails>(&declaration.details))
      readChannel(*channel);
    else if (const auto *host = std::get_if<syntax::HostDetails>(&declaration.details); host && host->address)
      beginEntry(tokens_[indexAt(host->address->range.begin) - 1].begin, 1);
    else if (const auto *resource = std::get_if<syntax::ResourceDetails>(&declaration.details))
      readStates(*resource);
    else if (const auto *policy = std::get_if<syntax::PolicyDetails>(&declaration.details))
      for (const syntax::PolicyRule &rule : policy->rules)
        readRule(rule);
    else if (const auto *param = std::get_if<syntax::ParamDetails>(&declaration.details))
      readParam(declaration, *param);
    else if (const auto *secret = std::get_if<syntax::SecretDetails>(&declaration.details))
      readSecret(declaration, *secret);
    else if (const auto *checks = std::get_if<syntax::ChecksDetails>(&declaration.details))
      for (const syntax::Check &check : checks->checks)
        readCheck(check);
    else if (const auto *communicate = std::get_if<syntax::CommunicateDetails>(&declaration.details))
      for (const syntax::Message &message : communicate->messages)
        readMessage(message);
    for (size_t i = 0; i < declaration.clauses.size(); ++i) {
      readClause(declaration.clauses[i]);
      if (i > 0)
        joinReason(declaration.clauses[i - 1], declaration.clauses[i]);
    }
  }

  void readChannel(const syntax::ChannelDetails &channel) {
    const auto entry = [this](const Range &content) { beginEntry(tokens_[indexAt(content.begin) - 1].begin, 1); };
    if (channel.send)
      entry(channel.send->range);
    if (channel.manual)
      entry(channel.manual->range);
    if (channel.limit)
      entry(channel.limit->range);
  }

  void readStates(const syntax::ResourceDetails &resource) {
    if (resource.states.empty())
      return;
    roleBefore(resource.states.front().range.begin).plainBrace = true;
    roles_[indexAt(resource.states.back().range.begin) + 1].plainBrace = true;
  }

  void readRule(const syntax::PolicyRule &rule) {
    const size_t first = indexAt(rule.range.begin);
    roles_[first].begins = LineKind::rule;
    if (first + 1 < tokens_.size() && tokens_[first + 1].begin < rule.range.end)
      roles_[first + 1].cell = true;
  }

  void readParam(const Declaration &declaration, const syntax::ParamDetails &param) {
    beginLine(declaration.range.begin, LineKind::parameter);
    roleAt(param.type.range.begin).cell = true;
    if (param.initial)
      roleBefore(param.initial->range.begin).cell = true;
  }

  void readSecret(const Declaration &declaration, const syntax::SecretDetails &secret) {
    beginLine(declaration.range.begin, LineKind::secret);
    roleBefore(secret.origin.range.begin).cell = true;
  }

  void readCheck(const syntax::Check &check) {
    beginLine(check.range.begin, LineKind::check);
    const size_t operation = indexAt(check.operation.range.begin);
    roles_[operation].cell = !isBlock(tokens_[operation].kind);
  }

  void readMessage(const syntax::Message &message) {
    beginLine(message.range.begin, LineKind::message);
    roleBefore(message.routes.front().channels.front().range.begin).cell = true;
    roleAt(message.text.range.begin).cell = true;
    if (const auto *at = std::get_if<syntax::MessageAt>(&message.when)) {
      roleBefore(at->instant ? at->instant->range.begin : at->moment.front().range.begin).cell = true;
    } else if (const auto *every = std::get_if<syntax::MessageEvery>(&message.when)) {
      roleBefore(every->interval.range.begin).cell = true;
    } else if (const auto *on = std::get_if<syntax::MessageOn>(&message.when)) {
      roleBefore(on->events.front().range.begin).cell = true;
      for (const syntax::Event &event : on->events)
        attachElement(event.step);
    }
    for (const syntax::Unless &unless : message.unless)
      mayBreakAt(unless.range);
  }

  /// `drain[web1]`
  void attachElement(const syntax::StepReference &reference) {
    if (reference.element)
      roleBefore(reference.element->range.begin).attached = true;
  }

  // ---- clauses

  /// How many words stand before what is aligned; 0 where the clause is not.
  static size_t headOf(const Clause &clause) {
    if (const auto *people = std::get_if<syntax::People>(&clause.what))
      return people->kind == syntax::People::Kind::acceptedBy ? 2 : 1;
    if (const auto *verify = std::get_if<syntax::Verify>(&clause.what))
      return verify->afterUndo ? 2 : 1;
    const bool speaks = std::holds_alternative<syntax::UndoneBy>(clause.what) ||
                        std::holds_alternative<syntax::Irreversible>(clause.what) ||
                        std::holds_alternative<syntax::OnFailureClause>(clause.what) ||
                        std::holds_alternative<syntax::Confirm>(clause.what) ||
                        std::holds_alternative<syntax::Reserved>(clause.what);
    return speaks ? 0 : 1;
  }

  void readClause(const Clause &clause) {
    beginEntry(clause.range.begin, headOf(clause));
    if (const auto *record = std::get_if<syntax::RecordClause>(&clause.what))
      for (const syntax::RecordField &field : record->fields)
        beginEntry(field.name.range.begin, 1);
    else if (const auto *require = std::get_if<syntax::Require>(&clause.what))
      readRequire(*require);
    else if (const auto *doing = std::get_if<syntax::Do>(&clause.what))
      readOperations(doing->what);
    else if (const auto *undo = std::get_if<syntax::UndoClause>(&clause.what))
      readUndo(*undo);
    else if (const auto *verify = std::get_if<syntax::Verify>(&clause.what))
      readOperations(verify->what);
    else if (const auto *undone = std::get_if<syntax::UndoneBy>(&clause.what))
      attachElement(undone->cover);
    else
      readParts(clause);
  }

  /// Where clauses may be broken that say one thing of another.
  void readParts(const Clause &clause) {
    if (const auto *irreversible = std::get_if<syntax::Irreversible>(&clause.what))
      mayBreakAtWordBefore(irreversible->because.range);
    else if (const auto *expires = std::get_if<syntax::Expires>(&clause.what))
      mayBreakAtWordBefore(expires->because.range);
    else if (const auto *allow = std::get_if<syntax::Allow>(&clause.what))
      mayBreakAtWordBefore(allow->because.range);
    else if (const auto *saves = std::get_if<syntax::Saves>(&clause.what))
      mayBreakAtWordBefore(saves->key.range);
    else if (const auto *restores = std::get_if<syntax::Restores>(&clause.what))
      mayBreakAtWordBefore(restores->key.range);
    else if (const auto *refreshes = std::get_if<syntax::Refreshes>(&clause.what))
      mayBreakAtWordBefore(refreshes->source.range);
    else if (const auto *effect = std::get_if<syntax::EffectClause>(&clause.what))
      mayBreakAt(effect->from.range);
    else if (const auto *needs = std::get_if<syntax::Needs>(&clause.what))
      mayBreakAt(needs->needed.range);
  }

  void readUndo(const syntax::UndoClause &undo) {
    readOperations(undo.what);
    if (undo.because)
      mayBreakAtWordBefore(undo.because->range);
  }

  void readRequire(const syntax::Require &require) {
    readOperations(require.what);
    if (require.why)
      mayBreakAt(require.why->range);
  }

  void readOperations(const syntax::Operations &operations) {
    if (!operations.braced)
      return;
    for (const syntax::Operation &operation : operations.items) {
      beginLine(operation.range.begin, LineKind::operation);
      if (operation.undo == nullptr)
        continue;
      const size_t undo = indexAt(operation.undo->range.begin);
      roles_[undo].mayBreak = true;
      if (tokens_[undo + 1].kind == TokenKind::LBRACE)
        for (const syntax::Operation &inverse : operation.undo->operations)
          beginLine(inverse.range.begin, LineKind::operation);
    }
  }

  void joinReason(const Clause &reason, const Clause &clause) {
    const auto *people = std::get_if<syntax::People>(&clause.what);
    if (people != nullptr && people->kind == syntax::People::Kind::acceptedBy &&
        (std::holds_alternative<syntax::Irreversible>(reason.what) ||
         std::holds_alternative<syntax::Loses>(reason.what)))
      roleAt(clause.range.begin).joinsReason = tokens_[indexAt(clause.range.begin) - 1].end == reason.range.end;
  }
};

} // namespace

std::vector<Role> rolesOf(const syntax::File &tree, std::span<const ScannedToken> tokens) {
  return RoleFinder(tokens).run(tree);
}

} // namespace changec::format
