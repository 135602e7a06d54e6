"""A small model of resources, and plans over it that are carried out for real: against a store, not by the compiler.

The compiler is asked what it says of a plan; here the plan is run to every point at which it can stop, and backed out as
the scripts back out. Nothing here knows the rules of docs/proof.md."""

import itertools

PRELUDE = """\
person p "P" { phone "1" }

resource a(x: string) { s0, s1, s2 } probe `true`
resource o(x: string)
resource q(x: string) in o(x)
resource l(x: string)
resource f(x: string)

action up(x: string)     { effect a(x): s0 -> s1  do `true` }
action down(x: string)   { effect a(x): s1 -> s0  do `true` }
action top(x: string)    { effect a(x): s1 -> s2  do `true` }
action untop(x: string)  { effect a(x): s2 -> s1  do `true` }
action raise(x: string)  { effect a(x): s0 -> s2  do `true`  undo `true` }
action force(x: string)  { effect a(x): * -> s2  saves a(x) as old  remember old = `true`  do `true`  undo `true` }
action forget(x: string) { effect a(x): * -> s1  do `true`  undo `true` }
action zero(x: string)   { effect a(x): * -> s0  do `true` }
action look(x: string)   { needs a(x): s1  do `true`  undo none because "it looks" }
action edit(x: string)   { effect o(x): * -> edited  do `true` }
action tune(x: string)   { effect o(x): * -> tuned  saves o(x) as old  remember old = `true`  do `true`  undo `true` }
action pick(x: string)   { effect q(x): * -> picked  saves q(x) as old  remember old = `true`  do `true`  undo `true` }
action plain(x: string)  { effect q(x): * -> plain  do `true` }
action dump(x: string, f: string) { saves o(x) as f  produces f(f)  do `true`  undo none because "it reads" }
action load(x: string, f: string) { restores o(x) from f  do `true` }
action read(x: string)   { refreshes l(x) from o(x)  do `true` }
action cycle(x: string)  { refreshes l(x) from o(x)  do `true`  undo `true` }
action reread(x: string) { refreshes l(x) from o(x)  do `true`  undo none because "as before" }
"""

# name: (clauses in the order of the contract, own inverse: None, 'raw', 'none')
ACTIONS = {
    "up": ([("effect", "a", "s0", "s1")], None),
    "down": ([("effect", "a", "s1", "s0")], None),
    "top": ([("effect", "a", "s1", "s2")], None),
    "untop": ([("effect", "a", "s2", "s1")], None),
    "raise": ([("effect", "a", "s0", "s2")], "raw"),
    "force": ([("remember", "a"), ("effect", "a", "*", "s2")], "raw"),
    "forget": ([("effect", "a", "*", "s1")], "raw"),
    "zero": ([("effect", "a", "*", "s0")], None),
    "look": ([("needs", "a", "s1")], "none"),
    "edit": ([("effect", "o", "*", "edited")], None),
    "tune": ([("remember", "o"), ("effect", "o", "*", "tuned")], "raw"),
    "pick": ([("remember", "q"), ("effect", "q", "*", "picked")], "raw"),
    "plain": ([("effect", "q", "*", "plain")], None),
    "dump": ([("dump",)], "none"),
    "load": ([("load",)], None),
    "read": ([("refreshes",)], None),
    "cycle": ([("refreshes",)], "raw"),
    "reread": ([("refreshes",)], "none"),
}
INVERSES = ["up", "down", "top", "untop", "zero", "read", "load", "plain"]
DOERS = ["up", "down", "top", "untop", "raise", "force", "forget", "look", "edit", "tune", "pick", "dump", "read", "cycle", "reread"]


class Refused(Exception):
    """An operation that does not find what it needs, and changes nothing."""


class Call:
    """One call of an action, written once in a plan."""

    def __init__(self, action, x, key=None):
        self.action, self.x, self.key = action, x, key

    def text(self):
        key = f', "{self.key}"' if self.key else ""
        return f'{self.action}("{self.x}"{key})'


class Unit:
    """What is done and taken back as one: calls, and how."""

    def __init__(self, calls, undo, key):
        self.calls, self.undo, self.key = calls, undo, key  # undo: 'own', 'none', 'debt', 'irreversible', [Call]


