#include "emit/Judged.h"

#include <fmt/format.h>

namespace changec::emit {
namespace {

/// ` (acme.change:3)`
std::string placeOf(const plan::Plan &plan, const plan::Place &place) {
  if (place.file >= plan.files.size() || place.line == 0)
    return {};
  return fmt::format(" ({}:{})", plan.files[place.file], place.line);
}

} // namespace

std::vector<std::string> judgedBy(const plan::Plan &plan) {
  std::vector<std::string> lines;
  for (const plan::Policy &policy : plan.policies)
    lines.push_back(fmt::format("judged by policy {}{}{}", policy.name,
                                policy.title == policy.name ? "" : fmt::format(", \"{}\"", policy.title),
                                placeOf(plan, policy.place)));
  for (const plan::Allowance &allowance : plan.allowances)
    lines.push_back(fmt::format("allowed {} in {}{}: {}", allowance.diagnostic, allowance.within,
                                placeOf(plan, allowance.place), allowance.because));
  return lines;
}

} // namespace changec::emit
