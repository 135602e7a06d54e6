// The tokens of the `.change` language. This grammar is the reference: the compiler's own scanner (compiler/syntax/Scanner)
// is held to it by a test, and takes its token kinds from it. White space, comments, and a byte-order mark at the start of
// the file are no tokens.
lexer grammar ChangeLexer;

// Words of the grammar that nothing may be named after.
UNDO: 'undo';
NONE: 'none';
MANUAL: 'manual';
WAIT: 'wait';
UNTIL: 'until';
BY: 'by';
BECAUSE: 'because';
ELSE: 'else';
SECRET: 'secret';
REBOOT: 'reboot';

// Words with a meaning in their place only; anything may be named after them.
IMPORT: 'import';
PERSON: 'person';
TEAM: 'team';
DESK: 'desk';
CHANNEL: 'channel';
RESOURCE: 'resource';
HOST: 'host';
HOSTS: 'hosts';
ACTION: 'action';
COMMUNICATE: 'communicate';
POLICY: 'policy';
CHANGE: 'change';
PHASE: 'phase';
GUARD: 'guard';
STEP: 'step';
GATE: 'gate';
CHECKS: 'checks';
PARAM: 'param';
MANAGER: 'manager';
RISK: 'risk';
IMPACT: 'impact';
WINDOW: 'window';
RECORD: 'record';
MONITOR: 'monitor';
DECIDES: 'decides';
OWNER: 'owner';
DEPUTY: 'deputy';
ACCEPTED: 'accepted';
TAKES: 'takes';
TIMEOUT: 'timeout';
RETRY: 'retry';
CONFIRM: 'confirm';
EXPIRES: 'expires';
LOSES: 'loses';
REQUIRE: 'require';
WHEN: 'when';
DO: 'do';
UNDONE: 'undone';
IRREVERSIBLE: 'irreversible';
VERIFY: 'verify';
REMEMBER: 'remember';
KEEP: 'keep';
OBSERVE: 'observe';
EFFECT: 'effect';
NEEDS: 'needs';
SAVES: 'saves';
RESTORES: 'restores';
REFRESHES: 'refreshes';
PRODUCES: 'produces';
ENTER: 'enter';
LEAVE: 'leave';
ALLOW: 'allow';
FOR: 'for';
IN: 'in';
AS: 'as';
AT: 'at';
ON: 'on';
TO: 'to';
VIA: 'via';
FROM: 'from';
EVERY: 'every';
DURING: 'during';
WITHIN: 'within';
FAILURE: 'failure';
MEMBERS: 'members';
LEAD: 'lead';
SEND: 'send';
ADDRESS: 'address';
PROBE: 'probe';
DENY: 'deny';
WARN: 'warn';
LIMIT: 'limit';
REVERTS: 'reverts';
WATCH: 'watch';
PARALLEL: 'parallel';
UNLESS: 'unless';

WORD: WordStart WordPart* ('-' WordPart+)*;

BLOCK_STRING: '"""' (Escape | ~[\\])*? '"""';
STRING: '"' (Escape | ~["\\\r\n])* '"';
BLOCK_SHELL: '```' .*? '```';
SHELL: '`' ~[`\r\n]+ '`';

DATETIME: Date 'T' Digit Digit ':' Digit Digit (':' Digit Digit)? ('Z' | [+\-] Digit Digit ':' Digit Digit)?;
DURATION: (Digit+ [smhd])+;
PERCENT: Digit+ '%';
INTEGER: Digit+;

LBRACE: '{';
RBRACE: '}';
LPAREN: '(';
RPAREN: ')';
LBRACKET: '[';
RBRACKET: ']';
COMMA: ',';
COLON: ':';
EQUALS: '=';
RANGE: '..';
DOT: '.';
ARROW: '->';
STAR: '*';
MINUS: '-';
PLUS: '+';
AT_LEAST: '>=';
AT_MOST: '<=';
IS: '==';

LINE_COMMENT: '//' ~[\r\n]* -> skip;
BLOCK_COMMENT: '/*' .*? '*/' -> skip;
SPACE: [ \t\r\n]+ -> skip;

// What the scanner could not make a token of. It has said so itself.
BROKEN: .;

fragment Digit: [0-9];
fragment Date: Digit Digit Digit Digit '-' Digit Digit '-' Digit Digit;
fragment WordStart: [A-Za-z_];
fragment WordPart: [A-Za-z0-9_];
fragment Escape: '\\' .;
