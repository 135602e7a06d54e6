// The `.change` language, LL(1): one token decides. No actions; the tree is made from labels (compiler/syntax/TreeBuilder).
// What may stand where is mostly a matter of meaning, and checked later with better words than a parser has: any clause
// may stand in any block here.
parser grammar ChangeParser;

options {
  tokenVocab = ChangeLexer;
}

file: (imports | fileDeclaration)* EOF;

// `import contacts "team.vcf"` has both.
imports: IMPORT (path = text | module = dotted cards = text?);

fileDeclaration
    : contact
    | channel
    | resource
    | host
    | hosts
    | policy
    | change
    | member
    ;

// ---- contacts, channels, hosts

contact: kind = (PERSON | TEAM | DESK) id = name title = text? open = LBRACE attribute* close = RBRACE;

attribute
    : MEMBERS members = names
    | LEAD lead = name
    | ALLOW id = name BECAUSE because = text
    | key = attributeName content = value
    ;

channel: CHANNEL id = name open = LBRACE channelMember* close = RBRACE;
channelMember: sending | byHand | textLimit | secret | needs;
sending: SEND content = shell;
byHand: MANUAL instruction = text;
textLimit: LIMIT length = integer;

host: HOST id = name open = LBRACE ADDRESS address = text close = RBRACE;
hosts: HOSTS id = name LBRACKET members = names RBRACKET;

// ---- resources and policies

resource: RESOURCE id = name formal = parameters? (IN whole = reference)? (LBRACE states = names RBRACE)? (PROBE probe = shell)?;

policy: POLICY id = name title = text? open = LBRACE policyRule* close = RBRACE;
policyRule
    : verdict = (DENY | WARN | ALLOW) (permission = ALLOW subject = limitName? | id = attributeName) when_ = condition?
    | LIMIT bound = limit when_ = condition?
    ;
condition: WHEN quantity = name relation = (AT_LEAST | AT_MOST | IS) (threshold = name | nothing = NONE);
limit
    : WINDOW longest = duration
    | ACCEPTED BY acceptors = names
    | key = limitName (least = duration)? (VIA ways = names)? (TO told = names)?
    ;
limitName: WORD;

// ---- the plan

change: CHANGE id = name title = text? open = LBRACE member* close = RBRACE;

member
    : clause
    | block
    | checks
    | communicate
    | param
    | secret
    | action
    ;

// Steps and what holds them.
block: kind = (PHASE | GUARD | STEP | GATE) id = name title = text? loop = each? open = LBRACE member* close = RBRACE;
each: FOR variable = name IN list = value;

action: ACTION id = name formal = parameters? open = LBRACE member* close = RBRACE;
parameters: LPAREN (items += parameter (COMMA items += parameter)*)? RPAREN;
parameter: id = name COLON kind = type (EQUALS initial = value)?;
type: LBRACKET element = type RBRACKET | simple = name | SECRET;

param: PARAM id = name COLON kind = type (EQUALS initial = value)?;
secret: SECRET id = name FROM origin = name content = text;

checks: CHECKS id = name title = text? open = LBRACE (check | people | allow)* close = RBRACE;
check: title = text what = operation;

communicate: COMMUNICATE (id = name body = communicateBody? | body = communicateBody);
communicateBody: open = LBRACE (message | people | allow)* close = RBRACE;
message: TO recipients = names VIA routes += route (COMMA routes += route)* timing = when (FROM sender = name)? content = text escalations += escalation*;
escalation: UNLESS what = name WITHIN within = duration TO told = names (VIA ways = route)?;
route: ways += name (ELSE ways += name)*;
when
    : AT (moment = dotted (sign = (MINUS | PLUS) offset = duration)? | instant = datetime)
    | ON events += event (COMMA events += event)*
    | EVERY interval = duration DURING activity = name
    ;
event: STEP subject = stepReference what = name | failure = FAILURE | simple = eventName;

// ---- clauses

clause
    : people
    | level
    | window
    | record
    | monitor
    | onClause
    | takes
    | retry
    | confirm
    | expires
    | loses
    | require
    | whenClause
    | doing
    | undo
    | undone
    | irreversible
    | verify
    | remember
    | keep
    | observe
    | effect
    | needs
    | saves
    | restores
    | refreshes
    | produces
    | allow
    | reverts
    | watch
    | parallel
    ;

people: key = (OWNER | DEPUTY | MANAGER | DECIDES) who = name | key = ACCEPTED BY who = name;
level: key = (RISK | IMPACT) (grade = name | nothing = NONE);
window: WINDOW opens = datetime RANGE closes = datetime (IN zone = text)?;
record: RECORD open = LBRACE fields += field* close = RBRACE;
field: id = name content = value;
monitor: MONITOR length = duration;
onClause: ON (FAILURE reaction = name | targets = plainNames);

takes: key = (TAKES | TIMEOUT) forward = duration (COMMA UNDO back = duration)?;
retry: RETRY count = integer (EVERY pause = duration)?;
confirm: CONFIRM WITHIN within = duration;
expires: EXPIRES after = duration BECAUSE because = text;
loses: LOSES what = text;
require: REQUIRE what = operations why = text?;
whenClause: WHEN condition_ = shell;

doing: key = (DO | ENTER | LEAVE) what = operations;
undo: UNDO (NONE BECAUSE because = text | what = operations) (ELSE otherwise = operations)?;
undone: UNDONE BY cover = stepReference;
irreversible: IRREVERSIBLE BECAUSE because = text;
verify: VERIFY after = UNDO? what = operations;

