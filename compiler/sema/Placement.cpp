#include "sema/Placement.h"

#include "syntax/Placement.h"

#include <algorithm>

namespace changec::sema {
namespace {

using syntax::Declaration;

bool contains(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Says what is reserved of a clause; gives whether the whole of it is.
bool checkReserved(Context &context, const syntax::Clause &clause) {
  if (std::holds_alternative<syntax::Reserved>(clause.what)) {
    context.diagnostics.report(diag::notYet, clause.keyword, context.text(clause.keyword));
    return true;
  }
  if (const auto *undo = std::get_if<syntax::UndoClause>(&clause.what); undo != nullptr && undo->otherwise)
    context.diagnostics.report(diag::notYet, undo->otherwise->range, "undo ... else");
  return false;
}

void checkClauses(Context &context, const Declaration &declaration) {
  std::vector<std::pair<std::string_view, Range>> seen;
  for (const syntax::Clause &clause : declaration.clauses) {
    if (checkReserved(context, clause))
      continue;
    const std::string_view name = syntax::clauseName(clause);
    if (!contains(syntax::clausesOf(declaration.kind), name)) {
      auto builder =
          context.diagnostics.report(diag::misplacedClause, clause.keyword, name, syntax::keyword(declaration.kind));
      const auto known = syntax::clausesOf(declaration.kind);
      if (!known.empty())
        builder.note(fmt::format("a {} has: {}", syntax::keyword(declaration.kind), fmt::join(known, ", ")));
      continue;
    }
    if (syntax::mayRepeat(name))
      continue;
    const auto first = std::find_if(seen.begin(), seen.end(), [&](const auto &other) { return other.first == name; });
    if (first == seen.end()) {
      seen.emplace_back(name, clause.range);
      continue;
    }
    auto builder = context.diagnostics.report(diag::clauseTwice, clause.range, name);
    builder.label(first->second, "the first one");
    if (name == "do" || name == "undo")
      builder.help(fmt::format("several operations stand in one block: `{} {{ ... }}`", name));
    else
      builder.edit("leave out one of them", clause.range, "", false);
  }
}

void misplacedItem(Context &context, const Declaration &item, std::string_view where, std::string_view known) {
  context.diagnostics.report(diag::misplacedDeclaration, item.keyword, syntax::keyword(item.kind), where)
      .note(known.empty() ? fmt::format("{} holds no declarations", where) : fmt::format("{} holds: {}", where, known));
}

void checkBlock(Context &context, const Declaration &declaration) {
  checkClauses(context, declaration);
  for (const Declaration *item : declaration.items) {
    const auto known = syntax::itemsOf(declaration.kind);
    if (item->kind == Declaration::Kind::parallel)
      context.diagnostics.report(diag::notYet, item->keyword, "parallel");
    else if (!contains(known, syntax::keyword(item->kind)))
      misplacedItem(context, *item, fmt::format("a {}", syntax::keyword(declaration.kind)),
                    fmt::format("{}", fmt::join(known, ", ")));
    checkBlock(context, *item); // as deep as the parser lets blocks nest
  }
}

} // namespace

void checkPlacement(Context &context) {
  for (const auto &module : context.modules)
    for (const Declaration *declaration : module->tree->declarations) {
      if (!contains(syntax::fileItems(), syntax::keyword(declaration->kind)))
        misplacedItem(context, *declaration, "a file", fmt::format("{}", fmt::join(syntax::fileItems(), ", ")));
      else if (declaration->kind == Declaration::Kind::change && module != context.modules.front())
        context.diagnostics.report(diag::changeImported, declaration->keyword, declaration->name.text);
      checkBlock(context, *declaration);
    }
}

} // namespace changec::sema
