#include "emit/Communications.h"

#include "emit/Schedule.h"
#include "emit/Texts.h"

#include <fmt/format.h>

#include <array>

namespace changec::emit {

using namespace plan;

namespace {

/// What a spreadsheet takes for the start of a formula; full-width forms count in some locales. The apostrophe is here
/// so that removing one from the front of a cell always gives the value back.
constexpr std::array<std::string_view, 9> formulaStarts = {
    "=", "+", "-", "@", "'", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

bool couldBeFormula(std::string_view text) {
  const size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos)
    return false;
  if (text[0] == '\t' || text[0] == '\r' || text[0] == '\n')
    return true;
  text.remove_prefix(start);
  for (std::string_view mark : formulaStarts)
    if (text.substr(0, mark.size()) == mark)
      return true;
  return false;
}

/// Every cell is quoted: a spreadsheet that takes semicolons for separators must not find new cells in a text.
class CsvWriter {
public:
  void cell(std::string_view text) {
    if (!atLineStart_)
      out_ += ',';
    atLineStart_ = false;
    out_ += '"';
    if (couldBeFormula(text))
      out_ += '\'';
    for (char c : validUtf8(text)) {
      if (c == '"')
        out_ += '"';
      out_ += c;
    }
    out_ += '"';
  }
  void endLine() {
    out_ += "\r\n";
    atLineStart_ = true;
  }
  std::string take() { return std::move(out_); }

private:
  std::string out_;
  bool atLineStart_ = true;
};

std::string eventCell(const Message &message) {
  if (const auto *at = std::get_if<AtInstant>(&message.when))
    return at->written;
  if (const auto *every = std::get_if<Every>(&message.when))
    return fmt::format("every {} during {}", formatDuration(every->interval),
                       every->duringBackout ? "backout" : "implementation");
  return eventName(std::get<OnEvent>(message.when));
}

void writeRow(CsvWriter &csv, const Plan &plan, const Zone &zone, const ScheduleRow &row) {
  const Message &message = *row.message;
  const auto *at = std::get_if<AtInstant>(&message.when);
  const Delivery unrouted;
  const Delivery &delivery = row.delivery ? *row.delivery : unrouted;
  csv.cell(std::to_string(row.number));
  csv.cell(nameOf(row.part));
  csv.cell(at ? formatTimestamp(at->instant, zone) : "");
  csv.cell(eventCell(message));
  csv.cell(contactTitle(plan, message.from));
  csv.cell(contactTitle(plan, row.to));
  csv.cell(contactTitle(plan, reachedThrough(row.to, delivery)));
  csv.cell(delivery.channel < plan.channels.size() ? plan.channels[delivery.channel].name : "");
  csv.cell(delivery.address);
  csv.cell(row.insteadOf == 0 ? "" : std::to_string(row.insteadOf));
  csv.cell(row.unless == nullptr ? "" : std::to_string(row.firstOfMessage));
  csv.cell(row.unless == nullptr ? "" : formatDuration(row.unless->within));
  csv.cell(failurePhrase(plan, row));
  csv.cell(textWithBlanks(plan, message.text));
  csv.cell(message.key);
  csv.endLine();
}

} // namespace

std::string communicationsCsv(const Plan &plan) {
  CsvWriter csv;
  for (std::string_view title : {"number", "part", "time", "event", "from", "to", "through", "channel", "address",
                                 "instead_of", "unless_acknowledged", "within", "if_it_fails", "text", "message"})
    csv.cell(title);
  csv.endLine();
  const Zone zone = zoneOf(plan.window);
  for (const ScheduleRow &row : scheduleRows(plan))
    writeRow(csv, plan, zone, row);
  return csv.take();
}

} // namespace changec::emit
