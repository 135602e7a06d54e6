"""How lit runs this suite: every test in a folder of its own, and once a shell where it says %{sh}.

A test file is a shell script in RUN lines, as in LLVM. Differences:
- It starts in an empty folder of its own, with HOME and TMPDIR beside it; %t is a name that does not exist yet.
  What an earlier run left is removed first.
- A file that uses %{sh} is one test a shell, named `foo.test (dash)`; %{sh} is that shell, called as `sh`. Which shells
  these are, shells.py says.
- It runs without a terminal and without standard input, in a session of its own. Its output goes to a file, so a
  daemon that it leaves cannot make lit wait.
- A process that is still there when the test has ended is a failure; it is killed.
- There is nothing to skip by: a file with REQUIRES, UNSUPPORTED, XFAIL or ALLOW_RETRIES is refused.
"""

import os
import re
import shutil
import signal
import subprocess
import time

import lit.Test
import lit.TestRunner
from lit.formats.base import FileBasedTest
from shells import of_test

SHELL_MARK = re.compile(r"%\{sh\}")
RUN_MARK = re.compile(r"%dbg\((RUN: at line \d+)\)")
REFUSED = re.compile(r"^\W*(REQUIRES|UNSUPPORTED|XFAIL|ALLOW_RETRIES):", re.MULTILINE)


def link_tools(folder, targets):
    """Makes `folder` hold exactly the symbolic links name -> path."""
    os.makedirs(folder, exist_ok=True)
    for name, target in targets.items():
        link = os.path.join(folder, name)
        if os.path.islink(link) and os.readlink(link) == target:
            continue
        partial = f"{link}.{os.getpid()}"
        os.symlink(target, partial)
        os.replace(partial, link)


class ShellTest(lit.Test.Test):
    """One test file under one shell; under none in particular where `shell` is None."""

    def __init__(self, test, shell):
        self.__dict__.update(test.__dict__)
        self.source_in_suite = test.path_in_suite
        self.shell = shell
        if shell:
            self.path_in_suite = test.path_in_suite[:-1] + (f"{test.path_in_suite[-1]} ({shell})",)

    def getSourcePath(self):
        return self.suite.getSourcePath(self.source_in_suite)

    def folder(self):
        return self.suite.getExecPath(self.source_in_suite) + (f".{self.shell}" if self.shell else "")


class SuiteFormat(FileBasedTest):
    """`shells`: name -> program. `chosen`: the names of those that tests run under, or None where each runs under its own
    share of them. `shell_root`: where their `sh` links are kept. `time_limit`: seconds a test may take."""

    def __init__(self, shells, chosen, shell_root, time_limit):
        self.shells = shells
        self.chosen = chosen
        self.shell_root = shell_root
        self.time_limit = time_limit
        for name, program in shells.items():
            if not os.access(program, os.X_OK):
                raise RuntimeError(f"the tests need the shell {program}")
            link_tools(os.path.join(shell_root, name), {"sh": program})

    def getTestsInDirectory(self, testSuite, path_in_suite, litConfig, localConfig):
        for test in super().getTestsInDirectory(testSuite, path_in_suite, litConfig, localConfig):
            yield from self.variants(test)

    def variants(self, test):
        with open(test.getSourcePath(), encoding="utf-8", errors="replace") as file:
            uses_shell = SHELL_MARK.search(file.read())
        names = self.chosen or of_test("/".join(test.path_in_suite))
        for shell in names if uses_shell else [None]:
            yield ShellTest(test, shell)

    def execute(self, test, litConfig):
        if isinstance(test, ShellTest):
            return self.run(test, litConfig)
        output = ""
        for variant in self.variants(test):  # The file was named on the command line.
            result = self.run(variant, litConfig)
            if result.code is not lit.Test.PASS:
                return lit.Test.Result(result.code, f"under {variant.shell}:\n{result.output}")
            output += result.output
        return lit.Test.Result(lit.Test.PASS, output)

    def run(self, test, litConfig):
        with open(test.getSourcePath(), encoding="utf-8", errors="replace") as file:
            refused = REFUSED.search(file.read())
        if refused:
            return lit.Test.Result(lit.Test.FAIL, f"{refused[1]}: no test of this suite is skipped or excused")
        parsed = lit.TestRunner.parseIntegratedTestScript(test)
        if isinstance(parsed, lit.Test.Result):
            return parsed
        if litConfig.noExecute:
            return lit.Test.Result(lit.Test.PASS)

        folder = test.folder()
        remove(folder)
        for name in ("work", "home", "tmp"):
            os.makedirs(os.path.join(folder, name))
        base = os.path.join(folder, "t")
        substitutions = lit.TestRunner.getDefaultSubstitutions(test, folder, base)
        substitutions.insert(0, ("%{sh}", self.interpreter(test)))
        script = base + ".script"
        with open(script, "w", encoding="utf-8") as file:
            file.write(render(lit.TestRunner.applySubstitutions(parsed, substitutions)))
        return execute(script, folder, self.environment(test, folder), self.time_limit)

    def interpreter(self, test):
        return os.path.join(self.shell_root, test.shell or next(iter(self.shells)), "sh")

    def environment(self, test, folder):
        variables = dict(test.config.environment)
        variables["HOME"] = os.path.join(folder, "home")
        variables["TMPDIR"] = os.path.join(folder, "tmp")
        variables["CHANGEC_TEST"] = folder
        return variables