remember: REMEMBER hidden = SECRET? id = name EQUALS source = shell;
keep: KEEP path = value;
observe: OBSERVE what = shell;

effect: EFFECT what = reference COLON from = state ARROW to = state;
needs: NEEDS what = reference COLON needed = state;
saves: SAVES what = reference AS key = value;
restores: RESTORES what = reference FROM key = value;
refreshes: REFRESHES what = reference FROM source = reference;
produces: PRODUCES what = reference;
state: id = name | any = STAR;

allow: ALLOW id = name BECAUSE because = text;

// Reserved: each is parsed, and refused by name.
reverts: REVERTS WITHIN after = duration;
watch: WATCH what = name EVERY interval = duration;
parallel: PARALLEL open = LBRACE member* close = RBRACE;

// ---- operations

operations: single = operation | open = LBRACE items += listed* close = RBRACE;
listed: what = operation inverse = listedUndo?;
listedUndo: UNDO (NONE (BECAUSE because = text)? | single = operation | open = LBRACE items += operation* close = RBRACE);
operation
    : content = shell
    | MANUAL instruction = text
    | WAIT (length = duration | UNTIL condition_ = shell)
    | call = reference
    | restart = REBOOT
    ;

// ---- values

value
    : string = text
    | sign = MINUS? number = integer
    | length = duration
    | share = PERCENT
    | moment = datetime
    | ref = reference
    | open = LBRACKET (items += value (COMMA items += value)*)? close = RBRACKET
    ;
reference: path = dotted actual = arguments?;
arguments: open = LPAREN (items += argument (COMMA items += argument)*)? close = RPAREN;
argument: first = value (COLON second = value)?;
dotted: parts += name (DOT parts += name)*;
names: items += name (COMMA items += name)*;
plainNames: items += eventName (COMMA items += eventName)*;
stepReference: id = name (LBRACKET element = value RBRACKET)?;

text: token = (STRING | BLOCK_STRING);
shell: token = (SHELL | BLOCK_SHELL);
duration: token = DURATION;
integer: token = INTEGER;
datetime: token = DATETIME;

// Any word but the few that the grammar cannot spare.
name: token = ( WORD | MEMBERS | LEAD | STEP | FAILURE
    | IMPORT | PERSON | TEAM | DESK | CHANNEL | RESOURCE | HOST | HOSTS | ACTION | COMMUNICATE | POLICY
    | CHANGE | PHASE | GUARD | GATE | CHECKS | PARAM | MANAGER | RISK | IMPACT | WINDOW | RECORD | MONITOR
    | DECIDES | OWNER | DEPUTY | ACCEPTED | TAKES | TIMEOUT | RETRY | CONFIRM | EXPIRES | LOSES | REQUIRE
    | WHEN | DO | UNDONE | IRREVERSIBLE | VERIFY | REMEMBER | KEEP | OBSERVE | EFFECT | NEEDS | SAVES
    | RESTORES | REFRESHES | PRODUCES | ENTER | LEAVE | ALLOW | FOR | IN | AS | AT | ON | TO | VIA | FROM
    | EVERY | DURING | WITHIN | SEND | ADDRESS | PROBE | DENY | WARN | LIMIT | REVERTS | WATCH | PARALLEL | UNLESS
    );
// A name where `members`, `lead`, or `allow` would start something else.
attributeName: token = ( WORD | STEP | FAILURE
    | IMPORT | PERSON | TEAM | DESK | CHANNEL | RESOURCE | HOST | HOSTS | ACTION | COMMUNICATE | POLICY
    | CHANGE | PHASE | GUARD | GATE | CHECKS | PARAM | MANAGER | RISK | IMPACT | WINDOW | RECORD | MONITOR
    | DECIDES | OWNER | DEPUTY | ACCEPTED | TAKES | TIMEOUT | RETRY | CONFIRM | EXPIRES | LOSES | REQUIRE
    | WHEN | DO | UNDONE | IRREVERSIBLE | VERIFY | REMEMBER | KEEP | OBSERVE | EFFECT | NEEDS | SAVES
    | RESTORES | REFRESHES | PRODUCES | ENTER | LEAVE | FOR | IN | AS | AT | ON | TO | VIA | FROM | EVERY
    | DURING | WITHIN | SEND | ADDRESS | PROBE | DENY | WARN | LIMIT | REVERTS | WATCH | PARALLEL | UNLESS
    );
// A name where `step` or `failure` would start something else.
eventName: token = ( WORD | MEMBERS | LEAD
    | IMPORT | PERSON | TEAM | DESK | CHANNEL | RESOURCE | HOST | HOSTS | ACTION | COMMUNICATE | POLICY
    | CHANGE | PHASE | GUARD | GATE | CHECKS | PARAM | MANAGER | RISK | IMPACT | WINDOW | RECORD | MONITOR
    | DECIDES | OWNER | DEPUTY | ACCEPTED | TAKES | TIMEOUT | RETRY | CONFIRM | EXPIRES | LOSES | REQUIRE
    | WHEN | DO | UNDONE | IRREVERSIBLE | VERIFY | REMEMBER | KEEP | OBSERVE | EFFECT | NEEDS | SAVES
    | RESTORES | REFRESHES | PRODUCES | ENTER | LEAVE | ALLOW | FOR | IN | AS | AT | ON | TO | VIA | FROM
    | EVERY | DURING | WITHIN | SEND | ADDRESS | PROBE | DENY | WARN | LIMIT | REVERTS | WATCH | PARALLEL | UNLESS
    );
