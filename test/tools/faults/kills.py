"""Kills of whole.change at every point at which it changes something durable."""

import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from . import script
from .journal import Journal
from .site import Site, name_of, told_falsely, twice

INPUTS = Path(__file__).resolve().parents[2] / "runtime" / "Inputs"
TARGETS = ("runner", "group", "all")
GONE = 137


@dataclass(frozen=True)
class Trial:
    """A kill of `target` in a script at `point`, or `delay` microseconds after it. After it the change goes on to its end
    (`recovery` "implement") and is backed out, or is backed out at once. `second`: point and target of another kill, in the
    recovery."""
    script: str
    point: int
    target: str
    recovery: str
    delay: int = 0
    second: tuple = None


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
        ended = self.run(trial.script, trial.point, trial.target, trial.delay)
        if ended.killed is None:
            self.expect(ended, 0)
            ended.finish()
            return False, self.problems
        self.expect(ended, GONE)
        if trial.target == "all":
            ended.finish()
        kills = [trial.target]
        recovery = trial.recovery if trial.script == "implement" else "backout"
        if trial.second:
            again = self.run(recovery, *trial.second)
            if again.killed is not None:
                kills.append(trial.second[1])
            ended.finish()
            again.finish()
        if recovery == "implement":
            self.expect(self.patiently("implement"), 0)
            self.judge_finished(cut=kills.count("all"))
        self.take_back()
        ended.finish()
        return True, self.problems

    def begin(self, name):
        self.site.fill(self.folder / ("before" if name == "implement" else "done"))

    def take_back(self):
        if not (self.site.state / "journal").exists():
            self.expect(self.patiently("backout"), 6)
            if any(line.startswith("begin") for line in self.site.witnessed()):
                self.problems.append("something ran, and there is no journal")
        else:
            ended = self.patiently("backout")
            self.expect(ended, 0)
            if not re.search(r"is backed out and verified|is already backed out|there is nothing to take back", ended.output):
                self.problems.append("the backout does not say how it ended")
        self.judge_restored()

    def patiently(self, name):
        """Runs a script again until no operation of an earlier run is there any more."""
        deadline = time.monotonic() + 60
        while True:
            ended = self.run(name)
            if ended.status != 5 or time.monotonic() > deadline:
                return ended
            time.sleep(0.02)

    def run(self, name, point=None, target=None, delay=0):
        words = None
        if point is not None:
            words = [self.kill_at, "--point", str(point), "--target", target, "--delay", str(delay), *self.watched()]
        ended = script.run(self.command(name), self.answer, self.environment, words)
        self.log.append(f"---- {name}: {ended.status}{f', killed at {ended.killed}' if ended.killed else ''}\n{ended.output}\n")
        return ended

    def command(self, name):
        return [*self.shell, str(self.folder / "out" / f"WHOLE.{name}.sh"), "--yes", "--state", str(self.site.state)]

    def watched(self):
        return ["--each", "journal", "--under", str(self.site.path)]

    def expect(self, ended, status):
        if ended.status != status:
            self.problems.append(f"exit status {ended.status}, not {status}")

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
        self.problems.append(f"asked: {prompt}")
        return "stop"

    def judge_finished(self, cut):
        contents = self.site.contents()
        if hasattr(self, "after"):
            self.compare(self.after, contents, "implemented")
        lines = self.site.witnessed()
        self.problems += twice(lines, cut)
        if not any(line.startswith("tell WHOLE finish") for line in lines):
            self.problems.append("nobody was told that it is finished")
        self.judge_always()

    def judge_restored(self):
        self.compare(self.before, self.site.exact(), "backed out")
        self.judge_always()

    def judge_always(self):
        self.problems += told_falsely(self.site.witnessed())
        journal = Journal(self.site.state / "journal")
        self.problems += journal.problems()
        if journal.broken and not any(record.event == "torn" for record in journal.records):
            self.problems.append(f"the journal has lines that are no records: {journal.broken}")

    def compare(self, wanted, found, said):
        for name in sorted(wanted.keys() | found.keys()):
            if wanted.get(name) != found.get(name):
                self.problems.append(f"{said}, and {name} is {found.get(name)}, not {wanted.get(name)}")
