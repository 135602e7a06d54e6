// What would take back a common command of the shell. Private to this library.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace changec::sema {

/// What a row of the table knows of one command. In its texts `{1}` is an operand as written, `{=1}` one that must be
/// plain letters (else the row says nothing), `{k1}` the same up to its `=`, `{@1}` one as a value of the language,
/// `{0}` the command's first word, `{kept}` the options to go on with.
struct InverseRow {
  /// Words with alternatives (`-A|-I`), operands (`{1}`), and at the end maybe `*` for anything.
  std::string_view command;
  std::string_view flags = "";    ///< Options that may stand, without a value.
  std::string_view needed = "";   ///< Flags that must stand.
  std::string_view valued = "";   ///< Options that may stand, with a value.
  std::string_view kept = "";     ///< The same, and the inverse takes them too.
  std::string_view remember = ""; ///< Shell that reads what was there, for the variable `before`.
  std::string_view undo = "";     ///< Shell; empty where only `keep` or `library` helps.
  std::string_view keep = "";     ///< Values: what `keep` keeps, blank-separated.
  std::string_view library = "";  ///< A call of the library that brings its own inverse.
  std::string_view judge = "";    ///< What a person has to judge.
};

/// Every row, in order: of those that fit a command, the first counts.
std::span<const InverseRow> inverseRows();

/// An inverse for a person to judge.
struct InverseProposal {
  std::string remember;          ///< Shell; empty where nothing need be read before.
  std::string undo;              ///< Shell.
  std::vector<std::string> keep; ///< Values.
  std::string library;           ///< `service.stop("nginx")`
  std::string_view judge;
  std::string row; ///< The row that it is from: its command and the flags it needs.
};

/// What the table proposes for one command, `variable` being the name of what is read before. Nothing for what is not
/// one plain command that the table knows in just this form. `isParameter` tells which variables are values of the
/// plan.
std::optional<InverseProposal> proposeInverse(std::string_view shell, std::string_view variable,
                                              const std::function<bool(std::string_view)> &isParameter);

} // namespace changec::sema
