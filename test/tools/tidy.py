"""clang-tidy over every C++ file of ours, in parallel, a dozen at a time as the build compiles them, but not over those
that are as they were when they last passed.

What a result depends on: the file's own text and that of each header it includes (as the build noted), how it is
compiled, the checks, and the version of clang-tidy. A key over these is kept in build/tidy for each pass.
"""

import concurrent.futures
import hashlib
import json
import shlex
import subprocess

# The commands are those of g++, some of whose options clang does not know.
NOT_OF_CLANG = "--extra-arg=-Wno-unknown-warning-option"
# The file that stands for a dozen includes them; names of one may hide those of another.
DOZENS = ("--checks=-bugprone-suspicious-include", "--extra-arg=-Wno-shadow")


def dependencies(build):
    """Object file -> the files it was made of, as ninja noted them."""
    found = {}
    listing = subprocess.run(["ninja", "-C", str(build), "-t", "deps"], capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        if line.startswith("    "):
            found[target].append(line.strip())
        elif ": #deps" in line:
            target = line.partition(":")[0]
            found[target] = []
    return found


def digest(paths):
    total = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as file:
            total.update(hashlib.sha256(file.read()).digest())
    return total.hexdigest()


class Keys:
    def __init__(self, top, build):
        self.build = build
        self.dependencies = dependencies(build)
        version = subprocess.run(["clang-tidy", "--version"], capture_output=True, text=True, check=True).stdout
        self.common = version + (top / ".clang-tidy").read_text()
        self.headers = {}

    def of(self, entry):
        """None when the build does not know what the file includes: then nothing is remembered of it."""
        words = shlex.split(entry["command"])
        included = self.dependencies.get(words[words.index("-o") + 1])
        if not included:
            return None
        for path in included:
            if path not in self.headers:
                self.headers[path] = digest([self.build / path])
        parts = [self.common, entry["command"], digest([entry["file"]])] + [self.headers[path] for path in included]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def check(top, build, jobs):
    """Yields (path, problem) for each file; the problem is None where there is none."""
    passes = build / "tidy"
    passes.mkdir(exist_ok=True)
    entries = [entry for entry in json.loads((build / "compile_commands.json").read_text())
               if "/changec_grammar.dir/" not in entry["file"]]
    keys = Keys(top, build)
    ours = f"--header-filter=^{top}/(compiler|test)/"

    def problem(entry):
        key = keys.of(entry)
        if key and (passes / key).exists():
            return None
        result = subprocess.run(["clang-tidy", "--quiet", ours, NOT_OF_CLANG, *DOZENS, "-p", str(build), entry["file"]],
                                stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if result.returncode != 0:
            return result.stdout + result.stderr
        if key:
            (passes / key).touch()
        return None

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for entry, found in zip(entries, pool.map(problem, entries)):
            yield entry["file"].removeprefix(f"{build}/"), found
