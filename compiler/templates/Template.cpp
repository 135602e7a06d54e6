#include "templates/Template.h"

#include "embedded/Plans.h"

#include <fmt/format.h>

#include <set>

namespace changec::templates {
namespace {

constexpr std::string_view mark = "//? ";

std::string_view takeLine(std::string_view &text) {
  const size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

Template read(const embedded::File &file) {
  Template form;
  form.name = file.path.substr(0, file.path.rfind('.'));
  form.text = file.text;
  while (form.text.starts_with(mark)) {
    const std::string_view line = takeLine(form.text).substr(mark.size());
    const size_t colon = line.find(": ");
    // The purpose comes first, and may have a colon.
    if (form.purpose.empty())
      form.purpose = line;
    else if (line == "window: soon")
      form.soon = true;
    else if (colon != std::string_view::npos)
      form.questions.push_back({line.substr(0, colon), line.substr(colon + 2)});
  }
  return form;
}

/// Whether an answer is a word of the plan; else it stands in a string.
bool isWord(std::string_view name) {
  for (const std::string_view word : {"id", "manager", "owner", "desk", "start", "end"})
    if (name == word)
      return true;
  return false;
}

/// As it stands between the quotes of a string.
std::string inString(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' || c == '\\' || (c == '$' && text.substr(at + 1, 1) == "{"))
      out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out;
}

/// Somebody whom every template names.
struct Part {
  std::string_view question;
  std::string_view kind;
  std::string_view name; ///< Where no answer gives one.
  std::string_view who;
  std::string_view phone;
};
constexpr Part parts[] = {
    {"manager", "person", "change_manager", "<the name of who is accountable for it>", "<their phone number>"},
    {"owner", "person", "engineer", "<the name of who does it>", "<their phone number>"},
    {"desk", "desk", "service_desk", "<the name of the desk that has to know>", "<its phone number>"},
};

/// Where the people come from: the file that has them, and declarations of those whom it has not. Gives these a name.
std::string peopleOf(std::string_view file, Answers &answers) {
  std::string text = file.empty() ? "" : fmt::format("import \"{}\"\n", inString(file));
  std::set<std::string> declared;
  for (const Part &part : parts) {
    std::string &name = answers[std::string(part.question)];
    if (!name.empty() && !file.empty())
      continue;
    if (name.empty())
      name = part.name;
    if (declared.insert(name).second)
      text += fmt::format("\n{} {} \"{}\" {{\n  phone \"{}\"\n}}\n", part.kind, name, part.who, part.phone);
  }
  return text;
}

std::string answerTo(const Template &form, std::string_view name, const Answers &answers) {
  const auto found = answers.find(name);
  if (found != answers.end() && !found->second.empty())
    return isWord(name) ? found->second : inString(found->second);
  for (const Question &question : form.questions)
    if (question.name == name)
      return fmt::format("<{}>", question.asks);
  return {};
}

} // namespace

std::vector<Template> allTemplates() {
  std::vector<Template> forms;
  for (const embedded::File &file : embedded::Plans())
    forms.push_back(read(file));
  return forms;
}

std::string fillIn(const Template &form, const Answers &given, std::string_view people) {
  Answers answers = given;
  const std::string contacts = peopleOf(people, answers);
  std::string out;
  for (std::string_view rest = form.text; !rest.empty();) {
    const size_t begin = rest.find("@{");
    out += rest.substr(0, begin);
    if (begin == std::string_view::npos)
      break;
    const size_t end = rest.find('}', begin);
    const std::string_view name = rest.substr(begin + 2, end - begin - 2);
    out += name == "people" ? contacts : answerTo(form, name, answers);
    rest.remove_prefix(end + 1);
  }
  return out;
}

DeclaredPeople peopleIn(const syntax::File &file) {
  DeclaredPeople people;
  for (const syntax::Declaration *declaration : file.declarations) {
    using Kind = syntax::Declaration::Kind;
    if (declaration->kind == Kind::person || declaration->kind == Kind::team)
      people.owners.emplace_back(declaration->name.text);
    else if (declaration->kind == Kind::desk)
      people.desks.emplace_back(declaration->name.text);
  }
  return people;
}

ProposedWindow proposeWindow(const Template &form, plan::Instant now, const plan::Zone &zone) {
  constexpr plan::Duration hour = 3600;
  constexpr plan::Duration day = 24 * hour;
  constexpr size_t timeLength = 16; // `2026-12-05T22:00`
  const auto written = [&](plan::Instant instant) { return plan::formatTime(instant, zone).substr(0, timeLength); };
  if (form.soon) {
    const plan::Instant start = (now / hour + 1) * hour;
    return {written(start), written(start + 4 * hour)};
  }
  // 1970-01-03 was a Saturday.
  constexpr plan::Duration saturday = 2;
  const plan::Instant local = now + plan::offsetAt(now, zone);
  const plan::Duration today = local / day;
  plan::Duration date = today + (saturday - today % 7 + 7) % 7;
  if (date * day + 22 * hour <= local)
    date += 7;
  const plan::Zone utc = plan::Zone::utc();
  return {plan::formatTime(date * day + 22 * hour, utc).substr(0, timeLength),
          plan::formatTime(date * day + 26 * hour, utc).substr(0, timeLength)};
}

} // namespace changec::templates
