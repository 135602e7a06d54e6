#include "sema/Contacts.h"
#include "sema/Quoted.h"

#include "sema/AddressForms.h"
#include "sema/Names.h"
#include "sema/Parameters.h"
#include "sema/Texts.h"
#include "syntax/Blank.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace changec::sema {
namespace {

using syntax::Declaration;
using Kind = Declaration::Kind;

constexpr std::array<std::string_view, 4> builtInChannels{"phone", "email", "webhook", "ticket"};

bool isContact(Kind kind) {
  return kind == Kind::person || kind == Kind::team || kind == Kind::desk;
}

std::vector<std::string_view> channelNames(const Context &context) {
  std::vector<std::string_view> names;
  for (const plan::Channel &channel : context.plan.channels)
    names.push_back(channel.name);
  return names;
}

uint32_t findChannel(const Context &context, std::string_view name) {
  const auto found = context.channels.find(name);
  return found == context.channels.end() ? plan::none : found->second;
}

void addChannel(Context &context, std::string_view name, plan::Channel channel) {
  context.channels.emplace(name, static_cast<uint32_t>(context.plan.channels.size()));
  context.plan.channels.push_back(std::move(channel));
}

uint32_t reportUnknownChannel(Context &context, const syntax::Name &name) {
  if (context.namesIncomplete || context.diagnostics.isFull())
    return plan::none;
  constexpr size_t mostShown = 12;
  auto builder = context.diagnostics.report(diag::unknownName, name.range, "channel", name.text);
  std::vector<std::string_view> known = channelNames(context);
  suggest(builder, name, known);
  known.resize(std::min(known.size(), mostShown));
  builder.note(fmt::format("there are {}", fmt::join(known, ", ")));
  return plan::none;
}

/// A number of characters; at least 1, and no more than what a file can hold.
uint32_t readLimit(const syntax::Literal &literal) {
  uint32_t value = 0;
  const char *end = literal.raw.data() + literal.raw.size();
  const auto read = std::from_chars(literal.raw.data(), end, value);
  return read.ec == std::errc{} && value > 0 ? value : UINT32_MAX;
}

plan::Channel builtInChannel(std::string_view name) {
  plan::Channel channel;
  channel.name = name;
  channel.builtIn = true;
  if (name == "phone")
    channel.manual = "Call them.";
  else if (name == "ticket")
    channel.manual = "Raise a ticket, or add to the one there is.";
  return channel;
}

/// How a channel sends. `ticket` is built in as something that a person does, and may be declared.
void declareChannel(Context &context, const Declaration &declaration) {
  const auto &details = std::get<syntax::ChannelDetails>(declaration.details);
  if (!details.send && !details.manual && !declaration.damaged)
    context.diagnostics.report(diag::missingClause, declaration.name.range, "channel", declaration.name.text, "send")
        .help("write `send` and the shell text that sends `$subject` and `$body` to `$to`");
  plan::Channel channel;
  channel.name = declaration.name.text;
  channel.send = details.send ? shellText(*details.send) : std::string{};
  if (details.manual && !details.send)
    channel.manual = readPlain(context, *details.manual);
  if (details.limit)
    channel.limit = readLimit(*details.limit);
  for (const Declaration *item : declaration.items)
    if (item->kind == Kind::secret)
      if (std::optional<plan::Secret> secret = readSecret(context, *item))
        channel.secrets.push_back(std::move(*secret));
  channel.place = context.place(declaration.name.range);
  if (const uint32_t builtIn = findChannel(context, channel.name); builtIn != plan::none)
    context.plan.channels[builtIn] = std::move(channel);
  else
    addChannel(context, declaration.name.text, std::move(channel));
}

void lowerChannels(Context &context) {
  for (const std::string_view name : builtInChannels)
    addChannel(context, name, builtInChannel(name));
  for (const auto &module : context.modules)
    for (const Declaration *declaration : module->tree->declarations) {
      if (declaration->kind != Kind::channel || !declaration->name.present())
        continue;
      if (declaration->name.text != "ticket" &&
          std::find(builtInChannels.begin(), builtInChannels.end(), declaration->name.text) != builtInChannels.end()) {
        context.diagnostics.report(diag::nameTwice, declaration->name.range, "channel", declaration->name.text)
            .note("it is built in");
        continue;
      }
      declareChannel(context, *declaration);
    }
}

class ContactReader {
public:
  ContactReader(Context &context, const Module &module, const Declaration &declaration, plan::Contact &contact)
      : context_(context), module_(module), declaration_(declaration), contact_(contact) {}

  void run() {
    FirstOfName seen;
    for (const syntax::Attribute &attribute : std::get<syntax::ContactDetails>(declaration_.details).attributes) {
      if (const syntax::Name *first = seen.add(attribute.key))
        context_.diagnostics.report(diag::clauseTwice, attribute.range, attribute.key.text)
            .label(first->range, "the first one")
            .edit("leave out one of them", attribute.range, "", false);
      else
        read(attribute);
    }
  }

private:
  Context &context_;
  const Module &module_;
  const Declaration &declaration_;
  plan::Contact &contact_;

