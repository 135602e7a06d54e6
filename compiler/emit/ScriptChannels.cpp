#include "emit/ScriptChannels.h"

#include "emit/InvolvedContacts.h"
#include "emit/MailHeaders.h"
#include "emit/People.h"
#include "emit/ScriptOperations.h"
#include "emit/ShellText.h"
#include "emit/Texts.h"

#include <algorithm>

namespace changec::emit {

namespace {

bool hasChannel(const plan::Plan &plan, const plan::Route &route, std::string_view name) {
  return std::any_of(route.deliveries.begin(), route.deliveries.end(),
                     [&](const plan::Delivery &it) { return plan.channels[it.channel].name == name; });
}

std::string caseFunction(std::string_view name, std::string_view subject, std::string_view cases) {
  std::string out;
  if (cases.empty())
    put(out, {name, "() { :; }\n\n"});
  else
    put(out, {name, "() {\n  case ", subject, " in\n", cases, "  esac\n}\n\n"});
  return out;
}

std::string secretLines(const plan::Channel &channel) {
  std::string out;
  for (const plan::Secret &secret : channel.secrets)
    put(out, {out.empty() ? "" : " &&\n      ",
              secret.source == plan::SecretSource::file ? "cx_channel_secret_file " : "cx_channel_secret ", secret.name,
              " ", shellWord(secret.from)});
  return out;
}

} // namespace

bool usesEmail(const plan::Plan &plan) {
  return std::any_of(plan.messages.begin(), plan.messages.end(), [&](const plan::Message &message) {
    return std::any_of(message.routes.begin(), message.routes.end(),
                       [&](const plan::Route &route) { return hasChannel(plan, route, "email"); }) ||
           std::any_of(message.unless.begin(), message.unless.end(),
                       [&](const plan::Escalation &it) { return hasChannel(plan, it.route, "email"); });
  });
}

std::string channelFunctions(const plan::Plan &plan) {
  std::string texts;
  std::string sends;
  std::string kinds;
  std::string secrets;
  for (size_t i = 0; i < plan.channels.size(); ++i) {
    const plan::Channel &channel = plan.channels[i];
    const std::string name = journalWord(channel.name);
    if (!channel.manual.empty())
      put(kinds, {"  '", name, "') cx_channel_kind=manual cx_channel_words=", shellWord(channel.manual), " ;;\n"});
    if (const std::string lines = secretLines(channel); !lines.empty())
      put(secrets, {"  '", name, "')\n    ", lines, "\n    ;;\n"});
    if (channel.send.empty())
      continue;
    const std::string function = "send_" + std::to_string(i + 1);
    put(sends, {"  '", name, "') ", function, " ;;\n"});
    put(texts, {"# Channel ", name, " - ", placeWord(plan, channel.place), "\n", function, "() {\n  "});
    appendHereDocument(texts, channel.send);
    texts += "}\n\n";
  }
  return texts + caseFunction("plan_channel", "$1", sends) + caseFunction("plan_channel_kind", "$1", kinds) +
         caseFunction("plan_channel_secrets", "$1", secrets);
}

namespace {

/// Whether a contact may be called by its title: two can have one, or one the name of the other.
bool tellsWho(const plan::Plan &plan, const plan::Contact &contact) {
  return std::all_of(plan.contacts.begin(), plan.contacts.end(), [&](const plan::Contact &other) {
    return other.name != contact.title && (&other == &contact || other.title != contact.title);
  });
}

} // namespace

std::string peopleFunctions(const plan::Plan &plan) {
  std::string addresses;
  std::string pages;
  std::string texts;
  std::string list;
  for (const uint32_t index : involvedContacts(plan)) {
    const plan::Contact &contact = plan.contacts[index];
    const std::string name = shellWord(contact.name);
    std::string pattern = name;
    if (tellsWho(plan, contact))
      put(pattern, {" | ", shellWord(contact.title)});
    const std::string function = "person_" + std::to_string(index + 1);
    put(pages, {"  ", pattern, ") ", function, " ;;\n"});
    put(texts, {function, "() {\n  printf '%b' ", shellWord(printfEscapes(personPage(plan, index))), "\n}\n\n"});
    put(list, {"  printf '%s\\n' ", shellWord(contact.name + ": " + contact.title), "\n"});
    std::string ways;
    for (const plan::Address &address : contact.addresses)
      put(ways, {"    ", shellWord(address.channel), ") printf %s ", shellWord(oneLine(address.address)), " ;;\n"});
    if (!ways.empty())
      put(addresses, {"  ", pattern, ")\n    case $2 in\n", ways, "    esac\n    ;;\n"});
  }
  put(pages, {"  *) return 1 ;;\n"});
  return texts + caseFunction("plan_person", "$1", pages) + caseFunction("plan_address", "$1", addresses) +
         "plan_people() {\n" + (list.empty() ? "  :\n" : list) + "}\n\n";
}

} // namespace changec::emit
