"""One piece of work, twelve operations on a file and a database, as three tools are told to do it and to take it back.

An operation appends its number to `lines`, or inserts it into `numbers` of app.db; its inverse removes it. Ansible has no way
back, so it gets a second play; its lines are those of its own module, which looks before it writes.
"""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

OPERATIONS = range(1, 13)


def in_file(number):
    return number % 2 == 1


class Way:
    """How a tool does the work in the folder `path`. `forward` and `back` are commands."""

    name = ""

    def __init__(self, path):
        self.path = Path(path)

    def fill(self):
        """Makes everything as it was before."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True)
        (self.path / "lines").write_text("before\n")
        with sqlite3.connect(self.path / "app.db") as database:
            database.execute("CREATE TABLE numbers (number INTEGER)")
        database.close()
        self.write()

    def counts(self):
        """How often the effect of each operation is there."""
        lines = (self.path / "lines").read_text().splitlines()
        database = sqlite3.connect(self.path / "app.db")
        rows = [row[0] for row in database.execute("SELECT number FROM numbers")]
        database.close()
        return [lines.count(str(number)) if in_file(number) else rows.count(number) for number in OPERATIONS]

    def restored(self):
        return not any(self.counts()) and (self.path / "lines").read_text() == "before\n"


class Changec(Way):
    name = "changec"

    def __init__(self, path, changec):
        super().__init__(path)
        self.changec = changec

    def write(self):
        steps = ""
        for number in OPERATIONS:
            if in_file(number):
                do, undo = f'echo {number} >> "$dir"/lines', f'sed -i "/^{number}\\$/d" "$dir"/lines'
            else:
                do = f'sqlite3 "$dir"/app.db "INSERT INTO numbers VALUES ({number})"'
                undo = f'sqlite3 "$dir"/app.db "DELETE FROM numbers WHERE number = {number}"'
            steps += f"  step s{number} {{ owner bob  do `{do}`  undo `{undo}` }}\n"
        (self.path / "plan.change").write_text(
            'person bob { email "bob@acme.example" }\nchange WORK "Work" {\n  manager bob  risk low\n'
            f'  param dir: path = "{self.path}"\n{steps}}}\n')
        subprocess.run([self.changec, "build", "plan.change", "-o", "out"], cwd=self.path, check=True)
        options = ["--yes", "--state", str(self.path / "state")]
        self.forward = ["dash", str(self.path / "out" / "WORK.implement.sh"), *options]
        self.back = ["dash", str(self.path / "out" / "WORK.backout.sh"), *options]


class Sqitch(Way):
    name = "Sqitch"
    forward = ["sqitch", "deploy"]
    back = ["sqitch", "revert", "-y"]

    def write(self):
        for name in ("deploy", "revert"):
            (self.path / name).mkdir()
        (self.path / "sqitch.conf").write_text(
            "[core]\n\tengine = sqlite\n[user]\n\tname = Bob\n\temail = bob@acme.example\n"
            '[engine "sqlite"]\n\ttarget = db:sqlite:app.db\n\tregistry = registry.db\n')
        plan = "%syntax-version=1.0.0\n%project=work\n\n"
        for number in OPERATIONS:
            plan += f"s{number} 2026-12-05T21:00:{number:02d}Z Bob <bob@acme.example> # {number}\n"
            if in_file(number):
                do, undo = f".shell echo {number} >> lines\n", f".shell sed -i '/^{number}$/d' lines\n"
            else:
                do = f"BEGIN;\nINSERT INTO numbers VALUES ({number});\nCOMMIT;\n"
                undo = f"BEGIN;\nDELETE FROM numbers WHERE number = {number};\nCOMMIT;\n"
            (self.path / "deploy" / f"s{number}.sql").write_text(do)
            (self.path / "revert" / f"s{number}.sql").write_text(undo)
        (self.path / "sqitch.plan").write_text(plan)


class Ansible(Way):
    name = "Ansible"
    forward = ["ansible-playbook", "-i", "localhost,", "forward.yml"]
    back = ["ansible-playbook", "-i", "localhost,", "back.yml"]

    def write(self):
        forward, back = [], []
        for number in OPERATIONS:
            if in_file(number):
                line = f"      lineinfile: {{path: {self.path}/lines, line: '{number}', state: %s}}\n"
                do, undo = line % "present", line % "absent"
            else:
                command = f'      command: sqlite3 {self.path}/app.db "%s"\n'
                do = command % f"INSERT INTO numbers VALUES ({number})"
                undo = command % f"DELETE FROM numbers WHERE number = {number}"
            forward.append(f"    - name: s{number}\n{do}")
            back.insert(0, f"    - name: s{number}\n{undo}")
        head = "- hosts: localhost\n  connection: local\n  gather_facts: false\n  tasks:\n"
        (self.path / "forward.yml").write_text(head + "".join(forward))
        (self.path / "back.yml").write_text(head + "".join(back))


def environment(home):
    return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(home), "TZ": "UTC", "LC_ALL": "C.UTF-8",
            "ANSIBLE_NOCOLOR": "1", "ANSIBLE_LOCALHOST_WARNING": "False", "TERM": os.environ.get("TERM", "dumb")}