  void read(const syntax::Attribute &attribute) {
    if (attribute.key.text == "members" || attribute.key.text == "lead")
      return people(attribute);
    if (!attribute.content)
      return;
    const auto *text = std::get_if<syntax::Text>(&attribute.content->what);
    if (text == nullptr) {
      context_.diagnostics.report(diag::unexpectedToken, attribute.content->range, "text in quotes",
                                  fmt::format("`{}`", quoted(context_.text(attribute.content->range))));
      return;
    }
    std::string value = readPlain(context_, *text);
    if (attribute.key.text == "role") {
      contact_.role = std::move(value);
    } else if (findChannel(context_, attribute.key.text) == plan::none) {
      (void)reportUnknownChannel(context_, attribute.key);
    } else {
      judgeAddress(attribute.key.text, value, *text);
      // One that is none is an address all the same for who is told by it: the mistake is here.
      contact_.addresses.push_back({std::string(attribute.key.text), value.empty() ? "?" : std::move(value)});
    }
  }

  void judgeAddress(std::string_view channel, std::string_view value, const syntax::Text &written) {
    const bool isText = !value.empty() && value.find('\n') == std::string_view::npos;
    const std::string_view flaw = isText ? addressFlaw(channel, value) : std::string_view();
    if (isText && (flaw.empty() || !syntax::blankIn(written.raw).empty()))
      return;
    auto report = context_.diagnostics.report(diag::notAnAddress, written.range, channel);
    if (!flaw.empty())
      report.note(std::string(flaw));
  }

  void people(const syntax::Attribute &attribute) {
    if (declaration_.kind != Kind::team) {
      context_.diagnostics.report(diag::misplacedClause, attribute.key.range, attribute.key.text,
                                  syntax::keyword(declaration_.kind));
      return;
    }
    for (const syntax::Name &name : attribute.names) {
      const Found found = resolve(context_, module_, NameKind::contact, name);
      if (!found)
        continue;
      if (found.declaration->kind != Kind::person) {
        context_.diagnostics.report(diag::notAPerson, name.range, name.text, syntax::keyword(found.declaration->kind))
            .label(found.declaration->name.range, "declared here");
        continue;
      }
      const uint32_t person = context_.contacts.at(found.declaration);
      if (attribute.key.text == "lead")
        contact_.lead = person;
      else
        contact_.members.push_back(person);
    }
  }
};

} // namespace

void lowerContacts(Context &context) {
  lowerChannels(context);
  struct Pending {
    const Module *module;
    const Declaration *declaration;
  };
  std::vector<Pending> pending;
  for (const auto &module : context.modules)
    for (const Declaration *declaration : module->tree->declarations)
      if (isContact(declaration->kind) && declaration->name.present()) {
        plan::Contact contact;
        contact.kind = declaration->kind == Kind::person ? plan::ContactKind::person
                       : declaration->kind == Kind::team ? plan::ContactKind::team
                                                         : plan::ContactKind::desk;
        contact.name = declaration->name.text;
        contact.title = declaration->title ? readPlain(context, *declaration->title) : contact.name;
        contact.place = context.place(declaration->name.range);
        context.contacts[declaration] = static_cast<uint32_t>(context.plan.contacts.size());
        context.plan.contacts.push_back(std::move(contact));
        pending.push_back({module.get(), declaration});
      }
  for (const Pending &item : pending)
    ContactReader(context, *item.module, *item.declaration,
                  context.plan.contacts[context.contacts.at(item.declaration)])
        .run();
}

uint32_t contactNamed(Context &context, const Module &module, const syntax::Name &name) {
  const Found found = resolve(context, module, NameKind::contact, name);
  return found ? context.contacts.at(found.declaration) : plan::none;
}

uint32_t ownerNamed(Context &context, const Module &module, const syntax::Name &name) {
  const Found found = resolve(context, module, NameKind::contact, name);
  if (!found)
    return plan::none;
  const uint32_t index = context.contacts.at(found.declaration);
  const plan::Contact &contact = context.plan.contacts[index];
  if (contact.kind == plan::ContactKind::desk) {
    context.diagnostics.report(diag::ownerNotAPerson, name.range, fmt::format("'{}' is a desk", name.text))
        .label(found.declaration->name.range, "declared as a desk here")
        .help("name a person, or a team with a lead; a desk is somebody to tell");
    return plan::none;
  }
  if (contact.kind == plan::ContactKind::team && contact.lead == plan::none && !found.declaration->damaged) {
    context.diagnostics.report(diag::ownerNotAPerson, name.range, fmt::format("team '{}' has no lead", name.text))
        .label(found.declaration->name.range, "the team is declared here")
        .help("give the team a `lead`: it owns through one person");
    return plan::none;
  }
  return index;
}

uint32_t channelNamed(Context &context, const Module & /*module*/, const syntax::Name &name) {
  const uint32_t index = findChannel(context, name.text);
  return index != plan::none ? index : reportUnknownChannel(context, name);
}

} // namespace changec::sema
