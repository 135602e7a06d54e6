"""One plan of N steps, and the same content for the tools it is measured against.

A step is about 130 bytes in the plan, as a short real one is: a title, an owner, a duration, a command and its inverse;
every fifth has a verification, every eighth a retry. protoc gets a message a step, jsonnet an object, ninja a build edge.
"""

OWNERS = ("alice", "bob", "carol", "dan")
VERBS = (
    ("Drain node", "kubectl drain node{i}", "kubectl uncordon node{i}"),
    ("Stop worker", "systemctl stop worker@{i}", "systemctl start worker@{i}"),
    ("Open port", "nft add element inet fw open {{ {i} }}", "nft delete element inet fw open {{ {i} }}"),
    ("Mount share", "mount /srv/share/{i}", "umount /srv/share/{i}"),
    ("Enable flag", "flagctl enable flag-{i}", "flagctl disable flag-{i}"),
)


class Step:
    def __init__(self, index):
        title, do, undo = VERBS[index % len(VERBS)]
        self.name = f"s{index}"
        self.title = f"{title} {index}"
        self.owner = OWNERS[index % len(OWNERS)]
        self.takes = f"{index % 9 + 1}s"
        self.do = do.format(i=index)
        self.undo = undo.format(i=index)
        self.verify = f"test -e /run/step/{index}" if index % 5 == 0 else None
        self.retry = index % 3 + 1 if index % 8 == 0 else None


def change(steps):
    yield ('change BENCH "Benchmark" {\n  manager alice\n  risk low\n'
           '  window 2026-12-01T00:00 .. 2027-03-01T00:00 in "Europe/Prague"\n')
    for step in steps:
        more = f"  verify `{step.verify}`" if step.verify else ""
        more += f"  retry {step.retry}" if step.retry else ""
        yield (f'  step {step.name} "{step.title}" {{\n    owner {step.owner}  takes {step.takes}\n'
               f"    do `{step.do}`\n    undo `{step.undo}`{more}\n  }}\n")
    yield "}\n"


def calls(steps, effects):
    """Steps that call actions, the same text with and without effects: what the proof costs."""
    def action(name, before, after):
        effect = f"effect unit(name): {before} -> {after}  " if effects else ""
        return f'action {name}(name: string) {{ {effect}do `systemctl {name} "$name"` }}\n'
    yield 'resource unit(name: string) { up, down } probe `systemctl is-active "$name"`\n'
    yield action("stop", "up", "down") + action("start", "down", "up")
    yield 'change BENCH "Benchmark" {\n  manager alice\n  risk low\n'
    for step in steps:
        yield (f'  step {step.name} "{step.title}" {{\n    owner {step.owner}  takes {step.takes}\n'
               f'    do stop("{step.name}")\n    undo start("{step.name}")\n  }}\n')
    yield "}\n"


def contacts():
    return "".join(f'person {name} "{name.title()}" {{ phone "+420 555 010 00{i}" email "{name}@acme.example" }}\n'
                   for i, name in enumerate(OWNERS))


def proto(steps):
    """Two or three fields a message: one for each clause would double protoc's memory and flatter the compiler."""
    yield 'syntax = "proto2";\n'
    for step in steps:
        verify = f'\n  optional string verify=3[default="{step.verify}"];' if step.verify else ""
        yield (f"message {step.name}{{ // {step.title}\n  // owner {step.owner} takes {step.takes}\n"
               f'  optional string do=1[default="{step.do}"];\n  optional string undo=2[default="{step.undo}"];{verify}\n}}\n')


def jsonnet(steps):
    yield "{\n"
    for step in steps:
        verify = f', verify: "{step.verify}"' if step.verify else ""
        retry = f", retry: {step.retry}" if step.retry else ""
        yield (f'  {step.name}: {{ title: "{step.title}",\n    owner: "{step.owner}", takes: "{step.takes}",\n'
               f'    "do": "{step.do}",\n    undo: "{step.undo}"{verify}{retry}\n  }},\n')
    yield "}\n"


def ninja(steps):
    yield "rule step\n  command = $do\n"
    for step in steps:
        yield (f"build {step.name}: step\n  title = {step.title}\n  owner = {step.owner}\n  takes = {step.takes}\n"
               f"  do = {step.do}\n  undo = {step.undo}\n")


def write(folder, count):
    """Writes bench.change, bench.proto, bench.jsonnet and bench.ninja into the folder, and calls.change, which is
    effects.change without its effects."""
    for ending, head, lines in (("change", contacts(), change), ("proto", "", proto), ("jsonnet", "", jsonnet),
                                ("ninja", "", ninja)):
        with open(folder / f"bench.{ending}", "w", encoding="utf-8") as file:
            file.write(head)
            file.writelines(lines(map(Step, range(1, count + 1))))
    for name, effects in (("calls", False), ("effects", True)):
        with open(folder / f"{name}.change", "w", encoding="utf-8") as file:
            file.write(contacts())
            file.writelines(calls(map(Step, range(1, count + 1)), effects))
