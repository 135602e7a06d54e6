"""The journal of a state directory, read by the rules of docs/runtime.md, and by no code of the runtime."""

import re
from pathlib import Path

RECORD = re.compile(rb"^(\d+) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (\S+) (\S+)(?: (.*))? #(\d+)\.$")


def sum_of(numbers):
    total = 5381
    for number in numbers:
        total = (31 * total + number) % 16777213
    return total


def checksum(text):
    return sum_of(sum_of(byte - 32 for byte in word) for word in text.split(b" "))


class Record:
    """One line: `sequence`, `event`, `key`, `detail`."""

    def __init__(self, match):
        self.sequence = int(match[1])
        self.event = match[3].decode()
        self.key = match[4].decode()
        self.detail = (match[5] or b"").decode()


class Journal:
    """`records` of all whole lines, in order, each once; `broken` lines that are none."""

    def __init__(self, path):
        self.records, self.broken = [], []
        seen = set()
        path = Path(path)
        for line in path.read_bytes().split(b"\n") if path.exists() else []:
            match = RECORD.match(line)
            if not match or checksum(line[:line.rindex(b" #")]) != int(match[6]):
                if line:
                    self.broken.append(line)
            elif line not in seen:
                seen.add(line)
                self.records.append(Record(match))

    def problems(self):
        """What must never be: a number twice, an operation that begins again although it was done."""
        done, last = set(), 0
        for record in self.records:
            if record.sequence <= last:
                yield f"record {record.sequence} comes after {last}"
            last = record.sequence
            if record.event in ("start", "undone"):
                done = {key for key in done if record.event == "undone" and key.split("/")[0] != record.key}
            elif record.event in ("done", "settled"):
                done.add(record.key)
            elif record.event == "begin" and record.key in done:
                yield f"{record.key} begins again although it was done"
