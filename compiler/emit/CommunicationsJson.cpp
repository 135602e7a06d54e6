#include "emit/Communications.h"

#include "emit/Schedule.h"
#include "emit/Texts.h"
#include "emit/TimesJson.h"
#include "source/JsonWriter.h"

namespace changec::emit {

using namespace plan;

namespace {

class ScheduleJsonWriter {
public:
  ScheduleJsonWriter(const Plan &plan, llvm::raw_ostream &out)
      : plan_(plan), json_(out, 1), zone_(zoneOf(plan.window)), rows_(scheduleRows(plan)) {}

  void write() {
    json_.object([&] {
      json_.member("format", "changec.communications");
      json_.member("version", 1);
      json_.member("compiler", plan_.compiler);
      json_.member("digest", plan_.digest);
      json_.object("change", [&] { change(); });
      if (const std::optional<ClockChange> change = clockChangeInSchedule(plan_, rows_))
        json_.object("clockChange", [&] {
          json_.member("at", formatTimestamp(change->instant, zone_));
          json_.member("offsetBefore", change->before);
          json_.member("offsetAfter", change->after);
        });
      json_.list("rows", rows_, [&](const ScheduleRow &it) { row(it); });
    });
  }

private:
  void change() {
    json_.member("id", plan_.id);
    json_.member("title", plan_.title);
    writeWindow(json_, plan_.window);
  }

  void row(const ScheduleRow &row) {
    const Message &message = *row.message;
    json_.object([&] {
      json_.member("number", row.number);
      json_.member("part", nameOf(row.part));
      writeWhen(json_, message, zone_);
      contact("from", message.from);
      contact("to", row.to);
      if (row.delivery)
        delivery(row);
      json_.member("text", textWithBlanks(plan_, message.text));
      blanks(message.text);
      json_.member("message", message.key);
    });
  }

  void contact(std::string_view key, uint32_t index) {
    if (index >= plan_.contacts.size())
      return;
    json_.object(key, [&] {
      json_.member("name", plan_.contacts[index].name);
      json_.member("title", plan_.contacts[index].title);
    });
  }

  void delivery(const ScheduleRow &row) {
    if (row.delivery->channel < plan_.channels.size())
      json_.member("channel", plan_.channels[row.delivery->channel].name);
    json_.member("address", row.delivery->address);
    contact("through", reachedThrough(row.to, *row.delivery));
    if (row.insteadOf != 0)
      json_.member("insteadOf", row.insteadOf);
    if (row.unless != nullptr)
      json_.object("unlessAcknowledged", [&] {
        json_.member("row", row.firstOfMessage);
        json_.member("within", row.unless->within);
      });
    json_.member("ifItFails", failurePhrase(plan_, row));
  }

  /// What of the text is filled in when the plan runs.
  void blanks(const Text &text) {
    std::vector<std::string_view> names;
    for (const Text::Part &part : text.parts) {
      if (const auto *placeholder = std::get_if<Text::Placeholder>(&part))
        names.push_back(placeholder->name);
      else if (const auto *remembered = std::get_if<Text::Remembered>(&part))
        if (remembered->value < plan_.values.size())
          names.push_back(plan_.values[remembered->value].key);
    }
    json_.listIfAny("blanks", names, [&](std::string_view it) { json_.value(it); });
  }

  const Plan &plan_;
  JsonWriter json_;
  Zone zone_;
  std::vector<ScheduleRow> rows_;
};

} // namespace

std::string communicationsJson(const Plan &plan) {
  return writeToString([&](llvm::raw_ostream &out) {
    ScheduleJsonWriter(plan, out).write();
    out << '\n';
  });
}

} // namespace changec::emit
