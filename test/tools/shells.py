"""The shells that the runtime promises to run under, how each is called to be a POSIX shell, and which a test runs under."""

import zlib

SHELLS = {
    "dash": ["/usr/bin/dash"],
    "bash": ["/usr/bin/bash"],
    "busybox": ["/bin/busybox", "sh"],
    "mksh": ["/usr/bin/mksh"],
    "zsh": ["/usr/bin/zsh", "--emulate", "sh"],
    "yash": ["/usr/bin/yash", "--posixly-correct"],
}
ALWAYS = "dash"
TAKEN = 1


def command_of(name):
    return SHELLS[name]


def named(text):
    """The shells of a list such as `zsh,mksh`, or of `all`."""
    names = list(SHELLS) if text == "all" else text.split(",")
    unknown = set(names) - set(SHELLS)
    if unknown:
        raise ValueError(f"no shell of this suite: {', '.join(sorted(unknown))}. There are: all, {', '.join(SHELLS)}")
    return names


def of_test(path):
    """The shells under which one test runs where nothing is asked for: dash, and some of the others. Which ones its path
    decides, so that each shell runs its share of the tests, always the same."""
    others = [name for name in SHELLS if name != ALWAYS]
    first = zlib.crc32(path.encode()) % len(others)
    return [ALWAYS, *((others * 2)[first:first + TAKEN])]
