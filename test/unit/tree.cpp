// Prints the tree of a file, a node a line with its place and its bytes, and says where ranges are not what they are to
// be: within their parents, in order, from a first byte to a last one that are no space.
//   tree FILE
#include "diagnostics/Diagnostics.h"
#include "source/Source.h"
#include "syntax/Parser.h"
#include "syntax/Placement.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>

using namespace changec;
using namespace changec::syntax;

namespace {

template <typename... Functions> struct Overloaded : Functions... { using Functions::operator()...; };
template <typename... Functions> Overloaded(Functions...) -> Overloaded<Functions...>;

class Printer {
public:
  explicit Printer(const SourceFile &source) : source_(source) {}

  [[nodiscard]] bool sound() const { return sound_; }

  void comment(const Comment &comment) {
    constexpr std::string_view kinds[] = {"line comment", "block comment", "doc comment"};
    node(kinds[static_cast<size_t>(comment.kind)], comment.range, [] {});
  }

  void declaration(const Declaration &declaration) {
    node(fmt::format("declaration {}", keyword(declaration.kind)), declaration.range, [&] {
      if (!declaration.doc.empty())
        fmt::print("{:{}}doc {}\n", "", depth_ * 2, shown(declaration.doc));
      if (declaration.keyword.begin != declaration.range.begin)
        flaw("does not begin at its keyword");
      leaf("keyword", declaration.keyword);
      name("name", declaration.name);
      optional("title", declaration.title);
      if (declaration.each != nullptr)
        node("each", declaration.each->range, [&] {
          name("variable", declaration.each->variable);
          value("list", declaration.each->list);
        });
      for (const Parameter &formal : declaration.parameters)
        parameter(formal);
      if (declaration.open.valid())
        leaf("open", declaration.open);
      details(declaration);
      members(declaration);
      if (declaration.close.valid()) {
        leaf("close", declaration.close);
        if (declaration.close.end != declaration.range.end)
          flaw("does not end at its brace");
      }
    });
  }

private:
  const SourceFile &source_;
  int depth_ = 0;
  Range outer_; ///< What the node being printed must lie in.
  uint32_t after_ = 0;
  bool sound_ = true;

  void flaw(std::string_view what) {
    sound_ = false;
    fmt::print("{:{}}FLAW: {}\n", "", depth_ * 2, what);
  }

  static std::string shown(std::string_view text) {
    constexpr size_t longest = 60;
    std::string result;
    for (const char c : text)
      result += c == '\n' ? "\\n" : std::string(1, c);
    if (result.size() > longest)
      result = result.substr(0, longest / 2) + " ... " + result.substr(result.size() - longest / 2);
    return result;
  }

  template <typename Inside> void node(std::string_view what, Range range, Inside &&inside) {
    const std::string_view text = source_.text().substr(range.begin, range.size());
    const Position from = source_.position(range.begin);
    const Position to = source_.position(range.end);
    fmt::print("{:{}}{} {}:{}-{}:{} {}\n", "", depth_ * 2, what, from.line, from.column, to.line, to.column,
               shown(text));
    if (text.empty() || isspace(text.front()) != 0 || isspace(text.back()) != 0)
      flaw("begins or ends with space");
    if (outer_.valid() && (range.begin < outer_.begin || range.end > outer_.end))
      flaw("is not within its parent");
    if (range.begin < after_)
      flaw("begins before the node before it ends");
    const Range outer = std::exchange(outer_, range);
    after_ = range.begin;
    ++depth_;
    inside();
    --depth_;
    outer_ = outer;
    after_ = range.end;
  }
  void leaf(std::string_view what, Range range) {
    node(what, range, [] {});
  }
  void name(std::string_view what, const Name &name) {
    if (!name.present())
      return;
    leaf(what, name.range);
    if (name.text != source_.text().substr(name.range.begin, name.range.size()))
      flaw("is not its text");
  }
  void names(std::string_view what, std::span<const Name> all) {
    for (const Name &each : all)
      name(what, each);
  }
  template <typename Quoted> void quoted(std::string_view what, const Quoted &text) {
    leaf(what, text.range);
    const uint32_t mark = text.block ? 3 : 1;
    if (text.raw != source_.text().substr(text.range.begin + mark, text.range.size() - 2 * mark))
      flaw("is not what its marks enclose");
  }
  template <typename Quoted> void optional(std::string_view what, const std::optional<Quoted> &text) {
    if (text)
      quoted(what, *text);
  }
  void literal(std::string_view what, const Literal &literal) {
    constexpr std::string_view kinds[] = {"integer", "duration", "percent", "moment"};
    leaf(fmt::format("{} ({})", what, kinds[static_cast<size_t>(literal.kind)]), literal.range);
    if (literal.raw != source_.text().substr(literal.range.begin, literal.range.size()))
      flaw("is not its text");
  }
  void optional(std::string_view what, const std::optional<Literal> &read) {
    if (read)
      literal(what, *read);
  }

