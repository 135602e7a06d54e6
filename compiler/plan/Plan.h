// The Plan: a checked change plan as plain data. Everything is resolved, typed and unrolled; sema makes it, and every
// output reads it and nothing else. Indices refer to the vectors of the Plan; `none` is no index.
#pragma once

#include "diagnostics/Levels.h"
#include "plan/StepTimes.h"

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace changec::plan {

// Before the constant `none`, which g++ would else call shadowed by the enumerator.
using changec::Risk;
using changec::Verdict;
enum class Impact : uint8_t { none, minor, major, severe };

inline constexpr uint32_t none = UINT32_MAX;

/// Where a thing is written: an index into `Plan::files`, a line from 1 (0: nowhere), and the bytes `[begin, end)`.
struct Place {
  uint32_t file = none;
  uint32_t line = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
};

enum class ContactKind : uint8_t { person, team, desk };

/// An address of a contact for one channel: `phone "+420 555 010 001"`.
struct Address {
  std::string channel; ///< A name in `Plan::channels`.
  std::string address;
};

struct Contact {
  ContactKind kind = ContactKind::person;
  std::string name;  ///< `service_desk`
  std::string title; ///< `Service Desk`; the name where the plan gives none.
  std::string role;
  std::vector<Address> addresses;
  std::vector<uint32_t> members; ///< Of a team: contacts.
  uint32_t lead = none;          ///< Of a team.
  Place place;
};

/// Words with values in them. Prose, arguments and messages are such texts.
struct Text {
  struct Literal {
    std::string text;
  };
  /// A remembered value: an index into `Plan::values`, known only when the plan runs.
  struct Remembered {
    uint32_t value;
  };
  /// A secret of the plan: an index into `Plan::secrets`.
  struct Secret {
    uint32_t secret;
  };
  /// Something the runtime knows: `reason`, `backout.end`, `next_update`.
  struct Placeholder {
    std::string name;
  };
  using Part = std::variant<Literal, Remembered, Secret, Placeholder>;
  std::vector<Part> parts;

  [[nodiscard]] bool empty() const { return parts.empty(); }
  /// The text, if it holds literals only.
  [[nodiscard]] std::optional<std::string> constant() const;
};

struct Parameter {
  std::string name;
  std::string type;  ///< As the language writes it: `string`, `[path]`.
  std::string value; ///< As shell sees it: a list one element a line, a duration in seconds.
  std::string doc;
  Place place;
};

enum class SecretSource : uint8_t { environment, file };
struct Secret {
  std::string name;
  SecretSource source = SecretSource::environment;
  std::string from; ///< The variable's name, or the file's path.
  Place place;
};

/// A value read once when the plan runs, durable before the first intent of its scope, private to the scope.
struct RememberedValue {
  std::string key;  ///< Unique in the plan and fit for a file name: `switch.previous`, `closed.enter/1.limit`.
  std::string name; ///< The shell variable: `previous`.
  std::string shell;
  bool secret = false;
  uint32_t scope = none;
  Place place;
};

/// A shell variable of a scope: an action's parameter, or the `X` of `for X in`.
struct Binding {
  std::string name;
  Text value;
};

/// A resource with its arguments: `postgres.connections(orders)`. Arguments are texts, since some are remembered.
struct Cell {
  std::string resource; ///< Qualified name.
  std::vector<Text> arguments;
};

/// What a scope declares of resources. States are names; `*` is any.
struct Effect {
  enum class Kind : uint8_t { effect, needs, saves, restores, refreshes, produces };
  Kind kind = Kind::effect;
  Cell cell;
  std::string from; ///< Of an effect.
  std::string to;   ///< Of an effect; of `needs` the state needed.
  Text key;         ///< Of `saves` and `restores`.
  Cell source;      ///< Of `refreshes`.
  Place place;
};

/// A way to reach contacts.
struct Channel {
  std::string name;
  bool builtIn = false;
  std::string send; ///< Shell text of a declared channel; sees `$to`, `$subject`, `$body`, and its secrets.
  std::string
      manual; ///< What a person does who tells by it. `phone` is such a channel, and `ticket` until it is declared.
  std::vector<Secret> secrets;
  std::optional<uint32_t> limit; ///< The longest text that it takes, in characters.
  std::vector<Effect> needs;     ///< What must be up for it.
  Place place;
};

/// A file or folder, or its absence, kept byte for byte before `do` and put back by the derived inverse.
struct Keep {
  Text path;
  Place place;
};

/// A fingerprint of what the scope changes: the same before do and after undo.
struct Observe {
  std::string shell; ///< Sees the variables of its scope.
  Place place;
};

/// What must hold before `do`: shell with its reason, or the operations that checks make.
struct Operation;
struct Requirement {
  std::vector<Operation> operations;
  std::string why;
  Place place;
};

enum class OperationKind : uint8_t {
  shell,     ///< `text` runs.
  manual,    ///< `instruction` is done by a person (in a verify or checks: a question answered yes or no).
  wait,      ///< `duration` passes.
  waitUntil, ///< `text` is polled until it succeeds, or the timeout of its scope.
  checks,    ///< The checks `checkList` all run; each result is reported.
  call,      ///< The operations of `Plan::scopes[scope]`, an action's call.
  putBack,   ///< What `Plan::scopes[scope]` keeps is put back (when a guard is left that was entered by keeping).
};

/// How what was done is taken back.
enum class InverseKind : uint8_t {
  ofOperations, ///< The operations' own inverses, in reverse.
  undo,         ///< `operations` run, in this order.
  undoneBy,     ///< An earlier step's undo covers it.
  nothing,      ///< There is nothing to take back; `because` says why.
  irreversible, ///< Past here only forward.
};

struct Inverse {
  InverseKind kind = InverseKind::ofOperations;
  std::vector<Operation> operations;
  uint32_t coveredBy = none; ///< Of `undoneBy`: a step.
  std::string because;
  uint32_t acceptedBy = none; ///< A contact.
  Place place;
};

/// The unit that is journaled, verified and undone. Leaves (all kinds but `call`) run; a call holds leaves.
struct Operation {
  OperationKind kind = OperationKind::shell;
  std::string key; ///< Unique in the plan, stable while the step is unchanged: `backup/1`, `backup/undo/1`.
  std::string text;
  Text instruction;
  Duration duration = 0;
  uint32_t checkList = none;
  uint32_t scope = none; ///< Of a call: its own scope. Of the other kinds: the scope whose variables it sees.
  /// What the operation itself says of its inverse (`a` undo `b`). Nothing where it says nothing; a call's own
  /// inverse stands in its scope.
  std::optional<Inverse> inverse;
  Place place;
};

/// A step, or one call of an action within it: variables, what is remembered, what is done, and its inverse.
/// Order when it runs: requirements, remembers, keeps, observes, operations, verify.
struct Scope {
  std::string key;        ///< Of a step: the step's key. Of a call: the operation's key.
  std::string action;     ///< Qualified name of the action called; empty for a step.
  uint32_t parent = none; ///< The scope that calls.
  uint32_t step = none;
  std::vector<Binding> bindings;
  std::vector<uint32_t> remembers; ///< Values.
  std::vector<Keep> keeps;
  std::vector<Observe> observes;
  std::vector<Requirement> requirements;
  std::vector<Effect> effects;
  std::vector<Operation> operations;
  Inverse inverse;
  std::vector<Operation> verify;
  std::vector<Operation> verifyUndo;
  std::optional<Duration> timeout;     ///< Of each operation of `do`.
  std::optional<Duration> undoTimeout; ///< Of each operation of the undo.
  uint32_t retries = 0;                ///< How many more tries.
  Duration retryPause = 0;
  bool safeToRepeat = false; ///< A library action: running it again does what running it once does.
};

enum class StepKind : uint8_t { step, guardEnter, guardLeave, gate };

/// What the compiler knows about a step's way back (language.md, 3).
enum class Reversibility : uint8_t { proven, stated, manual, covered, nothing, irreversible };

/// Why a step's way back is believed and not proven.
enum class Belief : uint8_t {
  shell,              ///< Its do is shell, and what that changes is not declared.
  undoShell,          ///< Its undo is.
  lateName,           ///< A name is known only when the plan runs: it may stand for the same thing.
  part,               ///< What it changes is part of something that the plan changes too, or the whole of it.
  savedElsewhere,     ///< Nothing in the plan is declared to hold what it restores.
  label,              ///< What it leaves, or starts from, has a name but no states that could be told apart.
  noProbe,            ///< The state that it starts from cannot be asked.
  cover,              ///< The step that takes it back is believed itself.
  irreversibleInside, ///< A backout stops within the guard, and leaves it held.
};
constexpr size_t beliefCount = static_cast<size_t>(Belief::irreversibleInside) + 1;

/// What a step makes of one thing that has a state, as the proof follows it. The states are for a person to read.
struct StateChange {
  std::string cell; ///< `postgres.contents(orders)`
  std::string before;
  std::string after;
  bool kept = false; ///< Produced: it stays behind on purpose.
};

/// One step as it runs: `for` is unrolled, a guard is two, and a gate is one without operations.
struct Step {
  StepKind kind = StepKind::step;
  std::string key;     ///< `migrate`, `drain[web1]`, `closed.enter`; unique.
  std::string name;    ///< As declared: `migrate`, `drain`, `closed`.
  std::string element; ///< Of `for`.
  std::string title;   ///< Of a gate: the question. The key where the plan gives none.
  std::string doc;
  uint32_t owner = none;  ///< A person, or a team with a lead.
  uint32_t deputy = none; ///< The same.
  uint32_t phase = none;
  uint32_t guard = none; ///< The innermost guard it is inside of: an index into `guards`.
  uint32_t scope = none; ///< Of all kinds but a gate.
  /// Shell; empty: always. Of a guard's enter: where it does not hold, all until the guard's leave is skipped.
  std::string when;
  uint32_t whenScope = none; ///< The scope whose variables `when` sees.
  std::optional<Duration> takes;
  std::optional<Duration> undoTakes;
  std::optional<Duration> confirmWithin;
  std::optional<Duration> expires; ///< Until when the undo works, from the step's end.
  std::string expiresBecause;
  std::string loses; ///< What an undo cannot bring back.
  uint32_t losesAcceptedBy = none;
  std::vector<Requirement> requirements; ///< Of a gate.
  Reversibility reversibility = Reversibility::stated;
  std::bitset<beliefCount> beliefs; ///< Of one that is `stated`: why, by `Belief`.
  std::vector<StateChange> changes; ///< Of all that it names and whose names are known when the plan is compiled.
  bool lastOfName = true;           ///< The last of the steps that one `for` made: events of the name fire here.
  Place place;
};

struct Guard {
  std::string name;
  std::string title;
  uint32_t enter = none; ///< Steps.
  uint32_t leave = none;
  uint32_t outer = none;     ///< The guard around it.
  bool leaveWritten = false; ///< Else it is left by the inverse of what enters it.
  Place place;
};

/// A plan of low risk may have none: then the zone is empty.
struct Window {
  Instant start = 0;
  Instant end = 0;
  std::string zone; ///< IANA name: `Europe/Prague`.
};

struct Phase {
  std::string key;
  std::string title;
  uint32_t owner = none;  ///< Of its steps that name nobody.
  uint32_t deputy = none; ///< The owner's.
  uint32_t acceptedBy = none;
  std::optional<Window> window; ///< Where it differs from the change's.
  uint32_t firstStep = 0;       ///< Steps `[firstStep, endStep)`.
  uint32_t endStep = 0;
  Place place;
};

/// One titled check of a list.
struct Check {
  std::string title;
  Operation operation;
};
struct CheckList {
  std::string name;
  std::string title;
  uint32_t owner = none;
  std::vector<Check> checks;
  Place place;
};

enum class Event : uint8_t {
  start,
  finish,
  failure,
  cancelled,
  backout,
  backedOut,
  backoutFailed,
  decisionDeadline,
  stepStarted,
  stepDone,
  stepUndone,
  stepFailed,
};

/// The event's name in the language: `backed_out`, `started`.
std::string_view name(Event event);

/// When a message goes out.
struct OnEvent {
  Event event = Event::start;
  std::string step; ///< Of a step's events: the declared name.
};
struct AtInstant {
  Instant instant = 0;
  std::string written; ///< `start - 15m`
};
struct Every {
  Duration interval = 0;
  bool duringBackout = true; ///< Else during the implementation.
};

/// One way of reaching one recipient; `otherwise` are tried in order when it fails.
struct Delivery {
  uint32_t channel = none;
  std::string address;
  uint32_t through = none; ///< A contact: who answers at the address (a team's lead, where the team has none).
};
struct Route {
  std::vector<Delivery> deliveries; ///< The first, then what `else` names.
};

/// Whom to tell where nobody acknowledges a message in time.
struct Escalation {
  Duration within = 0; ///< From when the message is sent.
  uint32_t to = none;
  Route route;
};

struct Message {
  std::string key; ///< Unique and stable: `message/4.dba`.
  uint32_t to = none;
  uint32_t from = none;
  std::vector<Route> routes; ///< All are used.
  std::vector<Escalation> unless;
  std::variant<OnEvent, AtInstant, Every> when;
  Text text;
  Place place;
};

enum class OnFailure : uint8_t { stop, ask, backout };

/// A field of the change record, as the plan gives it.
struct RecordField {
  std::string name;
  std::vector<std::string> values;
};

/// `allow NAME because "..."` somewhere in the plan's files.
struct Allowance {
  std::string diagnostic;
  std::string because;
  std::string within; ///< The declaration that it stands in: `step migrate`.
  Place place;
};

/// A rule of a policy that applies at this plan's risk and impact.
struct PolicyRule {
  Verdict verdict = Verdict::deny;
  bool ofAllowances = false; ///< `deny allow`: whether the plan may allow something.
  std::string diagnostic;    ///< Empty where allowances of any are meant.
  Place place;
};

/// A limit of a policy that applies at this plan's risk and impact. Who is meant stands by name: a policy may name who
/// has no part in this plan.
struct PolicyLimit {
  enum class Kind : uint8_t { window, notice, acceptedBy, backout };
  Kind kind = Kind::window;
  Duration duration = 0;             ///< Of `window` the longest, of `notice` the least.
  std::vector<std::string> contacts; ///< Of `acceptedBy` who may accept, else who is told; empty: whoever is told.
  std::vector<std::string> channels; ///< Of `backout`, and maybe of `notice`: one of these is used.
  Place place;
};

/// What an organisation insists on; the plan was judged by it.
struct Policy {
  std::string name;
  std::string title; ///< The name where the policy gives none.
  std::string doc;
  std::vector<PolicyRule> rules;
  std::vector<PolicyLimit> limits;
  Place place;
};

struct Plan {
  std::string compiler;           ///< The version that made it: `0.1.0`.
  std::string digest;             ///< SHA-256 over the JSON of all the rest, in lower-case hexadecimal; 64 characters.
  std::vector<std::string> files; ///< Names as shown, the plan's own first.

  std::string id;
  std::string title;
  std::string doc;
  uint32_t manager = none;
  uint32_t decides = none; ///< Who decides where only forward is left.
  Risk risk = Risk::medium;
  Impact impact = Impact::minor;
  Window window;
  OnFailure onFailure = OnFailure::stop;
  std::optional<Duration> monitor;
  std::vector<RecordField> record;

  std::vector<Contact> contacts;
  std::vector<Channel> channels;
  std::vector<Parameter> parameters;
  std::vector<Secret> secrets;
  std::vector<RememberedValue> values;
  std::vector<Scope> scopes;
  std::vector<Step> steps; ///< In order of implementation.
  std::vector<Guard> guards;
  std::vector<Phase> phases;
  std::vector<CheckList> checkLists;
  std::vector<Requirement> requirements; ///< Before everything.
  std::vector<Operation> verify;         ///< Health after the change.
  std::vector<Operation> verifyUndo;     ///< Health after a backout.
  std::vector<Message> messages;
  std::vector<Policy> policies;
  std::vector<Allowance> allowances;
  Timeline timeline; ///< Computed from the rest (plan/Timeline.h).
  Place place;
};

/// What bounds the operations of a scope when it runs: its own clauses, else those of the scope that calls it.
struct Limits {
  std::optional<Duration> timeout;
  std::optional<Duration> undoTimeout;
  uint32_t retries = 0; ///< How many more tries.
  Duration pause = 0;   ///< Between them.
};
Limits limitsOf(const Plan &plan, uint32_t scope);

} // namespace changec::plan
