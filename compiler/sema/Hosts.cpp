#include "sema/Hosts.h"

#include "sema/Names.h"

namespace changec::sema {
namespace {

using syntax::Declaration;

void refuse(Context &context, const Module &module, const syntax::Clause &clause, const syntax::OnHosts &on) {
  bool known = true;
  for (const syntax::Name &host : on.hosts)
    known &= static_cast<bool>(resolve(context, module, NameKind::host, host));
  if (known)
    context.diagnostics.report(diag::notYet, clause.keyword, "on HOSTS")
        .help("leave out `on`: the shell text then runs where the script runs, and may use ssh itself");
}

void resolveTargets(Context &context, const Module &module, const Declaration &declaration) {
  for (const syntax::Clause &clause : declaration.clauses)
    if (const auto *on = std::get_if<syntax::OnHosts>(&clause.what))
      refuse(context, module, clause, *on);
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