  void reference(std::string_view what, const Reference &reference) {
    node(what, reference.range, [&] {
      names("part", reference.path);
      if (reference.hasArguments)
        node("arguments", reference.argumentsRange, [&] {
          for (const Argument &argument : reference.arguments) {
            name("to", argument.name);
            value("argument", argument.value);
          }
        });
    });
  }
  void value(std::string_view what, const Value &value) {
    std::visit(Overloaded{
                   [&](const Text &text) { quoted(fmt::format("{} (text)", what), text); },
                   [&](const Literal &read) { literal(what, read); },
                   [&](const Reference &read) { reference(fmt::format("{} (reference)", what), read); },
                   [&](std::span<const Value> items) {
                     node(fmt::format("{} (list)", what), value.range, [&] {
                       for (const Value &item : items)
                         this->value("item", item);
                     });
                   },
               },
               value.what);
  }
  void optional(std::string_view what, const std::optional<Value> &read) {
    if (read)
      value(what, *read);
  }
  void step(std::string_view what, const StepReference &step) {
    node(what, step.range, [&] {
      name("step", step.name);
      optional("element", step.element);
    });
  }
  void type(const Type &type) {
    node(type.list ? "type (list)" : "type", type.range, [&] { name("of", type.simple); });
  }
  void parameter(const Parameter &formal) {
    node("parameter", formal.range, [&] {
      name("name", formal.name);
      type(formal.type);
      optional("initial", formal.initial);
    });
  }

  void operation(const Operation &operation) {
    node("operation", operation.range, [&] {
      std::visit(Overloaded{
                     [&](const Operation::Run &run) { quoted("shell", run.shell); },
                     [&](const Operation::Manual &manual) { quoted("manual", manual.instruction); },
                     [&](const Operation::Wait &wait) { literal("wait", wait.length); },
                     [&](const Operation::WaitUntil &wait) { quoted("wait until", wait.condition); },
                     [&](const Operation::Call &call) { reference("call", call.reference); },
                     [&](const Operation::Reboot &) { fmt::print("{:{}}reboot\n", "", depth_ * 2); },
                 },
                 operation.what);
    });
    if (operation.undo != nullptr)
      node(operation.undo->nothing ? "its undo (none)" : "its undo", operation.undo->range, [&] {
        optional("because", operation.undo->because);
        for (const Operation &inverse : operation.undo->operations)
          this->operation(inverse);
      });
  }
  void operations(std::string_view what, const Operations &operations) {
    node(operations.braced ? fmt::format("{} (list)", what) : what, operations.range, [&] {
      for (const Operation &each : operations.items)
        operation(each);
    });
  }

  void state(std::string_view what, const State &state) {
    leaf(state.any ? fmt::format("{} (any)", what) : what, state.range);
  }

  void clause(const Clause &clause) {
    node(fmt::format("clause {}", clauseName(clause)), clause.range, [&] {
      if (clause.keyword.begin != clause.range.begin)
        flaw("does not begin at its keyword");
      std::visit(Overloaded{
                     [&](const People &c) { name("who", c.who); },
                     [&](const RiskOrImpact &c) { name("grade", c.grade); },
                     [&](const WindowClause &c) {
                       literal("start", c.start);
                       literal("end", c.end);
                       optional("zone", c.zone);
                     },
                     [&](const RecordClause &c) {
                       for (const RecordField &field : c.fields) {
                         name("field", field.name);
                         value("value", field.value);
                       }
                     },
                     [&](const Monitor &c) { literal("length", c.length); },
                     [&](const OnFailureClause &c) { name("reaction", c.reaction); },
                     [&](const OnHosts &c) { names("host", c.hosts); },
                     [&](const Takes &c) {
                       literal("forward", c.forward);
                       optional("back", c.back);
                     },
                     [&](const Retry &c) {
                       literal("count", c.count);
                       optional("pause", c.pause);
                     },
                     [&](const Confirm &c) { literal("within", c.within); },
                     [&](const Expires &c) {
                       literal("after", c.after);
                       quoted("because", c.because);
                     },
                     [&](const Loses &c) { quoted("what", c.what); },
                     [&](const Require &c) {
                       operations("what", c.what);
                       optional("why", c.why);
                     },
                     [&](const When &c) { quoted("condition", c.condition); },
                     [&](const Do &c) { operations("what", c.what); },
                     [&](const UndoClause &c) {
                       optional("because", c.because);
                       if (!c.nothing)
                         operations("what", c.what);
                       if (c.otherwise)
                         operations("else", *c.otherwise);
                     },
                     [&](const UndoneBy &c) { step("cover", c.cover); },
                     [&](const Irreversible &c) { quoted("because", c.because); },
                     [&](const Verify &c) { operations("what", c.what); },
                     [&](const Remember &c) {
                       name(c.secret ? "secret name" : "name", c.name);
                       quoted("source", c.source);
                     },
                     [&](const KeepClause &c) { value("path", c.path); },
                     [&](const ObserveClause &c) { quoted("what", c.what); },
                     [&](const EffectClause &c) {
                       reference("what", c.what);
                       state("from", c.from);
                       state("to", c.to);
                     },
                     [&](const Needs &c) {
                       reference("what", c.what);
                       state("state", c.needed);
                     },
                     [&](const Saves &c) {
                       reference("what", c.what);
                       value("as", c.key);
                     },
                     [&](const Restores &c) {
                       reference("what", c.what);
                       value("from", c.key);
                     },
                     [&](const Refreshes &c) {
                       reference("what", c.what);
                       reference("from", c.source);
                     },
                     [&](const Produces &c) { reference("what", c.what); },
                     [&](const Allow &c) {
                       name("diagnostic", c.diagnostic);
                       quoted("because", c.because);
                     },
                     [&](const Reserved &c) {
                       name("what", c.what);
                       literal("time", c.time);
                     },
                 },
                 clause.what);
    });
  }