def remove(folder):
    """Removes what an earlier run left, folders without write permission included."""
    if not os.path.lexists(folder):
        return
    for path, _, _ in os.walk(folder):
        os.chmod(path, 0o700)
    shutil.rmtree(folder)


def render(commands):
    """One script that shows each RUN line before running it and stops at the first that fails."""
    parts = ["set -o pipefail\n"]
    for command in commands:
        mark = RUN_MARK.match(command)
        place, command = (mark[1], command[mark.end():].strip()) if mark else ("RUN", command)
        shown = "'" + f"{place}: {command}".replace("'", "'\\''") + "'"
        parts.append(f"printf '%s\\n' {shown}\n"
                     f"{{ {command}\n}} || {{ printf 'exit status %s\\n' \"$?\"; exit 1; }}\n")
    return "".join(parts)


def execute(script, folder, environment, time_limit):
    log = os.path.join(folder, "t.log")
    timed_out = False
    with open(log, "wb") as out:
        process = subprocess.Popen(["/usr/bin/bash", script], cwd=os.path.join(folder, "work"), env=environment,
                                   stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                   start_new_session=True)
        try:
            process.wait(timeout=time_limit)
        except subprocess.TimeoutExpired:
            timed_out = True
            process.kill()
            process.wait()
    left = end_leftovers(folder)
    with open(log, encoding="utf-8", errors="replace") as file:
        output = file.read()
    if timed_out:
        return lit.Test.Result(lit.Test.TIMEOUT, output + f"\nnot finished after {time_limit} s\n")
    if process.returncode != 0:
        return lit.Test.Result(lit.Test.FAIL, output)
    if left:
        return lit.Test.Result(lit.Test.FAIL, output + "\nprocesses left behind:\n" + "\n".join(left) + "\n")
    return lit.Test.Result(lit.Test.PASS, output)


def end_leftovers(folder):
    """Kills the processes that the test has left and names them. One that is just ending gets a moment."""
    for _ in range(20):
        left = descendants(folder)
        if not left:
            return []
        time.sleep(0.05)
    for pid in left:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    return list(left.values())


def descendants(folder):
    """Process id -> command line of all that carry this test's mark in their environment."""
    mark = b"CHANGEC_TEST=" + os.fsencode(folder) + b"\0"
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                if mark not in file.read() + b"\0":
                    continue
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                command = file.read().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            continue
        found[int(pid)] = f"{pid} {command}"
    return found
