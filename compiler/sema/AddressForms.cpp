#include "sema/AddressForms.h"

#include <algorithm>
#include <array>

namespace changec::sema {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

/// What may stand in a mailbox without quotes (RFC 5322, 3.2.3; letters of other scripts by RFC 6531).
bool isAddressCharacter(char c) {
  constexpr std::string_view refused = " ()<>[]:;@\\,\"";
  return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && refused.find(c) == std::string_view::npos;
}

std::string_view emailFlaw(std::string_view address) {
  const size_t at = address.find('@');
  if (at == std::string_view::npos)
    return "an email address has an `@`";
  const std::string_view mailbox = address.substr(0, at);
  const std::string_view domain = address.substr(at + 1);
  if (mailbox.empty() || domain.empty() || domain.front() == '.' || domain.back() == '.')
    return "an email address is a mailbox, `@`, and a domain";
  if (!std::all_of(mailbox.begin(), mailbox.end(), isAddressCharacter) ||
      !std::all_of(domain.begin(), domain.end(), isAddressCharacter))
    return "it is one address alone, without a name, blanks or brackets";
  return {};
}

std::string_view webhookFlaw(std::string_view address) {
  for (const std::string_view shape : {"slack:", "mattermost:", "teams:", "plain:"})
    if (address.starts_with(shape)) {
      address.remove_prefix(shape.size());
      break;
    }
  const bool secure = address.starts_with("https://");
  if (!secure && !address.starts_with("http://"))
    return "a webhook is an https:// or http:// address, with slack:, mattermost:, teams: or plain: before it";
  address.remove_prefix(secure ? 8 : 7);
  if (address.empty() || address.front() == '/' ||
      std::any_of(address.begin(), address.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20; }))
    return "it names no server, or has blanks";
  return {};
}

} // namespace

std::string_view addressFlaw(std::string_view channel, std::string_view address) {
  if (channel == "phone" && std::none_of(address.begin(), address.end(), isDigit))
    return "a number has digits";
  if (channel == "email")
    return emailFlaw(address);
  if (channel == "webhook")
    return webhookFlaw(address);
  return {};
}

} // namespace changec::sema
