// The tree of one `.change` file: what was written, with exact byte ranges, comments included. Nothing is resolved or
// judged here. Nodes live in the arena of their File and are only read once made; views point into the source text.
#pragma once

#include "source/Source.h"

#include <llvm/Support/Allocator.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace changec::syntax {

struct Name {
  std::string_view text;
  Range range;
  [[nodiscard]] bool present() const { return !text.empty(); }
};

/// `"..."` or `"""..."""`. `raw` is what stands between the quotes.
struct Text {
  std::string_view raw;
  Range range; ///< With the quotes.
  bool block = false;
  bool damaged = false; ///< What is wrong with it has been reported.
};

/// `` `...` `` or a block between triple backticks. `raw` is what stands between them.
struct Shell {
  std::string_view raw;
  Range range; ///< With the backticks.
  bool block = false;
  bool damaged = false; ///< What is wrong with it has been reported.
};

struct Value;
struct Argument;

/// `postgres.dump(database, file: "x")`, `database`, `std.files`.
struct Reference {
  std::span<const Name> path;
  std::span<const Argument> arguments;
  bool hasArguments = false;
  Range range;
  Range argumentsRange; ///< From `(` to `)`.
};

/// A literal that is a single token: `3`, `5m`, `25%`, `2026-12-05T22:00`.
struct Literal {
  enum class Kind : uint8_t { integer, duration, percent, moment };
  Kind kind = Kind::integer;
  std::string_view raw;
  Range range;
  bool damaged = false; ///< What is wrong with it has been reported.
};

struct Value {
  std::variant<Text, Literal, Reference, std::span<const Value>> what;
  Range range;
};

struct Argument {
  Name name; ///< Of `name: value`; else not present.
  Value value;
};

/// A step, or one of those that `for` made: `backup`, `drain[web1]`.
struct StepReference {
  Name name;
  std::optional<Value> element;
  Range range;
};

// ---- operations

struct Operation;

/// `undo none because "..."`, or operations.
struct Undo {
  bool nothing = false;
  std::optional<Text> because;
  std::span<const Operation> operations;
  Range range;
};

struct Operation {
  struct Run {
    Shell shell;
  };
  struct Manual {
    Text instruction;
  };
  struct Wait {
    Literal length;
  };
  struct WaitUntil {
    Shell condition;
  };
  struct Call { ///< An action, or the name of checks.
    Reference reference;
  };
  struct Reboot {};
  std::variant<Run, Manual, Wait, WaitUntil, Call, Reboot> what;
  Range range;
  const Undo *undo = nullptr;
};

/// `do X` or `do { X Y }`.
struct Operations {
  std::span<const Operation> items;
  Range range;
  bool braced = false;
};

// ---- clauses

/// A state of a resource, or `*`.
struct State {
  Name name;
  bool any = false;
  Range range;
};

struct People { ///< owner, deputy, manager, decides, accepted by
  enum class Kind : uint8_t { owner, deputy, manager, decides, acceptedBy };
  Kind kind = Kind::owner;
  Name who;
};
struct RiskOrImpact {
  bool isRisk = true;
  Name grade; ///< `none` too.
};
struct WindowClause {
  Literal start;
  Literal end;
  std::optional<Text> zone;
};
struct RecordField {
  Name name;
  Value value;
};
struct RecordClause {
  std::span<const RecordField> fields;
};
struct Monitor {
  Literal length;
};
struct OnFailureClause {
  Name reaction;
};
struct OnHosts {
  std::span<const Name> hosts;
};
struct Takes { ///< takes, timeout
  bool isTimeout = false;
  Literal forward;
  std::optional<Literal> back;
};
struct Retry {
  Literal count;
  std::optional<Literal> pause;
};
struct Confirm {
  Literal within;
};
struct Expires {
  Literal after;
  Text because;
};
struct Loses {
  Text what;
};
struct Require {
  Operations what;
  std::optional<Text> why;
};
struct When {
  Shell condition;
};
struct Do { ///< do, enter, leave
  enum class Kind : uint8_t { doing, enter, leave };
  Kind kind = Kind::doing;
  Operations what;
};
struct UndoClause {
  bool nothing = false;
  std::optional<Text> because;
  Operations what;
  std::optional<Operations> otherwise; ///< Reserved: `undo A else B`.
};
struct UndoneBy {
  StepReference cover;
};
struct Irreversible {
  Text because;
};
struct Verify {
  bool afterUndo = false;
  Operations what;
};
struct Remember {
  bool secret = false;
  Name name;
  Shell source;
};
struct KeepClause {
  Value path;
};
struct ObserveClause {
  Shell what;
};
struct EffectClause {
  Reference what;
  State from;
  State to;
};
struct Needs {
  Reference what;
  State needed;
};
struct Saves {
  Reference what;
  Value key;
};
struct Restores {
  Reference what;
  Value key;
};
struct Refreshes {
  Reference what;
  Reference source;
};
struct Produces {
  Reference what;
};
struct Allow {
  Name diagnostic;
  Text because;
};
struct Reserved { ///< Parsed, and refused by name.
  enum class Kind : uint8_t { reverts, watch };
  Kind kind = Kind::reverts;
  Name what;    ///< Of `watch`: checks.
  Literal time; ///< `within 5m`, `every 1m`
};

struct Clause {
  Range keyword;
  Range range;
  std::variant<People, RiskOrImpact, WindowClause, RecordClause, Monitor, OnFailureClause, OnHosts, Takes, Retry,
               Confirm, Expires, Loses, Require, When, Do, UndoClause, UndoneBy, Irreversible, Verify, Remember,
               KeepClause, ObserveClause, EffectClause, Needs, Saves, Restores, Refreshes, Produces, Allow, Reserved>
      what;
};

