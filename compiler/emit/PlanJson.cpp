#include "emit/PlanJson.h"

#include "emit/PlanJsonNames.h"
#include "emit/PlanJsonPolicies.h"
#include "emit/PlanJsonSteps.h"
#include "emit/Texts.h"
#include "emit/TimesJson.h"
#include "plan/Time.h"
#include "plan/Timeline.h"
#include "source/JsonWriter.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/SHA256.h>

#include <algorithm>
#include <array>

namespace changec::emit {
namespace {

using namespace plan;

/// Writes what belongs to the plan as a whole; steps and their operations are PlanJsonSteps' work.
class PlanJsonWriter {
public:
  PlanJsonWriter(const Plan &plan, llvm::raw_ostream &out, unsigned indent)
      : plan_(plan), timeline_(plan.timeline), json_(out, indent), names_(plan), steps_(plan, timeline_, names_, json_),
        zone_(zoneOf(plan.window)) {}

  void write(std::string_view digest) {
    json_.object([&] {
      json_.member("format", "changec.plan");
      json_.member("version", 1);
      json_.member("compiler", plan_.compiler);
      json_.member("digest", digest);
      json_.object("change", [&] { change(); });
      json_.list("files", plan_.files, [&](const std::string &file) { json_.value(file); });
      people();
      values();
      steps();
      json_.list("messages", plan_.messages, [&](const Message &it) { message(it); });
      writePolicies(json_, plan_);
    });
  }

private:
  void change() {
    json_.member("id", plan_.id);
    json_.member("title", plan_.title);
    json_.memberIfAny("doc", plan_.doc);
    json_.memberIfAny("manager", names_.contact(plan_.manager));
    json_.memberIfAny("decides", names_.contact(plan_.decides));
    json_.member("risk", nameOf(plan_.risk));
    json_.member("impact", nameOf(plan_.impact));
    writeWindow(json_, plan_.window);
    json_.member("onFailure", nameOf(plan_.onFailure));
    json_.memberIfAny("monitor", plan_.monitor);
    json_.listIfAny("record", plan_.record, [&](const RecordField &field) {
      json_.object([&] {
        json_.member("name", field.name);
        json_.list("values", field.values, [&](const std::string &it) { json_.value(it); });
      });
    });
    names_.at(json_, plan_.place);
  }

  void people() {
    json_.list("contacts", plan_.contacts, [&](const Contact &it) { contact(it); });
    json_.list("channels", plan_.channels, [&](const Channel &it) {
      json_.object([&] {
        json_.member("name", it.name);
        json_.flag("builtIn", it.builtIn);
        json_.memberIfAny("send", it.send);
        json_.memberIfAny("manual", it.manual);
        secrets(it.secrets);
        if (it.limit)
          json_.member("limit", *it.limit);
        steps_.effects("needs", it.needs);
        names_.at(json_, it.place);
      });
    });
  }

  void contact(const Contact &contact) {
    json_.object([&] {
      json_.member("name", contact.name);
      json_.member("kind", nameOf(contact.kind));
      json_.member("title", contact.title);
      json_.memberIfAny("role", contact.role);
      json_.listIfAny("addresses", contact.addresses, [&](const Address &it) {
        json_.object([&] {
          json_.member("channel", it.channel);
          json_.member("address", it.address);
        });
      });
      json_.listIfAny("members", contact.members, [&](uint32_t it) { json_.value(names_.contact(it)); });
      json_.memberIfAny("lead", names_.contact(contact.lead));
      names_.at(json_, contact.place);
    });
  }

  void values() {
    json_.list("parameters", plan_.parameters, [&](const Parameter &it) {
      json_.object([&] {
        json_.member("name", it.name);
        json_.member("type", it.type);
        json_.member("value", it.value);
        json_.memberIfAny("doc", it.doc);
        names_.at(json_, it.place);
      });
    });
    secrets(plan_.secrets);
  }

  void secrets(const std::vector<Secret> &secrets) {
    json_.listIfAny("secrets", secrets, [&](const Secret &it) {
      json_.object([&] {
        json_.member("name", it.name);
        json_.member(it.source == SecretSource::environment ? "environment" : "file", it.from);
        names_.at(json_, it.place);
      });
    });
  }

  void steps() {
    steps_.requirements("requires", plan_.requirements);
    json_.listIfAny("checkLists", plan_.checkLists, [&](const CheckList &it) { checkList(it); });
    json_.listIfAny("phases", plan_.phases, [&](const Phase &it) { phase(it); });
    json_.listIfAny("guards", plan_.guards, [&](const Guard &it) {
      json_.object([&] {
        json_.member("name", it.name);
        json_.member("title", it.title);
        json_.memberIfAny("enter", names_.step(it.enter));
        json_.memberIfAny("leave", names_.step(it.leave));
        json_.memberIfAny("outer", names_.guard(it.outer));
        names_.at(json_, it.place);
      });
    });
    json_.list("steps", plan_.steps, [&](const Step &it) { steps_.step(it); });
    writeTimeline(json_, timeline_, zone_);
    steps_.operations("verify", plan_.verify);
    steps_.operations("verifyUndo", plan_.verifyUndo);
  }

