// What a change record says, as texts: each is one of the fields that a change advisory board reads.
#pragma once

#include "emit/RecordText.h"
#include "emit/WayBack.h"
#include "plan/Plan.h"
#include "plan/Time.h"
#include "plan/Timeline.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace changec::emit {

/// The values of a field of the plan's `record { }`; null where it has none of that name.
const std::vector<std::string> *recordField(const plan::Plan &plan, std::string_view name);
/// The first value of such a field; empty where there is none.
std::string_view recordValue(const plan::Plan &plan, std::string_view name);
/// Whether a record has a place of its own for a field of that name; others are shown as they are.
bool isKnownRecordField(std::string_view name);

/// Who the work is assigned to as a group: what `record { assignment_group }` says, else the team that owns the first
/// step that a team owns, else a team of the change manager; empty where there is none.
std::string_view assignmentGroup(const plan::Plan &plan);

/// A contact with role and phone: `Alice Novak, Change Manager, +420 555 010 001`.
std::string describedContact(const plan::Plan &plan, uint32_t contact);

class RecordPlans {
public:
  explicit RecordPlans(const plan::Plan &plan);

  [[nodiscard]] const plan::Timeline &timeline() const { return timeline_; }
  [[nodiscard]] const WayBack &wayBack() const { return back_; }

  /// What the change is, who is accountable, and whether there is a way back.
  [[nodiscard]] RecordText description() const;
  /// Why it is made; empty where the plan does not say.
  [[nodiscard]] RecordText justification() const;
  /// Each step with who does it, when, and what is done.
  [[nodiscard]] const RecordText &implementation() const { return implementation_; }
  /// Whether there is a way back, how sure it is, and until when.
  [[nodiscard]] RecordText wayBackWords() const;
  /// What is affected, what is down meanwhile, what cannot be taken back.
  [[nodiscard]] RecordText riskAndImpact() const;
  /// Each step as it is taken back, the last first.
  [[nodiscard]] const RecordText &backout() const { return backout_; }
  /// What was tried before, and what is checked during the change, after it, and after a backout.
  [[nodiscard]] const RecordText &tests() const { return tests_; }
  /// Who tells whom, when, by what, and in which words.
  [[nodiscard]] RecordText communication() const;
  /// What the plan was allowed and accepted, by whom, and why; empty where there is nothing.
  [[nodiscard]] RecordText allowed() const;
  /// One step by itself, for the task that it becomes.
  [[nodiscard]] const RecordText &task(uint32_t step) const { return tasks_[step]; }

  /// `[3/6] migrate: Apply schema 15`
  [[nodiscard]] std::string stepTitle(uint32_t step) const;
  /// As short as it is clear in the window of the change.
  [[nodiscard]] std::string momentOf(plan::Instant instant) const;

private:
  const plan::Plan &plan_;
  const plan::Timeline &timeline_;
  WayBack back_;
  plan::Zone zone_;
  std::optional<plan::Moments> moments_; ///< Of the window, where there is one.
  std::vector<std::string> times_;       ///< Of each step, in words.
  // Long, and written for more than one system.
  RecordText implementation_;
  size_t firstStep_ = 0; ///< The block of the first step in it; the others follow, one each.
  RecordText backout_;
  RecordText tests_;
  std::vector<RecordText> tasks_; ///< Of each step.

  void writeImplementation();
  [[nodiscard]] RecordText backoutPlan() const;
  [[nodiscard]] RecordText taskOf(uint32_t step) const;
  [[nodiscard]] RecordText testPlan() const;
  [[nodiscard]] std::vector<std::string> turnRoundLines() const;
  [[nodiscard]] std::vector<std::string> doingOf(uint32_t step) const;
  [[nodiscard]] std::vector<std::string> checksOf(const std::vector<plan::Operation> &operations) const;
  [[nodiscard]] std::vector<std::string> demandsOf(const plan::Requirement &requirement) const;
  [[nodiscard]] std::string timesOf(uint32_t step) const;
  [[nodiscard]] std::string backoutTitle(uint32_t step) const;
};

} // namespace changec::emit
