// Templates of plans: what each asks for, and the plan that the answers make. No terminal and no file is in here.
#pragma once

#include "plan/Time.h"
#include "syntax/Tree.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace changec::templates {

/// What a template asks of the author.
struct Question {
  std::string_view name; ///< `database`
  std::string_view asks; ///< `the name of the PostgreSQL database`
};

/// `compiler/templates/plans/NAME.template`: lines `//? purpose`, `//? NAME: what it asks for`, `//? window: soon`
/// where the plan is for now, then a plan with `@{NAME}` for answers.
struct Template {
  std::string_view name;
  std::string_view purpose;
  bool soon = false;
  std::vector<Question> questions;
  std::string_view text; ///< Without those lines.
};

/// All templates, by name.
std::vector<Template> allTemplates();

/// Answers that every template uses besides its own: `id`, `title`, `manager`, `owner`, `desk` (names of the language),
/// `start`, `end` (times as the language writes them), `zone`.
using Answers = std::map<std::string, std::string, std::less<>>;

/// The plan, not yet formatted. `people`: the file to import the people from; empty: they are declared, with blanks, as
/// is a manager, owner or desk that no answer names. A question of the template that has no answer becomes a blank.
std::string fillIn(const Template &form, const Answers &given, std::string_view people);

/// Names of people that a file declares, for a choice among them.
struct DeclaredPeople {
  std::vector<std::string> owners; ///< Persons and teams.
  std::vector<std::string> desks;
};
DeclaredPeople peopleIn(const syntax::File &file);

/// The window that is proposed: four hours, from Saturday 22:00 in the zone, or from the next full hour for a plan that
/// is for now; as the language writes times.
struct ProposedWindow {
  std::string start;
  std::string end;
};
ProposedWindow proposeWindow(const Template &form, plan::Instant now, const plan::Zone &zone);

} // namespace changec::templates
