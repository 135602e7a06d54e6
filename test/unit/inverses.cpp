// Reads commands of shell, a line each, and prints what the compiler proposes as their inverses. `path` and `unit` are
// parameters of the plan. The last line says how many rows of the table were proposed from.
#include "sema/InverseProposals.h"

#include <fmt/format.h>

#include <iostream>
#include <set>
#include <string>

using namespace changec::sema;

int main() {
  std::set<std::string> rows;
  for (std::string command; std::getline(std::cin, command);) {
    fmt::print("{}\n", command);
    const auto proposal = proposeInverse(command, "before", [](auto name) { return name == "path" || name == "unit"; });
    if (!proposal) {
      fmt::print("  nothing\n");
      continue;
    }
    rows.insert(proposal->row);
    if (!proposal->library.empty())
      fmt::print("  library  {}\n", proposal->library);
    if (!proposal->remember.empty())
      fmt::print("  remember {}\n", proposal->remember);
    if (!proposal->undo.empty())
      fmt::print("  undo     {}\n", proposal->undo);
    for (const std::string &kept : proposal->keep)
      fmt::print("  keep     {}\n", kept);
    if (!proposal->judge.empty())
      fmt::print("  judge    {}\n", proposal->judge);
  }
  for (const InverseRow &row : inverseRows())
    if (!rows.contains(std::string(row.command) + std::string(row.needed)))
      fmt::print("not proposed from: {}\n", row.command);
  fmt::print("{} of {} rows\n", rows.size(), inverseRows().size());
}
