"""Runs a generated script at a terminal of its own, with somebody at it who answers."""

import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import termios
import time

PROMPT = re.compile(r"([^\n]*(?:\]: |\? |be: ))$")


class Ended:
    """How a run ended. `status` as a shell gives it (137: killed); `killed`: at what, if kill_at has struck; `synced`: how
    long the journal was when it was last made durable before."""

    def __init__(self, status, output, killed=None, rest=None, synced=0):
        self.status = status
        self.output = output
        self.killed = killed
        self.rest = rest
        self.synced = synced

    def finish(self, seconds=60):
        """Waits until all that the run had started has ended."""
        if self.rest:
            self.rest.wait(seconds)


def run(command, answer, environment, kill_at=None, seconds=60, cwd=None):
    """Runs a command at a terminal until it has ended. `answer(prompt, output)` gives the line to type. `kill_at`: the words
    of a call of kill_at, without report and command; then what the command has left may still be running afterwards."""
    master, slave = pty.openpty()
    quiet(slave)
    report, report_end = os.pipe()
    words = list(command)
    if kill_at:
        words = [*kill_at, "--report", f"/proc/self/fd/{report_end}", "--", *words]
    process = subprocess.Popen(words, stdin=slave, stdout=slave, stderr=slave, env=environment, cwd=cwd, pass_fds=(report_end,),
                               start_new_session=True, preexec_fn=None if kill_at else own_terminal)
    os.close(slave)
    os.close(report_end)
    try:
        return follow(process, master, report, answer, bool(kill_at), time.monotonic() + seconds)
    finally:
        os.close(master)
        os.close(report)


def own_terminal():
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def quiet(terminal):
    mode = termios.tcgetattr(terminal)
    mode[1] &= ~termios.OPOST
    mode[3] &= ~termios.ECHO
    termios.tcsetattr(terminal, termios.TCSANOW, mode)


def follow(process, master, report, answer, traced, deadline):
    output, said, answered = "", "", 0
    ended = None
    end_seen_by = report if traced else os.pidfd_open(process.pid)
    watched = [master, end_seen_by]
    while ended is None:
        if time.monotonic() > deadline:
            os.killpg(process.pid, signal.SIGKILL)
            raise TimeoutError(f"not ended in time; it said:\n{output}")
        ready, _, _ = select.select(watched, [], [], 1)
        if master in ready:
            more = read(master)
            if not more:
                watched.remove(master)
            output += more
            match = PROMPT.search(output, answered)
            if match:
                os.write(master, (answer(match[1], output) + "\n").encode())
                answered = len(output)
        if end_seen_by in ready:
            said += read(report) if traced else ""
            ended = status_said(said) if traced else process.poll()
    if not traced:
        os.close(end_seen_by)
    while select.select([master], [], [], 0)[0]:
        more = read(master)
        if not more:
            break
        output += more
    killed = re.search(r"^killed (.*)$", said, re.MULTILINE)
    synced = re.search(r"^synced (\d+)$", said, re.MULTILINE)
    status = ended if ended >= 0 else 128 - ended
    return Ended(status, output, killed and killed[1], process if traced else None,
                 int(synced[1]) if synced else 0)


def status_said(said):
    match = re.search(r"^(exit|signal) (\d+)$", said, re.MULTILINE)
    return match and (int(match[2]) if match[1] == "exit" else -int(match[2]))


def read(descriptor):
    try:
        return os.read(descriptor, 65536).decode(errors="replace")
    except OSError:  # the other end of a terminal is gone
        return ""
