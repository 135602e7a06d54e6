#include "sema/Covers.h"

namespace changec::sema {
namespace {

bool isInside(const plan::Plan &plan, uint32_t step, uint32_t guard) {
  for (uint32_t held = plan.steps[step].guard; held != plan::none; held = plan.guards[held].outer)
    if (held == guard)
      return true;
  return false;
}

} // namespace

uint32_t skipsCover(const plan::Plan &plan, uint32_t covered, uint32_t cover) {
  if (covered == cover)
    return plan::none;
  if (!plan.steps[cover].when.empty())
    return cover;
  for (uint32_t guard = plan.steps[cover].guard; guard != plan::none; guard = plan.guards[guard].outer)
    if (const uint32_t enter = plan.guards[guard].enter;
        !plan.steps[enter].when.empty() && !isInside(plan, covered, guard))
      return enter;
  return plan::none;
}

} // namespace changec::sema
