// The scripts that run a plan. Each is one self-contained file of POSIX shell in printable ASCII: the plan first, in
// its own order, then the runtime that it carries.
#pragma once

#include "plan/Plan.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace changec::emit {

/// The scripts of a plan. What several of them say is made once, before the plan has its digest. The plan must outlive
/// this object.
class Scripts {
public:
  explicit Scripts(const plan::Plan &plan);

  /// `ID.implement.sh`: runs or resumes the plan, and takes it back where told to. It holds the backout script too, and
  /// stores both before anything runs.
  [[nodiscard]] std::string implement() const;

  /// `ID.backout.sh`: takes back what has run. The same bytes as what the implementation script stores.
  [[nodiscard]] std::string backout() const;

  /// `ID.communicate.sh`: sends what has a fixed time, and what the others could not deliver; shows and tests all
  /// messages.
  [[nodiscard]] std::string communicate() const;

private:
  const plan::Plan &plan_;
  std::string implementation_;
  std::string backout_; ///< With the health checks, and the lists of checks of both.
  std::string messages_;
  std::string steps_; ///< What is known of each.
  std::string known_; ///< Of the plan, but for its facts.
  uint32_t unitsOfImplementation_ = 0;
  uint32_t units_ = 0;

  [[nodiscard]] std::string script(std::string_view name, std::initializer_list<std::string_view> functions) const;
};

} // namespace changec::emit
