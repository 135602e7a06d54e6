#include "emit/ScriptOperations.h"

#include "emit/ShellText.h"
#include "emit/Texts.h"

namespace changec::emit {

namespace {

std::string_view kindWord(plan::OperationKind kind) {
  switch (kind) {
  case plan::OperationKind::shell:
  case plan::OperationKind::putBack:
  case plan::OperationKind::call: return "shell";
  case plan::OperationKind::manual: return "manual";
  case plan::OperationKind::wait: return "wait";
  case plan::OperationKind::waitUntil: return "until";
  case plan::OperationKind::checks: break;
  }
  return "checks";
}

std::string unitComment(std::string_view key, std::string_view where) {
  std::string out;
  put(out, {"# ", key, " - ", where, "\n"});
  return out;
}

std::string_view purposeWord(CheckPurpose purpose) {
  switch (purpose) {
  case CheckPurpose::require: return "require";
  case CheckPurpose::verify: return "verify";
  case CheckPurpose::undone: return "undone";
  case CheckPurpose::health: break;
  }
  return "health";
}

/// The seconds of a wait, the number of a list of checks; nothing for other operations.
std::string numberWord(const plan::Operation &operation) {
  if (operation.kind == plan::OperationKind::wait)
    return std::to_string(operation.duration);
  if (operation.kind == plan::OperationKind::checks)
    return std::to_string(operation.checkList);
  return "";
}

/// What a check is called where the plan gives it no title: its first line of shell.
std::string checkTitle(const plan::Plan &plan, const plan::Operation &operation) {
  constexpr size_t longest = 72;
  if (operation.kind == plan::OperationKind::checks)
    return plan.checkLists[operation.checkList].title;
  std::string_view text = operation.text;
  const size_t start = text.find_first_not_of(" \t\n");
  if (start == std::string_view::npos)
    return operation.key;
  text.remove_prefix(start);
  const bool cut = text.find('\n') < text.size() - 1 || text.size() > longest;
  text = text.substr(0, std::min(text.find('\n'), longest));
  std::string title = validUtf8(text);
  return cut ? title + " ..." : title;
}

} // namespace

std::string placeWord(const plan::Plan &plan, const plan::Place &place) {
  if (place.file >= plan.files.size() || place.line == 0)
    return "-";
  return journalWord(plan.files[place.file]) + ":" + std::to_string(place.line);
}

std::string ownerTitle(const plan::Plan &plan, uint32_t contact) {
  if (contact == plan::none)
    return "nobody";
  const plan::Contact &owner = plan.contacts[contact];
  if (owner.lead == plan::none)
    return owner.title;
  return owner.title + " (" + plan.contacts[owner.lead].title + ")";
}

ScriptOperations::ScriptOperations(const plan::Plan &plan, ScriptUnits &units, ScriptValues &values)
    : plan_(plan), units_(units), values_(values), once_(plan.scopes.size()) {}

std::string ScriptOperations::comment(const ScriptBody &body, const plan::Operation &operation) const {
  std::string out = "# " + journalWord(operation.key);
  if (body.step != plan::none)
    put(out, {" - ", printfEscapes(ownerTitle(plan_, plan_.steps[body.step].owner))});
  put(out, {" - ", placeWord(plan_, operation.place), "\n"});
  return out;
}

std::string ScriptOperations::digest(const plan::Operation &operation) {
  Hash hash;
  hash.add(static_cast<uint64_t>(operation.kind)).add(operation.text).add(static_cast<uint64_t>(operation.duration));
  if (!operation.instruction.empty())
    hash.add(values_.runnerWord(operation.instruction));
  if (operation.scope != plan::none)
    hash.add(values_.digest(operation.scope));
  return hash.hex();
}

void ScriptOperations::noteSecrets(uint32_t step, uint32_t scope, std::string_view shell) {
  if (plan_.secrets.empty() || (!isBackout_ && listNow_ == plan::none))
    return;
  for (const uint32_t secret : values_.secretsNamed(scope, shell)) {
    if (listNow_ != plan::none)
      secretsOfLists_.emplace(listNow_, secret);
    else
      secretsOfSteps_.emplace(step == plan::none ? 0 : step + 1, secret);
  }
}

void ScriptOperations::noteCheckList(const ScriptBody &body, const plan::Operation &operation) {
  if (isBackout_ && operation.kind == plan::OperationKind::checks)
    listsOfSteps_.emplace(body.step == plan::none ? 0 : body.step + 1, operation.checkList);
}

std::string ScriptOperations::secretsOfBackout() const {
  std::set<std::pair<uint32_t, uint32_t>> all = secretsOfSteps_;
  for (const auto &[step, list] : listsOfSteps_) {
    for (auto found = secretsOfLists_.lower_bound({list, 0}); found != secretsOfLists_.end() && found->first == list;
         ++found)
      all.emplace(step, found->second);
  }
  std::string lines;
  for (const auto &[step, secret] : all)
    put(lines, {std::to_string(step), " ", plan_.secrets[secret].name, "\n"});
  return lines;
}

void ScriptOperations::text(ScriptBody &body, uint32_t unit, std::string_view comment, uint32_t scope,
                            std::string_view shell) {
  noteSecrets(body.step, scope, shell);
  const std::string variables = values_.variables(scope);
  put(body.texts, {comment, "shell_", std::to_string(unit), "() {\n", variables.empty() ? "" : "  cx_with ", variables,
                   variables.empty() ? "" : "\n", "  "});
  appendHereDocument(body.texts, shell);
  body.texts += "}\n\n";
}

void ScriptOperations::words(ScriptBody &body, uint32_t unit, std::string_view comment, const plan::Text &instruction) {
  put(body.texts,
      {comment, "text_", std::to_string(unit), "() { cx_words=", values_.runnerWord(instruction), "; }\n\n"});
}

void ScriptOperations::body(ScriptBody &body, uint32_t unit, const plan::Operation &operation) {
  switch (operation.kind) {
  case plan::OperationKind::shell:
  case plan::OperationKind::waitUntil:
    text(body, unit, comment(body, operation), operation.scope, operation.text);
    break;
  case plan::OperationKind::manual: words(body, unit, comment(body, operation), operation.instruction); break;
  case plan::OperationKind::putBack:
    text(body, unit, comment(body, operation), operation.scope, putBackText(operation.scope));
    break;
  case plan::OperationKind::wait:
  case plan::OperationKind::checks:
  case plan::OperationKind::call: break;
  }
}

uint32_t ScriptOperations::run(ScriptBody &body, const plan::Operation &operation, UnitKind kind, uint32_t settle) {
  const std::string key = journalWord(operation.key);
  const std::string hash = digest(operation);
  const uint32_t unit = units_.add(kind, key, body.step, hash);
  put(body.calls, {body.indent, "cx_do ", kindWord(operation.kind), " ", std::to_string(unit), " '", key, "' ",
                   values_.settings(operation.scope), " ", hash, " '", placeWord(plan_, operation.place), "'"});
  const std::string number = numberWord(operation);
  if (settle != plan::none || !number.empty())
    put(body.calls, {" ", settle == plan::none ? std::string("''") : std::to_string(settle)});
  if (!number.empty())
    put(body.calls, {" ", number});
  body.calls += '\n';
  noteCheckList(body, operation);
  this->body(body, unit, operation);
  return unit;
}

void ScriptOperations::scopeOnce(ScriptBody &body, uint32_t index, CheckPurpose purpose,
                                 const std::function<void(const plan::Operation &)> &each) {
  const plan::Scope &scope = plan_.scopes[index];
  requirements(body, scope.requirements, CheckPurpose::require);
  readOnce(body, index);
  for (const plan::Operation &operation : scope.operations) {
    if (operation.kind == plan::OperationKind::call)
      scopeOnce(body, operation.scope, purpose, each);
    else
      each(operation);
  }
  checks(body, scope.verify, purpose);
}

void ScriptOperations::check(ScriptBody &body, const plan::Operation &operation, CheckPurpose purpose,
                             std::string_view title) {
  if (operation.kind == plan::OperationKind::call) {
    scopeOnce(body, operation.scope, purpose,
              [&](const plan::Operation &inner) { check(body, inner, purpose, title); });
    return;
  }
  const std::string key = journalWord(operation.key);
  const uint32_t unit = units_.add(UnitKind::check, key, body.step, "");
  put(body.calls,
      {body.indent, "cx_check ", purposeWord(purpose), " ", kindWord(operation.kind), " ", std::to_string(unit), " '",
       key, "' ", values_.settings(operation.scope), " '", placeWord(plan_, operation.place), "' ",
       shellWord(title.empty() ? checkTitle(plan_, operation) : std::string(title))});
  const std::string number = numberWord(operation);
  if (!number.empty())
    put(body.calls, {" ", number});
  body.calls += '\n';
  noteCheckList(body, operation);
  this->body(body, unit, operation);
}

void ScriptOperations::condition(ScriptBody &body, const plan::Operation &operation) {
  const std::string key = journalWord(operation.key);
  const uint32_t unit = units_.add(UnitKind::check, key, body.step, "");
  put(body.calls, {" ", std::to_string(unit), " '", key, "' ", values_.settings(operation.scope)});
  this->body(body, unit, operation);
}

void ScriptOperations::requirements(ScriptBody &body, const std::vector<plan::Requirement> &all, CheckPurpose purpose) {
  for (const plan::Requirement &requirement : all) {
    for (const plan::Operation &operation : requirement.operations)
      check(body, operation, purpose, requirement.why);
  }
}

void ScriptOperations::checks(ScriptBody &body, const std::vector<plan::Operation> &operations, CheckPurpose purpose) {
  for (const plan::Operation &operation : operations)
    check(body, operation, purpose, "");
}

void ScriptOperations::readOnce(ScriptBody &body, uint32_t index) {
  const plan::Scope &scope = plan_.scopes[index];
  const std::string settings = values_.settings(index);
  const auto add = [&](std::string_view act, const std::string &key, const plan::Place &place, std::string_view file,
                       uint32_t textScope, std::string_view shell) {
    const std::string hash = Hash().add(shell).add(values_.digest(index)).hex();
    const uint32_t unit = units_.add(UnitKind::once, key, body.step, hash);
    const std::string where = placeWord(plan_, place);
    put(body.calls, {body.indent, "cx_once ", act, " ", std::to_string(unit), " '", key, "' ", settings, " ", hash,
                     " '", where, "' '", file, "'\n"});
    text(body, unit, unitComment(key, where), textScope, shell);
    return unit;
  };
  for (const uint32_t value : scope.remembers) {
    const plan::RememberedValue &remembered = plan_.values[value];
    add("remember", journalWord(remembered.key), remembered.place, valueFile(remembered), index, remembered.shell);
  }
  for (size_t i = 0; i < scope.keeps.size(); ++i) {
    const std::string key = journalWord(scope.key) + "/keep/" + std::to_string(i + 1);
    const std::string file = fileWord(key);
    const uint32_t unit = add("keep", key, scope.keeps[i].place, file, index,
                              values_.assignment("cx_path", scope.keeps[i].path) +
                                  "cx_file_keep \"$cx_path\" \"$cx_round_dir/kept/" + file + "\"\n");
    if (i == 0)
      once_[index].keep = unit;
  }
  for (size_t i = 0; i < scope.observes.size(); ++i) {
    const std::string key = journalWord(scope.key) + "/observe/" + std::to_string(i + 1);
    const uint32_t unit = add("observe", key, scope.observes[i].place, fileWord(key), index, scope.observes[i].shell);
    if (i == 0)
      once_[index].first = unit;
  }
}

void ScriptOperations::putBack(ScriptBody &body, uint32_t index, std::string_view suffix) {
  const plan::Scope &scope = plan_.scopes[index];
  for (size_t i = scope.keeps.size(); i-- > 0;) {
    const std::string kept = journalWord(scope.key) + "/keep/" + std::to_string(i + 1);
    const std::string key = kept + std::string(suffix);
    const std::string where = placeWord(plan_, scope.keeps[i].place);
    const uint32_t unit = units_.add(UnitKind::inverse, key, body.step, "");
    put(body.calls, {body.indent, "cx_put_back ", std::to_string(unit), " '", key, "' ", values_.settings(index), " '",
                     where, "' ", std::to_string(once_[index].keep + i), "\n"});
    text(body, unit, unitComment(key, where), index, putBackText(index, i));
  }
}

std::string ScriptOperations::putBackText(uint32_t scope, size_t keep) const {
  const std::string file = fileWord(journalWord(plan_.scopes[scope].key) + "/keep/" + std::to_string(keep + 1));
  return values_.assignment("cx_path", plan_.scopes[scope].keeps[keep].path) +
         "cx_file_put_back \"$cx_path\" \"$cx_round_dir/kept/" + file + "\"\n";
}

std::string ScriptOperations::putBackText(uint32_t scope) const {
  std::string all;
  for (size_t i = plan_.scopes[scope].keeps.size(); i-- > 0;)
    all += putBackText(scope, i);
  return all;
}

void ScriptOperations::observeAgain(ScriptBody &body, uint32_t index) {
  const plan::Scope &scope = plan_.scopes[index];
  for (size_t i = 0; i < scope.observes.size(); ++i) {
    const std::string key = journalWord(scope.key) + "/observe/" + std::to_string(i + 1);
    const std::string where = placeWord(plan_, scope.observes[i].place);
    const uint32_t unit = units_.add(UnitKind::check, key, body.step, "");
    put(body.calls, {body.indent, "cx_again ", std::to_string(unit), " '", key, "' ", values_.settings(index), " '",
                     where, "' '", fileWord(key), "' ", std::to_string(once_[index].first + i), "\n"});
    text(body, unit, unitComment(key + ", again", where), index, scope.observes[i].shell);
  }
}

std::string ScriptOperations::checkLists() {
  std::string out;
  for (size_t i = 0; i < plan_.checkLists.size(); ++i) {
    const plan::CheckList &list = plan_.checkLists[i];
    ScriptBody body;
    listNow_ = static_cast<uint32_t>(i);
    for (const plan::Check &item : list.checks) {
      const auto listed = [&](const plan::Operation &operation) {
        const std::string key = journalWord(operation.key);
        const uint32_t unit = units_.add(UnitKind::check, key, plan::none, "");
        put(body.calls,
            {"  cx_listed ", kindWord(operation.kind), " ", std::to_string(unit), " '", key, "' ",
             values_.settings(operation.scope), " ", shellWord(item.title), " ", numberWord(operation), "\n"});
        this->body(body, unit, operation);
      };
      if (item.operation.kind == plan::OperationKind::call)
        scopeOnce(body, item.operation.scope, CheckPurpose::verify, listed);
      else
        listed(item.operation);
    }
    put(out, {"# Checks ", journalWord(list.name), ": ", printfEscapes(list.title), " - ",
              printfEscapes(ownerTitle(plan_, list.owner)), " - ", placeWord(plan_, list.place), "\nchecks_",
              std::to_string(i), "() {\n", body.calls.empty() ? "  :\n" : body.calls, "}\n\n", body.texts});
  }
  listNow_ = plan::none;
  return out;
}

} // namespace changec::emit
