#include "sema/Windows.h"

#include "sema/Texts.h"

namespace changec::sema {
namespace {

void reportFlaw(Context &context, const syntax::Literal &literal, plan::TimeFlaw flaw) {
  std::string_view reason = "it is not written `2026-12-05T22:00`";
  if (flaw == plan::TimeFlaw::noSuchDate)
    reason = "the calendar has no such day";
  else if (flaw == plan::TimeFlaw::noSuchTime)
    reason = "the day has no such hour";
  else if (flaw == plan::TimeFlaw::noSuchOffset)
    reason = "no place is so far from UTC";
  context.diagnostics.report(diag::noSuchTime, literal.range, literal.raw, reason);
}

} // namespace

std::optional<plan::Instant> readInstant(Context &context, const syntax::Literal &literal, const plan::Zone &zone) {
  if (literal.damaged)
    return std::nullopt;
  const auto parsed = plan::parseTime(literal.raw);
  if (const auto *flaw = std::get_if<plan::TimeFlaw>(&parsed)) {
    reportFlaw(context, literal, *flaw);
    return std::nullopt;
  }
  const plan::LocalTime local = plan::resolve(std::get<plan::WrittenTime>(parsed), zone);
  if (local.kind == plan::LocalTime::Kind::unique)
    return local.first;
  const bool skipped = local.kind == plan::LocalTime::Kind::skipped;
  const std::string first = plan::formatTime(local.first, zone);
  const std::string second = plan::formatTime(local.second, zone);
  context.diagnostics
      .report(diag::ambiguousTime, literal.range, literal.raw, zone.name(),
              skipped ? "the clocks go forward over it" : "the clocks go back, and it comes twice")
      .edit(fmt::format("the earlier reading: `{}`", first), literal.range, first, false)
      .edit(fmt::format("the later reading: `{}`", second), literal.range, second, false);
  return std::nullopt;
}

std::optional<plan::Window> readWindow(Context &context, const syntax::WindowClause &clause,
                                       std::string_view defaultZone) {
  const bool offsets = clause.start.raw.size() > 19 || clause.start.raw.ends_with('Z');
  plan::Window window;
  window.zone = clause.zone ? readPlain(context, *clause.zone) : std::string(defaultZone);
  if (window.zone.empty()) {
    const bool endOffset = clause.end.raw.size() > 19 || clause.end.raw.ends_with('Z') ||
                           clause.end.raw.find('+') != std::string_view::npos;
    const bool startOffset = offsets || clause.start.raw.find('+') != std::string_view::npos;
    if (!startOffset || !endOffset) {
      context.diagnostics.report(diag::missingZone, cover(clause.start.range, clause.end.range))
          .edit("name the zone", {clause.end.range.file, clause.end.range.end, clause.end.range.end},
                " in \"Europe/Prague\"", false);
      return std::nullopt;
    }
    window.zone = "UTC";
  }
  const auto zone = plan::Zone::load(window.zone);
  if (!zone) {
    context.diagnostics.report(diag::unknownZone, clause.zone ? clause.zone->range : clause.start.range, window.zone)
        .help("zones are named as in the IANA database: \"Europe/Prague\", \"America/New_York\", \"UTC\"");
    return std::nullopt;
  }
  const auto start = readInstant(context, clause.start, *zone);
  const auto end = readInstant(context, clause.end, *zone);
  if (!start || !end)
    return std::nullopt;
  if (*end <= *start) {
    context.diagnostics.report(diag::windowEndsFirst, clause.end.range, clause.end.raw, clause.start.raw)
        .label(clause.start.range, "the start");
    return std::nullopt;
  }
  window.start = *start;
  window.end = *end;
  return window;
}

} // namespace changec::sema
