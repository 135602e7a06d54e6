// `${next_update}`: whoever is promised an update gets one.
#include "sema/Communication.h"
#include "sema/MessageEdits.h"

#include "plan/Time.h"

#include <algorithm>

namespace changec::sema {
namespace {

using plan::Event;

constexpr std::string_view placeholder = "${next_update}";

bool promises(const plan::Message &message) {
  return std::any_of(message.text.parts.begin(), message.text.parts.end(), [](const plan::Text::Part &part) {
    const auto *fact = std::get_if<plan::Text::Placeholder>(&part);
    return fact != nullptr && fact->name == "next_update";
  });
}

bool endsSentence(char c) {
  return c == '.' || c == '!' || c == '?' || c == '\n';
}

class Promises {
public:
  explicit Promises(Lowering &lowering) : lowering_(lowering), context_(lowering.context), plan_(context_.plan) {
    for (const plan::Message &message : plan_.messages)
      if (const auto *every = std::get_if<plan::Every>(&message.when))
        (every->duringBackout ? duringBackout_ : duringImplementation_).push_back(message.to);
    std::sort(duringBackout_.begin(), duringBackout_.end());
    std::sort(duringImplementation_.begin(), duringImplementation_.end());
  }

  void run() {
    for (size_t i = 0; i < plan_.messages.size(); ++i)
      if (promises(plan_.messages[i]))
        judge(plan_.messages[i], lowering_.writtenMessages[i]);
  }

private:
  Lowering &lowering_;
  Context &context_;
  const plan::Plan &plan_;
  std::vector<uint32_t> duringBackout_; ///< Contacts who are told regularly.
  std::vector<uint32_t> duringImplementation_;

  void judge(const plan::Message &message, const WrittenMessage &written) {
    if (const auto *every = std::get_if<plan::Every>(&message.when)) {
      const plan::Duration window = plan_.window.end - plan_.window.start;
      if (!plan_.window.zone.empty() && every->interval >= window)
        report(message, written,
               fmt::format("every {} is not within a window of {}", plan::showDuration(every->interval),
                           plan::showDuration(window)),
               {});
      return;
    }
    const auto *on = std::get_if<plan::OnEvent>(&message.when);
    if (on == nullptr)
      return report(message, written, "this is sent by a person, once", {});
    switch (on->event) {
    case Event::finish:
    case Event::cancelled:
    case Event::backedOut:
    case Event::backoutFailed: return report(message, written, "all is over by then", {});
    case Event::backout:
    case Event::stepUndone: return demand(message, written, duringBackout_, "backout");
    case Event::start:
    case Event::stepStarted:
    case Event::stepDone: return demand(message, written, duringImplementation_, "implementation");
    case Event::failure:
    case Event::stepFailed:
    case Event::decisionDeadline:
      if (!std::binary_search(duringImplementation_.begin(), duringImplementation_.end(), message.to))
        demand(message, written, duringBackout_, "backout");
      return;
    }
  }

  void demand(const plan::Message &message, const WrittenMessage &written, const std::vector<uint32_t> &regularly,
              std::string_view activity) {
    if (!std::binary_search(regularly.begin(), regularly.end(), message.to))
      report(message, written, fmt::format("no message tells them `every ... during {}`", activity), activity);
  }

  /// The sentence of the promise, with the blanks before it; nothing where it is all that the message says.
  [[nodiscard]] std::optional<Range> sentence(const syntax::Text &text, size_t at) const {
    const std::string_view raw = text.raw;
    size_t begin = at;
    while (begin > 0 && !endsSentence(raw[begin - 1]))
      --begin;
    size_t end = at + placeholder.size();
    while (end < raw.size() && !endsSentence(raw[end]))
      ++end;
    end = std::min(end + 1, raw.size());
    if (begin == 0 && end == raw.size())
      return std::nullopt;
    const uint32_t start = text.range.begin + (text.block ? 3U : 1U);
    return Range{text.range.file, start + static_cast<uint32_t>(begin), start + static_cast<uint32_t>(end)};
  }

  void report(const plan::Message &message, const WrittenMessage &written, std::string_view why,
              std::string_view activity) {
    const syntax::Text &text = written.message->text;
    const size_t at = text.raw.find(placeholder);
    const uint32_t start = text.range.begin + (text.block ? 3U : 1U);
    const Range range = at == std::string_view::npos ? text.range
                                                     : Range{text.range.file, start + static_cast<uint32_t>(at),
                                                             start + static_cast<uint32_t>(at + placeholder.size())};
    auto builder = context_.diagnostics.report(diag::updateNeverComes, range, plan_.contacts[message.to].name, why);
    builder.label(written.when, "when it is promised");
    if (!activity.empty())
      suggestMessages(builder, lowering_, "tell them regularly",
                      {messageTo(reachedBy(plan_, message), fmt::format("every 30m during {}", activity),
                                 "Still at work. Next update at ${next_update}.")});
    else if (const auto whole = at == std::string_view::npos ? std::nullopt : sentence(text, at))
      builder.edit("leave the promise out", *whole, "", false);
    else
      builder.help("leave the promise out");
  }
};

} // namespace

void judgePromises(Lowering &lowering) {
  Promises(lowering).run();
}

} // namespace changec::sema
