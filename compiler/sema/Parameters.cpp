#include "sema/Parameters.h"

#include "diagnostics/Spelling.h"
#include "sema/Names.h"
#include "sema/Values.h"
#include "syntax/Characters.h"

#include <algorithm>
#include <array>

namespace changec::sema {
namespace {

using syntax::Declaration;

/// Variables that shells or the runtime use themselves (POSIX.1-2017, 2.5.3, and what common shells add).
constexpr std::array<std::string_view, 34> shellVariables{
    "CDPATH",  "COLUMNS", "DISPLAY", "EDITOR", "ENV",      "BASH_ENV", "EUID",  "FPATH",   "HISTFILE",
    "HOME",    "IFS",     "LANG",    "LC_ALL", "LC_CTYPE", "LINENO",   "LINES", "LOGNAME", "MAIL",
    "NLSPATH", "OLDPWD",  "OPTARG",  "OPTIND", "PATH",     "PPID",     "PS1",   "PS2",     "PS4",
    "PWD",     "RANDOM",  "SECONDS", "SHELL",  "TERM",     "UID",      "USER"};

struct Given {
  std::string value;
  std::string origin; ///< `-D release`, `params.txt:3`.
  bool used = false;
};
using GivenValues = std::vector<std::pair<std::string, Given>>;

Given *findGiven(GivenValues &values, std::string_view name) {
  const auto found =
      std::find_if(values.rbegin(), values.rend(), [&](const auto &entry) { return entry.first == name; });
  return found == values.rend() ? nullptr : &found->second;
}

/// Lines of `name = value`; `//` and `#` begin comments at a line's start. Values may stand in quotes.
void readParameterFile(Context &context, GivenValues &values) {
  const std::string &path = context.options.parameterFile;
  if (path.empty())
    return;
  const SourceManager::Loaded loaded = context.sources.load(path, path);
  if (loaded.error) {
    context.diagnostics.report(diag::fileNotReadable, Range{}, path, loaded.error->reason);
    return;
  }
  const SourceFile &file = context.sources.file(loaded.file);
  if (const auto flaw = file.encodingFlaw()) {
    context.diagnostics.report(diag::notText, {loaded.file, flaw->offset, flaw->offset + flaw->length}, flaw->reason);
    return;
  }
  for (unsigned number = 1; number <= file.lineCount(); ++number) {
    const std::string_view line = syntax::trimmed(file.lineText(number));
    if (line.empty() || line.starts_with("//") || line.starts_with("#") || line == "\xEF\xBB\xBF")
      continue;
    const uint32_t begin = file.lineStart(number);
    const Range range{loaded.file, begin, begin + static_cast<uint32_t>(file.lineText(number).size())};
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos) {
      context.diagnostics.report(diag::malformedParameterLine, range).help("a line is `name = value`");
      continue;
    }
    std::string_view value = syntax::trimmed(line.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    values.emplace_back(std::string(syntax::trimmed(line.substr(0, equals))),
                        Given{std::string(value), fmt::format("{}:{}", path, number)});
  }
}

std::string standIn(Type type, std::string_view name) {
  switch (type.base) {
  case Type::Base::integer: return "0";
  case Type::Base::boolean: return "false";
  case Type::Base::duration: return "60";
  default: return fmt::format("<{}>", name);
  }
}

void lowerParameter(Lowering &lowering, const Declaration &declaration, GivenValues &given) {
  Context &context = lowering.context;
  const auto &details = std::get<syntax::ParamDetails>(declaration.details);
  if (!checkVariableName(context, declaration.name, "parameter"))
    return;
  const std::optional<Type> type = readType(context, details.type, false);
  std::optional<plan::Text> value;
  if (type && details.initial)
    value = readValueAs(context, *details.initial, *type, lowering.textNames(lowering.parameters));
  const Type known = type.value_or(Type{});
  std::string text = value ? value->constant().value_or("") : standIn(known, declaration.name.text);
  if (Given *definition = findGiven(given, declaration.name.text)) {
    definition->used = true;
    if (const auto read = readForeign(known, definition->value))
      text = *read;
    else
      context.diagnostics
          .report(diag::badParameterValue, declaration.name.range, declaration.name.text, definition->value,
                  show(known))
          .note(fmt::format("given by {}", definition->origin));
  } else if (!details.initial && context.options.demandValues) {
    context.diagnostics.report(diag::missingParameter, declaration.name.range, declaration.name.text)
        .help(fmt::format("give it with `-D {}=VALUE` or in a file with `--params`, or write a default",
                          declaration.name.text));
  }
  context.plan.parameters.push_back({std::string(declaration.name.text), show(known), text, readDoc(declaration.doc),
                                     context.place(declaration.name.range)});
  plan::Text constant;
  if (!text.empty())
    constant.parts.emplace_back(plan::Text::Literal{std::move(text)});
  lowering.parameters.add({declaration.name.text, known, std::move(constant), declaration.name.range, false});
}

void lowerSecret(Lowering &lowering, const Declaration &declaration) {
  Context &context = lowering.context;
  std::optional<plan::Secret> secret = readSecret(context, declaration);
  if (!secret)
    return;
  plan::Text value;
  value.parts.emplace_back(plan::Text::Secret{static_cast<uint32_t>(context.plan.secrets.size())});
  context.plan.secrets.push_back(std::move(*secret));
  lowering.parameters.add(
      {declaration.name.text, {Type::Base::secret, false}, std::move(value), declaration.name.range, true});
}

void reportUnused(Lowering &lowering, const GivenValues &given) {
  if (lowering.change->damaged) // a parameter that cannot be read may have been meant
    return;
  std::vector<std::string_view> names;
  for (const plan::Parameter &parameter : lowering.context.plan.parameters)
    names.push_back(parameter.name);
  for (const auto &[name, value] : given) {
    if (value.used || std::find(names.begin(), names.end(), name) != names.end())
      continue;
    auto builder = lowering.context.diagnostics.report(diag::unknownParameter, Range{}, name);
    builder.note(fmt::format("given by {}", value.origin));
    if (const auto meant = closest(name, names))
      builder.help(fmt::format("did you mean `{}`?", *meant));
  }
}

} // namespace

std::optional<plan::Secret> readSecret(Context &context, const Declaration &declaration) {
  const auto &details = std::get<syntax::SecretDetails>(declaration.details);
  if (!checkVariableName(context, declaration.name, "secret"))
    return std::nullopt;
  plan::Secret secret;
  secret.name = declaration.name.text;
  secret.place = context.place(declaration.name.range);
  if (details.origin.text == "file") {
    secret.source = plan::SecretSource::file;
  } else if (details.origin.text != "env") {
    context.diagnostics
        .report(diag::unknownWord, details.origin.range, "source of a secret", details.origin.text, "env, file")
        .help("write `from env \"VARIABLE\"` or `from file \"PATH\"`");
  }
  secret.from = readPlain(context, *details.content);
  return secret;
}

bool checkVariableName(Context &context, const syntax::Name &name, std::string_view what) {
  if (name.text.find('-') != std::string_view::npos) {
    std::string mended(name.text);
    std::replace(mended.begin(), mended.end(), '-', '_');
    context.diagnostics.report(diag::nameNotForShell, name.range, what, name.text, "it has a hyphen")
        .edit(fmt::format("write `{}`", mended), name.range, mended, false);
    return false;
  }
  if (std::find(shellVariables.begin(), shellVariables.end(), name.text) != shellVariables.end() ||
      name.text.starts_with("cx_") || name.text == "_") {
    context.diagnostics
        .report(diag::nameNotForShell, name.range, what, name.text, "shells or the scripts use it themselves")
        .help("choose another name");
    return false;
  }
  return true;
}

void lowerParameters(Lowering &lowering) {
  GivenValues given;
  readParameterFile(lowering.context, given);
  for (const auto &[name, value] : lowering.context.options.definitions)
    given.emplace_back(name, Given{value, fmt::format("-D {}", name)});
  for (const Declaration *item : lowering.change->items) {
    if (item->kind == Declaration::Kind::param)
      lowerParameter(lowering, *item, given);
    else if (item->kind == Declaration::Kind::secret)
      lowerSecret(lowering, *item);
  }
  reportUnused(lowering, given);
}

} // namespace changec::sema
