// Names: what a file declares, what a name refers to, and what was meant when it refers to nothing.
// Private to this library.
#pragma once

#include "sema/Context.h"

#include <span>
#include <string>
#include <unordered_map>

namespace changec::sema {

/// Fills each module's tables. A name that is taken already is reported.
void declareNames(Context &context);

/// A declaration and the module it stands in.
struct Found {
  const syntax::Declaration *declaration = nullptr;
  const Module *module = nullptr;
  explicit operator bool() const { return declaration != nullptr; }
};

/// What a (qualified) name refers to in a module; nothing if nothing.
Found find(const Module &module, NameKind kind, std::span<const syntax::Name> path);
Found find(const Module &module, NameKind kind, std::string_view name);

/// As `find`; reports a name that refers to nothing, with what was probably meant.
Found resolve(Context &context, const Module &module, NameKind kind, std::span<const syntax::Name> path);
Found resolve(Context &context, const Module &module, NameKind kind, const syntax::Name &name);

/// Every name of a kind that a module sees without a qualifier, in alphabetical order. Names must all be declared.
std::span<const std::string_view> visibleNames(const Module &module, NameKind kind);

/// `postgres.dump`: the name of something as the plan's own file would call it.
std::string qualifiedName(const Module &module, std::string_view name);

/// Adds `did you mean` to a report.
void suggest(DiagnosticBuilder &builder, const syntax::Name &name, std::span<const std::string_view> candidates);

/// The names of a list, to find those that are there twice.
class FirstOfName {
public:
  /// The one that was there before, or null.
  const syntax::Name *add(const syntax::Name &name) {
    const auto [first, added] = names_.emplace(name.text, &name);
    return added ? nullptr : first->second;
  }

private:
  std::unordered_map<std::string_view, const syntax::Name *> names_;
};

/// `a.b` as written.
std::string dotted(std::span<const syntax::Name> path);

} // namespace changec::sema