class Step:
    def __init__(self, name, calls, undos, step_undo, when):
        self.name, self.calls, self.undos, self.step_undo, self.when = name, calls, undos, step_undo, when

    def text(self, indent):
        pad = "  " * indent
        when = " when `true`" if self.when else ""
        parts = []
        for call, undo in zip(self.calls, self.undos):
            part = call.text()
            if undo == "none":
                part += " undo none"
            elif isinstance(undo, list):
                part += " undo { " + " ".join(c.text() for c in undo) + " }"
            parts.append(part)
        body = f"do {{ {' '.join(parts)} }}"
        if isinstance(self.step_undo, list):
            body += " undo { " + " ".join(c.text() for c in self.step_undo) + " }"
        elif self.step_undo == "none":
            body += ' undo none because "x"'
        elif self.step_undo == "irreversible":
            body += ' irreversible because "x" accepted by p'
        elif isinstance(self.step_undo, tuple):
            body += f" undone by {self.step_undo[1]}"
        return f"{pad}step {self.name} {{ owner p{when} {body} }}\n"

    def units(self):
        if self.step_undo is None:
            result = []
            for call, undo in zip(self.calls, self.undos):
                own = {"raw": "own", "none": "none", None: "none"}[ACTIONS[call.action][1]]
                result.append(Unit([call], undo if undo is not None else own, self.name))
            return result
        undo = "debt" if isinstance(self.step_undo, tuple) else self.step_undo
        return [Unit(self.calls, undo, self.name)]


class Guard:
    def __init__(self, name, enter, leave, items, when):
        self.name, self.enter, self.leave, self.items, self.when = name, enter, leave, items, when

    def text(self, indent):
        pad = "  " * indent
        enter = " enter { " + " ".join(c.text() for c in self.enter) + " }" if self.enter else ""
        leave = " leave { " + " ".join(c.text() for c in self.leave) + " }" if self.leave is not None else ""
        inner = "".join(item.text(indent + 1) for item in self.items)
        when = " when `true`" if self.when else ""
        return f"{pad}guard {self.name} {{ owner p{when}{enter}{leave}\n{inner}{pad}}}\n"


def plan_text(items, name):
    return PRELUDE + f"change {name} {{\n  manager p\n  risk low\n" + "".join(i.text(1) for i in items) + "}\n"


def flatten(items, skipped):
    """The units in order; a guard's enter and leave as units of their own. A guard is skipped with all in it."""
    for item in items:
        if item in skipped:
            continue
        if isinstance(item, Step):
            yield from item.units()
            continue
        own = item.leave is None
        enter, leave = Unit(item.enter, "own" if own else list(item.leave), f"{item.name}.enter"), None
        yield enter
        yield from flatten(item.items, skipped)
        if own:
            leave = Unit([], "enter-again", f"{item.name}.leave")
            leave.of = enter
        else:
            leave = Unit(list(item.leave), list(item.enter) if item.enter else "debt", f"{item.name}.leave")
        yield leave


