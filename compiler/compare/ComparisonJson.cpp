#include "compare/Outputs.h"

#include "plan/Time.h"
#include "source/JsonWriter.h"

namespace changec::compare {
namespace {

class ComparisonJson {
public:
  ComparisonJson(const Comparison &comparison, llvm::raw_ostream &out)
      : comparison_(comparison), json_(out, 1), before_(plan::zoneOf(comparison.before.window)),
        after_(plan::zoneOf(comparison.after.window)) {}

  void write() {
    json_.object([&] {
      json_.member("format", "changec.diff");
      json_.member("version", 1);
      json_.flag("same", comparison_.same());
      json_.object("before", [&] { version(comparison_.before); });
      json_.object("after", [&] { version(comparison_.after); });
      json_.list("differences", comparison_.differences, [&](const Difference &it) { difference(it); });
      json_.list("times", comparison_.shifts, [&](const TimeShift &it) { shift(it); });
    });
  }

private:
  const Comparison &comparison_;
  JsonWriter json_;
  plan::Zone before_;
  plan::Zone after_;

  void version(const Version &version) {
    json_.member("id", version.id);
    json_.member("title", version.title);
  }

  void difference(const Difference &difference) {
    json_.object([&] {
      json_.member("area", nameOf(difference.area));
      json_.member("kind", nameOf(difference.kind));
      json_.member("name", difference.name);
      json_.memberIfAny("was", difference.was);
      json_.memberIfAny("title", difference.title);
      if (difference.moved)
        json_.object("moved", [&] {
          json_.memberIfAny("afterBefore", difference.afterBefore);
          json_.memberIfAny("afterNow", difference.afterNow);
        });
      json_.list("details", difference.details, [&](const Detail &it) { detail(it); });
    });
  }

  void detail(const Detail &detail) {
    json_.object([&] {
      json_.member("what", detail.what);
      json_.memberIfAny("within", detail.within);
      json_.memberIfAny("before", detail.before);
      json_.memberIfAny("after", detail.after);
      if (detail.lessSafe)
        json_.flag("lessSafe", true);
    });
  }

  void shift(const TimeShift &shift) {
    json_.object([&] {
      json_.member("step", shift.step);
      moments("start", shift.startBefore, shift.startAfter);
      moments("turnRound", shift.turnBefore, shift.turnAfter);
    });
  }

  void moments(std::string_view name, std::optional<plan::Instant> before, std::optional<plan::Instant> after) {
    if (before == after)
      return;
    json_.object(name, [&] {
      if (before)
        json_.member("before", plan::formatTimestamp(*before, before_));
      if (after)
        json_.member("after", plan::formatTimestamp(*after, after_));
    });
  }
};

} // namespace

std::string comparisonJson(const Comparison &comparison) {
  return writeToString([&](llvm::raw_ostream &out) {
    ComparisonJson(comparison, out).write();
    out << '\n';
  });
}

} // namespace changec::compare
