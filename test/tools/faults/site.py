"""The place that whole.change changes: made, compared, and judged by what its operations have witnessed."""

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
from collections import Counter
from pathlib import Path

ONCE = ["shut", "sell", "tune", "each-a", "each-b", "open", "perhaps", "hand", "retried"]


class Site:
    """A folder `path` with what the plan changes in `data`, the state of the change in `state`, and `witness`, to which the
    operations write that they begin and end. `effect(name)`: whether what an operation does is there."""

    def __init__(self, path):
        self.path = Path(path)
        self.state = self.path / "state"

    def fill(self, source):
        """Makes it what another folder is, times and all."""
        shutil.rmtree(self.path, ignore_errors=True)
        subprocess.run(["cp", "-a", "--", source, self.path], check=True)

    def exact(self):
        """All that the plan changes, byte for byte with mode, owner and time."""
        return {name: (*entry, os.lstat(path).st_mtime_ns if not path.is_dir() else 0)
                for name, (path, entry) in self.entries(database=False).items()}

    def contents(self):
        """The same without times, and of the database what it holds."""
        return {name: entry for name, (_, entry) in self.entries(database=True).items()}

    def entries(self, database):
        found = {}
        for path in sorted((self.path / "data").rglob("*")):
            status = os.lstat(path)
            if path.is_symlink():
                text = os.readlink(path)
            elif path.is_dir():
                text = ""
            elif database and path.name == "shop.db":
                text = self.dump()
            else:
                text = hashlib.sha256(path.read_bytes()).hexdigest()
            name = str(path.relative_to(self.path))
            found[name] = path, (oct(status.st_mode), status.st_uid, status.st_gid, text)
        return found

    def dump(self):
        connection = sqlite3.connect(self.path / "data" / "shop.db")
        try:
            return "\n".join(connection.iterdump())
        finally:
            connection.close()

    def witnessed(self):
        return (self.path / "witness").read_text().splitlines()

    def witness(self, line):
        with open(self.path / "witness", "a", encoding="ascii") as file:
            file.write(line + "\n")

    def effect(self, name):
        data = self.path / "data"

        def holds(file, text):
            return (data / file).exists() and text in (data / file).read_text().split()

        if name.startswith("each-"):
            return holds("each", name[len("each-"):])
        return {
            "shut": lambda: (data / "door").exists(),
            "open": lambda: not (data / "door").exists(),
            "sell": lambda: "'tea',2.5,9" in self.dump(),
            "tune": lambda: holds("tuned", "more"),
            "perhaps": lambda: (data / "perhaps").exists(),
            "retried": lambda: (data / "retried").exists(),
        }[name]()

    def by_hand(self, output):
        """What a person does who is asked to turn the key: nothing, where it is turned already."""
        back = "Turn it back" in output[output.rindex("By hand: "):]
        lines = self.witnessed()
        turned = lines.count("end hand") > lines.count("undo-hand")
        if back and turned:
            self.witness("undo-hand")
        elif not back and not turned:
            self.witness("begin hand")
            self.witness("end hand")


def name_of(key):
    """The name by which an operation witnesses: each[a]/1 is each-a, shut.leave/1 is open."""
    step = key.split("/")[0]
    return {"shut.enter": "shut", "shut.leave": "open"}.get(step) or re.sub(r"\[(.*)\]", r"-\1", step)


def twice(lines, cut):
    """What is wrong with what was witnessed of an implementation that has ended. `cut`: how many operations may have been
    killed in their middle, so that they had to run again."""
    begun = Counter(line[len("begin "):] for line in lines if line.startswith("begin "))
    ended = Counter(line[len("end "):] for line in lines if line.startswith("end "))
    again = 0
    for name in ONCE:
        if begun[name] == 0:
            yield f"{name} never ran, and the change is said to be implemented"
        elif begun[name] > 1:
            again += begun[name] - 1
            if ended[name] > 1:
                yield f"{name} ran to its end {ended[name]} times"
    if again > cut:
        yield f"{again} operations began again, and {cut} had been killed: {dict(begun)}"
    if begun["never"]:
        yield "never ran, though its condition does not hold"


def told_falsely(lines):
    """Messages that were not so when they went out, or that went out too often."""
    begun = set()
    for line in lines:
        if line.startswith("begin "):
            begun.add(line[len("begin "):])
        elif line.startswith("tell WHOLE finish") and not begun.issuperset(ONCE):
            yield f"finish was told when these had not run: {set(ONCE) - begun}"
        elif re.match("tell WHOLE (failure|backout failed)", line):
            yield f"told, and not so: {line}"
    counts = Counter(line for line in lines if line.startswith("tell "))
    for line, count in counts.items():
        if count > 2:
            yield f"told {count} times: {line}"
