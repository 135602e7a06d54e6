#include "emit/Beliefs.h"

#include <array>

namespace changec::emit {
namespace {

using plan::Belief;

struct Words {
  std::string_view name;
  std::string_view reason;
};

/// By plan::Belief.
constexpr std::array<Words, plan::beliefCount> words{{
    {"shell", "what its shell changes is not declared"},
    {"undoShell", "its undo is shell of the plan's own"},
    {"lateName", "a name is known only when the plan runs, and may stand for something that the plan names too"},
    {"part", "it changes a part of something that the plan changes too, or the whole of it"},
    {"savedElsewhere", "nothing in the plan is declared to hold what it restores"},
    {"label", "what it starts from or leaves has a name, but no states that could be told apart"},
    {"noProbe", "the state that it starts from cannot be asked: the resource has no probe"},
    {"cover", "the step that takes it back is believed itself"},
    {"irreversibleInside", "a backout ends inside the guard, and leaves it held"},
}};

} // namespace

std::string_view nameOf(Belief belief) {
  return words.at(static_cast<size_t>(belief)).name;
}

std::string_view reasonOf(Belief belief) {
  return words.at(static_cast<size_t>(belief)).reason;
}

std::vector<Belief> beliefsOf(const plan::Step &step) {
  std::vector<Belief> result;
  if (step.reversibility == plan::Reversibility::stated)
    for (size_t i = 0; i < plan::beliefCount; ++i)
      if (step.beliefs.test(i))
        result.push_back(static_cast<Belief>(i));
  return result;
}

} // namespace changec::emit