class Store:
    """The states of all cells, and what was remembered and journaled. A q is a part of its o, whose state is a pair: the
    rest, and the part."""

    def __init__(self, initial):
        self.cells = dict(initial)
        self.remembered = {}
        self.saved = {}  # key: (cell, when the save was done)
        self.begun = {}  # cell: when a writer of it last began
        self.clock = 0
        self.fresh = itertools.count(1)

    def copy(self):
        other = Store(self.cells)
        other.remembered, other.saved, other.begun = dict(self.remembered), dict(self.saved), dict(self.begun)
        other.clock, other.fresh = self.clock, itertools.count(next(self.fresh) + 1000)
        return other

    def tick(self):
        self.clock += 1
        return self.clock

    def junk(self):
        return ("junk", next(self.fresh))

    def get(self, cell):
        return self.cells[("o", cell[1])][1] if cell[0] == "q" else self.cells[cell]

    def put(self, cell, value):
        if cell[0] == "q":
            cell, value = ("o", cell[1]), (self.cells[("o", cell[1])][0], value)
        self.cells[cell] = value

    def begin(self, cell):
        """What writes a part writes the whole."""
        self.begun[("o", cell[1]) if cell[0] == "q" else cell] = self.tick()

    def remember(self, call):
        for clause in ACTIONS[call.action][0]:
            if clause[0] == "remember":
                self.remembered.setdefault(id(call), self.get((clause[1], call.x)))

    def accepts(self, call, forwards):
        """Forwards a named state is probed before the unit begins; an undo starts from either end, and from between."""
        for clause in ACTIONS[call.action][0]:
            if clause[0] == "needs" and self.cells[("a", call.x)] != clause[2]:
                return False
            if clause[0] == "effect" and clause[2] != "*":
                allowed = (clause[2],) if forwards else (clause[2], clause[3])
                if self.cells[(clause[1], call.x)] not in allowed:
                    return False
            if clause[0] == "load" and ("f", call.key) not in self.cells:
                return False
        return True

    def probes_hold(self, calls):
        """What a unit starts from is probed before its first intent, but for what it has set itself by then."""
        ahead = self.copy()
        for call in calls:
            if not ahead.accepts(call, True):
                return False
            ahead.act(call)
        return True

    def act(self, call, half=False):
        for clause in ACTIONS[call.action][0]:
            if clause[0] == "effect":
                cell = (clause[1], call.x)
                self.begin(cell)
                if half:
                    if cell[0] == "o":
                        self.put(cell, (self.junk(), self.junk()))
                    elif cell[0] == "q":
                        self.put(cell, self.junk())
                    return
                made = ("made", id(call))
                self.put(cell, clause[3] if cell[0] == "a" else (made, made) if cell[0] == "o" else made)
            elif clause[0] == "dump":
                if half:
                    self.cells[("f", call.key)] = self.junk()
                    return
                self.cells[("f", call.key)] = self.cells[("o", call.x)]
                self.saved[call.key] = (("o", call.x), self.tick())
            elif clause[0] == "load":
                cell = ("o", call.x)
                self.cells[cell] = (self.junk(), self.junk()) if half else self.cells[("f", call.key)]
            elif clause[0] == "refreshes":
                cell = ("l", call.x)
                self.begun[cell] = self.tick()
                self.cells[cell] = self.junk() if half else ("copy", self.cells[("o", call.x)])

    def own_undo(self, call):
        for clause in reversed(ACTIONS[call.action][0]):
            if clause[0] == "effect":
                cell = (clause[1], call.x)
                if clause[2] != "*":
                    self.put(cell, clause[2])
                elif id(call) in self.remembered:
                    self.put(cell, self.remembered[id(call)])
                elif call.action == "forget":
                    self.put(cell, "s0")
            elif clause[0] == "refreshes":
                self.cells[("l", call.x)] = ("copy", self.cells[("o", call.x)])

    def undo_by(self, call, killed):
        if call.action == "load":
            saved = self.saved.get(call.key)
            if saved is None or self.begun.get(("o", call.x), 0) < saved[1]:
                return  # the save was not done, or nothing that it would put back has begun since
        if not self.accepts(call, False):
            raise Refused
        if killed:
            self.act(call, half=True)
            if not self.accepts(call, False):
                raise Refused
        self.act(call)


def back_out(store, begun, killed):
    """Takes back what has begun, the last first, to the last irreversible unit. Raises Refused."""
    for unit in reversed(begun):
        if unit.undo == "own":
            for call in reversed(unit.calls):
                if ACTIONS[call.action][1] == "raw":
                    store.own_undo(call)
        elif unit.undo == "enter-again":
            for call in unit.of.calls:
                store.act(call)
        elif isinstance(unit.undo, list):
            for call in unit.undo:
                store.undo_by(call, killed)


def stops(units, initial, asked):
    """Every point at which the plan can stop: the store, the units begun, and the store to go back to. A step begins only
    where what it asks first holds; `asked` has the states of cells by step.
    In doubt inside an irreversible unit a person decides: no such point is given."""
    store, begun, base = Store(initial), [], dict(initial)
    yield store.copy(), list(begun), dict(base)
    step = None
    for unit in units:
        if unit.key != step and any(store.cells[cell] != state for cell, state in asked.get(unit.key, [])):
            return
        step = unit.key
        if unit.undo == "enter-again":
            begun.append(unit)
            for call in reversed(unit.of.calls):
                if ACTIONS[call.action][1] == "raw":
                    store.own_undo(call)
            yield store.copy(), list(begun), dict(base)
            continue
        if not store.probes_hold(unit.calls):
            return
        begun.append(unit)
        for call in unit.calls:
            store.remember(call)
        for call in unit.calls:
            if unit.undo != "irreversible":
                yield store.copy(), list(begun), dict(base)
            if not store.accepts(call, True):
                return
            half = store.copy()
            half.act(call, half=True)
            if unit.undo != "irreversible":
                yield half, list(begun), dict(base)
            store.act(call)
            if unit.undo != "irreversible":
                yield store.copy(), list(begun), dict(base)
        if unit.undo == "irreversible":
            begun, base = [], dict(store.cells)
            yield store.copy(), list(begun), dict(base)


def restores(items, initial, skipped, killed, asked):
    """Whether a backout from every stop ends where it should, files that were produced apart; else what it ended in."""
    units = list(flatten(items, skipped))
    for store, begun, base in stops(units, initial, asked):
        here = dict(store.cells)
        try:
            back_out(store, begun, killed)
        except Refused:
            return f"an undo is refused; stopped at {here}"
        for cell, value in base.items():
            if cell[0] != "f" and store.cells.get(cell) != value:
                return f"{cell} was {value} and is {store.cells.get(cell)}; stopped at {here}"
    return None