  void message(const Message &message) {
    node("message", message.range, [&] {
      names("to", message.recipients);
      for (const Route &route : message.routes)
        names("via", route.channels);
      std::visit(Overloaded{
                     [&](const MessageAt &at) {
                       node("at", at.range, [&] {
                         names("moment", at.moment);
                         optional("instant", at.instant);
                         optional(at.before ? "before" : "after", at.offset);
                       });
                     },
                     [&](const MessageOn &on) {
                       for (const Event &event : on.events)
                         node("on", event.range, [&] {
                           if (event.ofStep)
                             step("step", event.step);
                           name("what", event.what);
                         });
                     },
                     [&](const MessageEvery &every) {
                       literal("every", every.interval);
                       name("during", every.during);
                     },
                 },
                 message.when);
      name("from", message.sender);
      quoted("text", message.text);
    });
  }

  void details(const Declaration &declaration) {
    std::visit(Overloaded{
                   [](const std::monostate &) {},
                   [&](const ImportDetails &d) {
                     optional("path", d.path);
                     names("module", d.module);
                   },
                   [&](const ContactDetails &d) {
                     for (const Attribute &attribute : d.attributes)
                       node("attribute", attribute.range, [&] {
                         name("key", attribute.key);
                         names("who", attribute.names);
                         optional("content", attribute.content);
                       });
                   },
                   [&](const ChannelDetails &d) { optional("send", d.send); },
                   [&](const HostDetails &d) {
                     optional("address", d.address);
                     names("member", d.members);
                   },
                   [&](const ResourceDetails &d) {
                     if (d.whole)
                       reference("in", *d.whole);
                     names("state", d.states);
                     optional("probe", d.probe);
                   },
                   [&](const PolicyDetails &d) {
                     for (const PolicyRule &rule : d.rules)
                       node("rule", rule.range, [&] {
                         name(rule.ofAllowances ? "permission" : "name", rule.name);
                         optional("duration", rule.duration);
                         names("channel", rule.channels);
                         names("person", rule.people);
                         name("quantity", rule.quantity);
                         name("level", rule.level);
                       });
                   },
                   [&](const ParamDetails &d) {
                     type(d.type);
                     optional("initial", d.initial);
                   },
                   [&](const SecretDetails &d) {
                     name("origin", d.origin);
                     optional("content", d.content);
                   },
                   [&](const ChecksDetails &) {},
                   [&](const CommunicateDetails &) {},
               },
               declaration.details);
  }

  /// Clauses, declarations, checks and messages as they stand.
  void members(const Declaration &declaration) {
    struct Member {
      uint32_t begin;
      std::function<void()> print;
    };
    std::vector<Member> members;
    for (const Clause &each : declaration.clauses)
      members.push_back({each.range.begin, [this, &each] { clause(each); }});
    for (const Declaration *each : declaration.items)
      members.push_back({each->range.begin, [this, each] { this->declaration(*each); }});
    if (const auto *checks = std::get_if<ChecksDetails>(&declaration.details))
      for (const Check &each : checks->checks)
        members.push_back({each.range.begin, [this, &each] {
                             node("check", each.range, [&] {
                               quoted("title", each.title);
                               operation(each.operation);
                             });
                           }});
    if (const auto *communicate = std::get_if<CommunicateDetails>(&declaration.details))
      for (const Message &each : communicate->messages)
        members.push_back({each.range.begin, [this, &each] { message(each); }});
    std::stable_sort(members.begin(), members.end(),
                     [](const Member &a, const Member &b) { return a.begin < b.begin; });
    for (const Member &member : members)
      member.print();
  }
};

} // namespace

int main(int count, char **arguments) {
  if (count != 2)
    return 2;
  SourceManager sources;
  const SourceManager::Loaded loaded = sources.load(arguments[1], arguments[1]);
  if (loaded.error)
    return 3;
  DiagnosticEngine diagnostics;
  const std::unique_ptr<File> file = parse(sources, loaded.file, diagnostics);
  for (const Diagnostic &diagnostic : diagnostics.sorted())
    fmt::print("said: {}\n", diagnostic.message);
  Printer declarations(sources.file(loaded.file));
  for (const Declaration *declaration : file->declarations)
    declarations.declaration(*declaration);
  Printer comments(sources.file(loaded.file));
  for (const Comment &comment : file->comments)
    comments.comment(comment);
  return diagnostics.hasErrors() || !declarations.sound() || !comments.sound() ? 1 : 0;
}
