// Until when each step can be started, and be turned round from, as the scripts know it.
#pragma once

#include "plan/Plan.h"
#include "plan/Time.h"
#include "plan/Timeline.h"

#include <map>
#include <string>

namespace changec::emit {

class ScriptTimes {
public:
  explicit ScriptTimes(const plan::Plan &plan) : plan_(plan), timeline_(plan.timeline) {}

  /// The call of `cx_times` in what is known of a step; nothing where its plan has no window.
  void call(std::string &out, uint32_t index);
  /// The function `plan_times`: a line `NUMBER KEY KIND TURN LATEST` a step, for who does not read the steps.
  [[nodiscard]] std::string table() const;

private:
  [[nodiscard]] bool has(uint32_t step) const;

  const plan::Plan &plan_;
  const plan::Timeline &timeline_;
  std::map<uint32_t, plan::Moments> moments_; ///< By window.
};

} // namespace changec::emit
