#include "sema/Names.h"

#include "diagnostics/Spelling.h"
#include "embedded/Library.h"

#include <algorithm>
#include <array>

namespace changec::sema {
namespace {

using Kind = syntax::Declaration::Kind;

std::optional<NameKind> nameKindOf(Kind kind) {
  switch (kind) {
  case Kind::person:
  case Kind::team:
  case Kind::desk: return NameKind::contact;
  case Kind::channel: return NameKind::channel;
  case Kind::resource: return NameKind::resource;
  case Kind::host:
  case Kind::hosts: return NameKind::host;
  case Kind::action:
  case Kind::checks: return NameKind::operation;
  case Kind::communicate: return NameKind::messages;
  case Kind::policy: return NameKind::policy;
  case Kind::param:
  case Kind::secret: return NameKind::value;
  default: return std::nullopt;
  }
}

std::string_view describe(NameKind kind) {
  constexpr std::array<std::string_view, nameKindCount> descriptions{
      "person, team or desk",     "channel",       "resource", "host",
      "action or list of checks", "`communicate`", "policy",   "parameter or secret"};
  return descriptions[static_cast<size_t>(kind)];
}

using NameTables = std::array<NameTable, nameKindCount>;

void declare(Context &context, Module &module, NameTables &shared, const syntax::Declaration &declaration) {
  const std::optional<NameKind> kind = nameKindOf(declaration.kind);
  if (!kind || !declaration.name.present())
    return;
  const bool isUse =
      declaration.kind == Kind::communicate && std::get<syntax::CommunicateDetails>(declaration.details).uses;
  if (isUse)
    return;
  module.names[static_cast<size_t>(*kind)].emplace(declaration.name.text, &declaration);
  // The names of a plan and of the files that it imports are one set; a library module's are its own.
  NameTable &names = module.library ? module.names[static_cast<size_t>(*kind)] : shared[static_cast<size_t>(*kind)];
  const auto [first, added] = names.emplace(declaration.name.text, &declaration);
  if (first->second == &declaration)
    return;
  // Files are read after those that import them: the one imported was there first.
  const bool imported = first->second->name.range.file < declaration.name.range.file;
  const syntax::Declaration &older = imported ? declaration : *first->second;
  const syntax::Declaration &newer = imported ? *first->second : declaration;
  context.diagnostics.report(diag::nameTwice, newer.name.range, syntax::keyword(older.kind), newer.name.text)
      .label(older.name.range, "the first one")
      .help("give one of them another name");
}

Found findPlain(const Module &module, NameKind kind, std::string_view name, std::vector<const Module *> &seen) {
  if (std::find(seen.begin(), seen.end(), &module) != seen.end())
    return {};
  seen.push_back(&module);
  const NameTable &table = module.names[static_cast<size_t>(kind)];
  if (const auto found = table.find(name); found != table.end())
    return {found->second, &module};
  for (const Module *imported : module.plain)
    if (const Found found = findPlain(*imported, kind, name, seen))
      return found;
  return {};
}

void collect(const Module &module, NameKind kind, std::vector<std::string_view> &names,
             std::vector<const Module *> &seen) {
  if (std::find(seen.begin(), seen.end(), &module) != seen.end())
    return;
  seen.push_back(&module);
  for (const auto &[name, declaration] : module.names[static_cast<size_t>(kind)])
    names.push_back(name);
  for (const Module *imported : module.plain)
    collect(*imported, kind, names, seen);
}

/// The library module of that last name, if there is one: `postgres` is in `std.postgres`.
bool libraryHas(std::string_view qualifier) {
  for (const embedded::File &file : embedded::Library()) {
    const std::string_view path = file.path;
    const size_t slash = path.rfind('/');
    if (slash != std::string_view::npos && path.substr(slash + 1) == fmt::format("{}.change", qualifier))
      return true;
  }
  return false;
}

void reportUnknownQualifier(Context &context, const Module &module, const syntax::Name &qualifier) {
  auto builder = context.diagnostics.report(diag::unknownQualifier, qualifier.range, qualifier.text);
  std::vector<std::string_view> candidates;
  for (const auto &[name, imported] : module.qualified)
    candidates.push_back(name);
  std::sort(candidates.begin(), candidates.end());
  if (libraryHas(qualifier.text)) {
    const Range top{module.tree->id, context.sources.file(module.tree->id).textStart(), 0};
    builder.edit("import it", {top.file, top.begin, top.begin}, fmt::format("import std.{}\n", qualifier.text), true);
  } else {
    suggest(builder, qualifier, candidates);
  }
}

/// What to do about a name that is like none.
void help(DiagnosticBuilder &builder, NameKind kind, std::string_view name, std::span<const std::string_view> known) {
  constexpr size_t most = 12;
  if (kind == NameKind::contact)
    builder.help(fmt::format("declare `person {} \"Full Name\" {{ ... }}`, or import the file that does", name));
  else if (!known.empty() && known.size() <= most)
    builder.note(fmt::format("there {} {}", known.size() == 1 ? "is" : "are", fmt::join(known, ", ")));
  if (kind == NameKind::operation)
    builder.help("shell stands between backticks; actions come from the library with `import`");
}

} // namespace

void declareNames(Context &context) {
  NameTables shared;
  for (const auto &module : context.modules)
    for (const syntax::Declaration *declaration : module->tree->declarations) {
      declare(context, *module, shared, *declaration);
      if (declaration->kind == Kind::change)
        for (const syntax::Declaration *item : declaration->items)
          declare(context, *module, shared, *item);
    }
}

Found find(const Module &module, NameKind kind, std::string_view name) {
  std::vector<const Module *> seen;
  return findPlain(module, kind, name, seen);
}

Found find(const Module &module, NameKind kind, std::span<const syntax::Name> path) {
  if (path.size() == 1)
    return find(module, kind, path[0].text);
  if (path.size() != 2)
    return {};
  const auto qualified = module.qualified.find(path[0].text);
  return qualified == module.qualified.end() ? Found{} : find(*qualified->second, kind, path[1].text);
}

Found resolve(Context &context, const Module &module, NameKind kind, std::span<const syntax::Name> path) {
  if (const Found found = find(module, kind, path))
    return found;
  if (path.size() > 1 && !module.qualified.contains(path[0].text)) {
    if (!context.namesIncomplete)
      reportUnknownQualifier(context, module, path[0]);
    return {};
  }
  const syntax::Name &last = path.back();
  const Module &where = path.size() > 1 ? *module.qualified.at(path[0].text) : module;
  std::span<const std::string_view> candidates;
  if (!context.diagnostics.isFull())
    candidates = visibleNames(where, kind);
  const bool meantOne = closest(last.text, candidates).has_value();
  if (context.namesIncomplete && !meantOne)
    return {};
  auto builder = context.diagnostics.report(diag::unknownName, last.range, describe(kind), dotted(path));
  if (path.size() == 1)
    for (const auto &[qualifier, imported] : module.qualified)
      if (find(*imported, kind, last.text)) {
        builder.edit(fmt::format("`{}` has one", qualifier), last.range, fmt::format("{}.{}", qualifier, last.text),
                     true);
        return {};
      }
  if (meantOne)
    suggest(builder, last, candidates);
  else
    help(builder, kind, last.text, candidates);
  return {};
}

Found resolve(Context &context, const Module &module, NameKind kind, const syntax::Name &name) {
  return resolve(context, module, kind, std::span(&name, 1));
}

std::span<const std::string_view> visibleNames(const Module &module, NameKind kind) {
  std::vector<std::string_view> &names = module.visible[static_cast<size_t>(kind)];
  if (!names.empty())
    return names;
  std::vector<const Module *> seen;
  collect(module, kind, names, seen);
  std::sort(names.begin(), names.end());
  return names;
}

std::string qualifiedName(const Module &module, std::string_view name) {
  return module.library ? fmt::format("{}.{}", module.qualifier, name) : std::string(name);
}

void suggest(DiagnosticBuilder &builder, const syntax::Name &name, std::span<const std::string_view> candidates) {
  if (const auto meant = closest(name.text, candidates))
    builder.edit(fmt::format("did you mean `{}`?", *meant), name.range, std::string(*meant), true);
}

std::string dotted(std::span<const syntax::Name> path) {
  std::string result;
  for (const syntax::Name &part : path) {
    result += result.empty() ? "" : ".";
    result += part.text;
  }
  return result;
}

} // namespace changec::sema
