"""Faults in the scripts of whole.change, at every point at which they change something durable."""

import errno
import random
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from . import script
from .journal import Journal
from .site import Site, name_of, told_falsely, twice

INPUTS = Path(__file__).resolve().parents[2] / "runtime" / "Inputs"
TARGETS = ("runner", "group", "all")
DISKS = {"full": errno.ENOSPC, "read-only": errno.EROFS, "broken": errno.EIO}
SIGNALS = {"INT": signal.SIGINT, "TERM": signal.SIGTERM, "HUP": signal.SIGHUP, "QUIT": signal.SIGQUIT}
FAULTS = ("kill", "power", *DISKS, *SIGNALS)
GONE = 137


@dataclass(frozen=True)
class Trial:
    """A fault in a script at `point`, or `delay` microseconds after it: a kill of `target`; `power`, which also takes some
    of what was not yet made durable from the journal; a signal to `target`; or a disk that from there on is full, read-only
    or broken, until the script has ended. After it the change goes on to its end (`recovery` "implement") and is backed
    out, or is backed out at once. `second`: point and target of another kill, in the recovery."""
    script: str
    point: int
    target: str
    recovery: str
    delay: int = 0
    second: tuple = None
    fault: str = "kill"


class Rig:
    """A site with its scripts. `shell`: a command, such as ["dash"]. `try_at` runs trials."""

    def __init__(self, folder, changec, kill_at, shell):
        self.folder = Path(folder)
        self.shell = shell
        self.kill_at = str(kill_at)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.site = Site(self.folder / "site")
        subprocess.run([changec, "build", INPUTS / "whole.change", "-D", f"dir={self.site.path}", "-o", self.folder / "out"],
                       check=True)
        subprocess.run([INPUTS / "whole-setup", self.folder / "before"], check=True)
        self.environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self.folder), "TZ": "UTC",
                            "WITNESS": str(self.site.path / "witness")}
        self.problems = []
        self.log = []
        self.hurt = False  # what fails now, fails rightly
        self.durable = 0  # how long the journal was when the trial began
        self.site.fill(self.folder / "before")
        self.before = self.site.exact()
        self.expect(self.run("implement"), 0)
        self.after = self.site.contents()
        self.judge_finished(cut=0)
        shutil.copytree(self.site.path, self.folder / "done", symlinks=True)
        subprocess.run(["cp", "-aT", "--", self.site.path, self.folder / "done"], check=True)
        if self.problems:
            raise RuntimeError(f"it does not even run undisturbed: {self.problems}\n{''.join(self.log)}")

    def points(self, name):
        """The labels of all points of a script that runs undisturbed."""
        self.begin(name)
        report = self.folder / "points"
        words = [self.kill_at, "--report", str(report), *self.watched(), "--"]
        ended = script.run([*words, *self.command(name)], self.answer, self.environment)
        if ended.status != 0:
            raise RuntimeError(f"{name} does not run while it is watched:\n{ended.output}")
        return [line.split(" ", 2)[2] for line in report.read_text().splitlines() if line.startswith("point ")]

    def try_it(self, trial):
        """Whether the point was reached, and what was wrong then: (bool, [problem])."""
        self.problems, self.log = [], []
        self.begin(trial.script)
        self.hurt = trial.fault in DISKS
        ended = self.run(trial.script, trial)
        self.hurt = False
        if ended.killed is None:
            self.expect(ended, 0)
            ended.finish()
            return False, self.problems
        cut = self.judge_fault(trial, ended)
        recovery = trial.recovery if trial.script == "implement" else "backout"
        if trial.second:
            again = self.run(recovery, Trial(recovery, *trial.second, recovery))
            cut += again.killed is not None and trial.second[1] == "all"
            ended.finish()
            again.finish()
        if recovery == "implement":
            self.expect(self.patiently("implement"), 0)
            self.judge_finished(cut)
        self.take_back()
        ended.finish()
        return True, self.problems

    def judge_fault(self, trial, ended):
        """Judges how the script ended. Gives how many operations may have been ended in their middle."""
        if trial.fault == "kill":
            self.expect(ended, GONE)
            if trial.target == "all":
                ended.finish()
            return trial.target == "all"
        ended.finish()
        if trial.fault == "power":
            self.expect(ended, GONE)
            self.lose_power(trial, ended)
            return True
        if trial.fault in DISKS:
            self.expect(ended, 0, 1, 4, 7)
        elif self.begun():
            self.expect(ended, 0, 1, 4)
        else:
            self.expect(ended, 0, 1, 4, 128 + SIGNALS[trial.fault])
        if trial.script == "implement" and ended.status == 0:
            self.judge_finished(cut=0, said=ended.output if trial.fault in DISKS else "")
        elif trial.script == "backout" and ended.status == 0:
            self.judge_restored()
        self.judge_intents()
        return trial.fault in ("TERM", "QUIT") or trial.target == "all"

    def begun(self):
        return any(line.startswith("begin ") for line in self.site.witnessed())

    def judge_intents(self):
        """Nothing has run that the journal does not know of."""
        known = {name_of(record.key) for record in Journal(self.site.state / "journal").records}
        for line in self.site.witnessed():
            if line.startswith("begin ") and line[len("begin "):] not in known:
                self.problems.append(f"{line}, and the journal does not know of it")

    def lose_power(self, trial, ended):
        """Takes from the journal some of what was not durable: cut off, zeroed, or garbled."""
        path = self.site.state / "journal"
        if not path.exists():
            return
        text = path.read_bytes()
        choice = random.Random(trial.point * 7 + len(text))
        at = choice.randint(min(max(ended.synced, self.durable), len(text)), len(text))
        lost = len(text) - at
        tail = choice.choice((b"", b"", bytes(lost), bytes(512), text[at:at + lost // 2] + bytes(lost - lost // 2),
                              choice.randbytes(lost)))
        path.write_bytes(text[:at] + tail)
        self.log.append(f"---- power lost: of {len(text)} bytes {ended.synced} were durable, {at} are left, then {tail!r}\n")

    def begin(self, name):
        self.site.fill(self.folder / ("before" if name == "implement" else "done"))
        # What an earlier run has left it had made durable.
        journal = self.site.state / "journal"
        self.durable = journal.stat().st_size if journal.exists() else 0

    def take_back(self):
        journal = self.site.state / "journal"
        if not journal.exists() or journal.stat().st_size == 0:
            self.expect(self.patiently("backout"), 6)
            if self.begun():
                self.problems.append("something ran, and there is no journal")
        else:
            ended = self.patiently("backout")
            self.expect(ended, 0)
            if not re.search(r"is backed out and verified|is already backed out|there is nothing to take back", ended.output):
                self.problems.append("the backout does not say how it ended")
            if "there is nothing to take back" in ended.output and self.begun():
                self.problems.append("it is said that nothing has begun")
        self.judge_restored()

    def patiently(self, name):
        """Runs a script again until no operation of an earlier run is there any more."""
        deadline = time.monotonic() + 60
        while True:
            ended = self.run(name)
            if ended.status != 5 or time.monotonic() > deadline:
                return ended
            time.sleep(0.02)

    def run(self, name, trial=None):
        words = None
        if trial:
            words = [self.kill_at, "--point", str(trial.point), "--target", trial.target, "--delay", str(trial.delay)]
            if trial.fault in DISKS:
                words += ["--errno", str(DISKS[trial.fault]), "--under", str(self.site.state)]
            elif trial.fault in SIGNALS:
                words += ["--signal", str(int(SIGNALS[trial.fault]))]
            words += self.watched()
        ended = script.run(self.command(name), self.answer, self.environment, words)
        struck = f", {trial.fault} at {ended.killed}" if ended.killed else ""
        self.log.append(f"---- {name}: {ended.status}{struck}\n{ended.output}\n")
        return ended

    def command(self, name):
        return [*self.shell, str(self.folder / "out" / f"WHOLE.{name}.sh"), "--yes", "--state", str(self.site.state)]

    def watched(self):
        return ["--each", "journal", "--under", str(self.site.path)]

    def expect(self, ended, *statuses):
        if ended.status not in statuses:
            self.problems.append(f"exit status {ended.status}, not {' or '.join(map(str, statuses))}")

    def answer(self, prompt, output):
        """What an honest person types."""
        if "[go/no]" in prompt:
            return "go"
        if "Answer [done]" in prompt:
            self.site.by_hand(output)
            return "done"
        doubt = re.search(r"Was (\S+) done\?", prompt)
        if doubt:
            return "done" if self.site.effect(name_of(doubt[1])) else "run"
        if not self.hurt:
            self.problems.append(f"asked: {prompt}")
        return "stop"

    def judge_finished(self, cut, said=""):
        contents = self.site.contents()
        if hasattr(self, "after"):
            self.compare(self.after, contents, "implemented")
        lines = self.site.witnessed()
        self.problems += twice(lines, cut)
        # What a bad disk has kept from being told is said to be still to tell.
        if not any(line.startswith("tell WHOLE finish") for line in lines) and "Still to be told:\n" not in said:
            self.problems.append("nobody was told that it is finished")
        self.judge_always()

    def judge_restored(self):
        self.compare(self.before, self.site.exact(), "backed out")
        self.judge_always()

    def judge_always(self):
        self.problems += told_falsely(self.site.witnessed())
        journal = Journal(self.site.state / "journal")
        self.problems += journal.problems()
        # What is torn is closed by the next run that has something to do.
        if journal.records and journal.broken and self.begun() and not any(record.event == "torn" for record in journal.records):
            self.problems.append(f"the journal has lines that are no records: {journal.broken}")

    def compare(self, wanted, found, said):
        for name in sorted(wanted.keys() | found.keys()):
            if wanted.get(name) != found.get(name):
                self.problems.append(f"{said}, and {name} is {found.get(name)}, not {wanted.get(name)}")
