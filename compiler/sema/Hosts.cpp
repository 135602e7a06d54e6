#include "sema/Hosts.h"

#include "sema/Names.h"

namespace changec::sema {
namespace {

using syntax::Declaration;

void resolveTargets(Context &context, const Module &module, const Declaration &declaration) {
  for (const syntax::Clause &clause : declaration.clauses)
    if (const auto *on = std::get_if<syntax::OnHosts>(&clause.what))
      for (const syntax::Name &host : on->hosts)
        (void)resolve(context, module, NameKind::host, host);
  for (const Declaration *item : declaration.items)
    resolveTargets(context, module, *item); // as deep as the parser lets blocks nest
}

} // namespace

void resolveHosts(Context &context) {
  for (const auto &module : context.modules)
    for (const Declaration *declaration : module->tree->declarations) {
      if (declaration->kind == Declaration::Kind::hosts)
        for (const syntax::Name &member : std::get<syntax::HostDetails>(declaration->details).members)
          (void)resolve(context, *module, NameKind::host, member);
      resolveTargets(context, *module, *declaration);
    }
}

} // namespace changec::sema