// ---- declarations

/// `string`, `[path]`, `secret`.
struct Type {
  Name simple; ///< The innermost name.
  bool list = false;
  bool nested = false; ///< A list of lists, which there is not.
  Range range;
};

struct Parameter {
  Name name;
  Type type;
  std::optional<Value> initial;
  Range range;
};

struct Each {
  Name variable;
  Value list;
  Range range;
};

struct Attribute {
  Name key;
  std::span<const Name> names;  ///< Of `members` and `lead`.
  std::optional<Value> content; ///< Of any other.
  Range range;
};

struct Check {
  Text title;
  Operation operation;
  Range range;
};

struct Event {
  bool ofStep = false;
  StepReference step;
  Name what;
  Range range;
};

struct Route {
  std::span<const Name> channels; ///< The first, then what stands after each `else`.
};

struct MessageAt {
  std::span<const Name> moment; ///< `start`, `window.end`; empty where `instant` stands.
  std::optional<Literal> instant;
  bool before = false; ///< `-`
  std::optional<Literal> offset;
  Range range;
};
struct MessageOn {
  std::span<const Event> events;
};
struct MessageEvery {
  Literal interval;
  Name during;
};

/// `unless acknowledged within 10m to P via phone`
struct Unless {
  Name what;
  Literal within;
  std::span<const Name> told;
  Route route; ///< Without channels: the message's own.
  Range range;
};

struct Message {
  std::span<const Name> recipients;
  std::span<const Route> routes;
  std::variant<MessageAt, MessageOn, MessageEvery> when;
  Name sender;
  Text text;
  std::span<const Unless> unless;
  Range range;
};

struct PolicyRule {
  enum class Kind : uint8_t { deny, warn, allow, limitWindow, limitAccepted, limitOther };
  Kind kind = Kind::deny;
  bool ofAllowances = false; ///< `deny allow`; the name is then the diagnostic that may not be allowed, or nothing.
  Name name;                 ///< The diagnostic, or what is limited.
  Name quantity;
  std::string_view relation;
  Name level;
  std::optional<Literal> duration;
  std::span<const Name> people;
  std::span<const Name> channels;
  Range range;
};

struct Declaration;

/// What only some kinds of declaration hold.
struct ImportDetails {
  std::optional<Text> path;
  std::span<const Name> module;
  std::optional<Text> cards; ///< Of `contacts "team.vcf"`, where `contacts` is the module.
};
struct ContactDetails {
  std::span<const Attribute> attributes;
};
struct ChannelDetails {
  std::optional<Shell> send;
  std::optional<Text> manual;   ///< What a person does who tells by it.
  std::optional<Literal> limit; ///< The longest text that it takes.
};
struct HostDetails {
  std::optional<Text> address;
  std::span<const Name> members; ///< Of `hosts`.
};
struct ResourceDetails {
  std::optional<Reference> whole; ///< `in B(x)`
  std::span<const Name> states;
  std::optional<Shell> probe;
};
struct PolicyDetails {
  std::span<const PolicyRule> rules;
};
struct ParamDetails {
  Type type;
  std::optional<Value> initial;
};
struct SecretDetails {
  Name origin; ///< `env` or `file`.
  std::optional<Text> content;
};
struct ChecksDetails {
  std::span<const Check> checks;
};
struct CommunicateDetails {
  std::span<const Message> messages;
  bool uses = false; ///< `communicate NAME` without a body.
};

struct Declaration {
  enum class Kind : uint8_t {
    import,
    person,
    team,
    desk,
    channel,
    resource,
    host,
    hosts,
    policy,
    change,
    phase,
    guard,
    step,
    gate,
    action,
    checks,
    communicate,
    param,
    secret,
    parallel
  };
  Kind kind = Kind::step;
  /// Part of it could not be parsed and is missing here. Nothing is to be said about what it lacks.
  bool damaged = false;
  Range keyword;
  Range range;
  Range open;  ///< `{`, where there is one.
  Range close; ///< `}`; invalid where it is missing.
  Name name;
  std::optional<Text> title;
  const Each *each = nullptr;
  std::span<const Parameter> parameters;
  std::span<const Clause> clauses;
  std::span<const Declaration *const> items; ///< Steps, checks, parameters ... inside, in order.
  std::string_view doc;                      ///< The `///` lines before it, as written.
  std::variant<std::monostate, ImportDetails, ContactDetails, ChannelDetails, HostDetails, ResourceDetails,
               PolicyDetails, ParamDetails, SecretDetails, ChecksDetails, CommunicateDetails>
      details;
};

/// The keyword that begins a declaration of the kind.
std::string_view keyword(Declaration::Kind kind);

struct Comment {
  enum class Kind : uint8_t { line, block, doc };
  Kind kind = Kind::line;
  Range range;
};

/// A text or shell that is still to be filled in: `<the number of the desk>`.
struct BlankText {
  std::string_view asksFor;
  Range range; ///< With its quotes or backticks.
};

/// One parsed file.
struct File {
  FileId id = FileId::none;
  llvm::BumpPtrAllocator arena;
  std::vector<const Declaration *> declarations;
  std::vector<Comment> comments; ///< In order.
  std::vector<BlankText> blanks;
  bool damaged = false;   ///< Something could not be scanned or parsed.
  bool namesLost = false; ///< What was skipped may have declared something.
};

} // namespace changec::syntax