  void checkList(const CheckList &list) {
    json_.object([&] {
      json_.member("name", list.name);
      json_.member("title", list.title);
      json_.memberIfAny("owner", names_.contact(list.owner));
      json_.list("checks", list.checks, [&](const Check &it) {
        json_.object([&] {
          json_.member("title", it.title);
          json_.member("operation", [&] { steps_.operation(it.operation); });
        });
      });
      names_.at(json_, list.place);
    });
  }

  void phase(const Phase &phase) {
    json_.object([&] {
      json_.member("key", phase.key);
      json_.member("title", phase.title);
      json_.memberIfAny("owner", names_.contact(phase.owner));
      json_.memberIfAny("deputy", names_.contact(phase.deputy));
      json_.memberIfAny("acceptedBy", names_.contact(phase.acceptedBy));
      if (phase.window)
        writeWindow(json_, *phase.window);
      if (phase.firstStep < phase.endStep) {
        json_.memberIfAny("firstStep", names_.step(phase.firstStep));
        json_.memberIfAny("lastStep", names_.step(phase.endStep - 1));
      }
      names_.at(json_, phase.place);
    });
  }

  void message(const Message &message) {
    json_.object([&] {
      json_.member("key", message.key);
      writeWhen(json_, message, zone_);
      json_.memberIfAny("from", names_.contact(message.from));
      json_.memberIfAny("to", names_.contact(message.to));
      json_.list("routes", message.routes, [&](const Route &route) {
        json_.list(route.deliveries, [&](const Delivery &it) { delivery(message.to, it); });
      });
      json_.listIfAny("unlessAcknowledged", message.unless, [&](const Escalation &it) {
        json_.object([&] {
          json_.member("within", it.within);
          json_.memberIfAny("to", names_.contact(it.to));
          json_.list("route", it.route.deliveries, [&](const Delivery &way) { delivery(it.to, way); });
        });
      });
      json_.member("text", [&] { steps_.text(message.text); });
      names_.at(json_, message.place);
    });
  }

  void delivery(uint32_t recipient, const Delivery &delivery) {
    json_.object([&] {
      json_.memberIfAny("channel", names_.channel(delivery.channel));
      json_.member("address", delivery.address);
      json_.memberIfAny("through", names_.contact(reachedThrough(recipient, delivery)));
    });
  }

  const Plan &plan_;
  const Timeline &timeline_;
  JsonWriter json_;
  PlanNames names_;
  PlanJsonSteps steps_;
  Zone zone_;
};

/// SHA-256 of JSON without the white space between its tokens.
class CompactHash {
public:
  void add(std::string_view json) {
    while (!json.empty()) {
      const size_t length = inString_ ? stringLength(json) : tokensLength(json);
      put(json.substr(0, length));
      json.remove_prefix(length);
      if (json.empty())
        return;
      if (json.front() == '"') {
        put("\"");
        inString_ = !inString_;
      }
      json.remove_prefix(1);
    }
  }

  std::string hexadecimal() {
    flush();
    return llvm::toHex(hash_.final(), /*LowerCase=*/true);
  }

private:
  /// How much of a text that stands within a string is before the quote that ends it.
  size_t stringLength(std::string_view text) {
    size_t length = 0;
    for (; length < text.size() && (text[length] != '"' || escaped_); ++length)
      escaped_ = text[length] == '\\' && !escaped_;
    return length;
  }

  static size_t tokensLength(std::string_view text) {
    const auto *const end =
        std::find_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n' || c == '"'; });
    return static_cast<size_t>(end - text.begin());
  }

  void put(std::string_view bytes) {
    while (!bytes.empty()) {
      const size_t taken = std::min(bytes.size(), buffer_.size() - size_);
      std::copy_n(bytes.begin(), taken, buffer_.begin() + static_cast<ptrdiff_t>(size_));
      size_ += taken;
      bytes.remove_prefix(taken);
      if (size_ == buffer_.size())
        flush();
    }
  }

  void flush() {
    hash_.update(llvm::ArrayRef<uint8_t>(buffer_.data(), size_));
    size_ = 0;
  }

  llvm::SHA256 hash_;
  std::array<uint8_t, size_t{1} << 14U> buffer_{};
  size_t size_ = 0;
  bool inString_ = false;
  bool escaped_ = false;
};

} // namespace

PlanDocument planDocument(const Plan &plan) {
  constexpr unsigned indent = 1;
  constexpr size_t digestLength = 64;
  constexpr size_t bytesOfStep = 1200;
  const std::string blank(digestLength, '0');
  PlanDocument document;
  document.json = writeToString(
      [&](llvm::raw_ostream &out) {
        PlanJsonWriter(plan, out, indent).write(blank);
        out << '\n';
      },
      plan.steps.size() * bytesOfStep);
  // The first one is the member itself: only the format and the version stand before it.
  const std::string member = "\"digest\": \"" + blank + "\",";
  const size_t begin = document.json.find(member);
  const std::string_view text = document.json;
  CompactHash hash;
  hash.add(text.substr(0, begin));
  hash.add(text.substr(begin + member.size(), text.rfind('\n') - begin - member.size()));
  document.digest = hash.hexadecimal();
  document.json.replace(begin + member.size() - 2 - digestLength, digestLength, document.digest);
  return document;
}

} // namespace changec::emit
