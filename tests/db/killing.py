"""Processes that type and are killed at any moment: ``python -m tests.db.killing 300``, on a quiet machine.

The command takes the promise of half a second by the clock; the test puts down to the machine what the
machine took.
"""

from __future__ import annotations

import math
import os
import random
import select
import shutil
import signal
import sqlite3
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.cabinet import Cabinet
from db.saver import Saver
from db.transaction import Work
from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.edits import Batch, Edit, InsertEntry, MoveEntry, RemoveEntry, SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form
from tests.db.making import in_order

AT_A_TIME: Final = 4
PROMISE: Final = 0.5
START: Final = Node(lists={"files": {"f": Node()}})
_STAMP: Final = struct.Struct("<id")


def typed(form: Form, n: int) -> Edit:
    """The n-th thing the clerk does: a word, and now and then a row added, moved or taken out."""
    table = form.roles.changes
    column = form.lists[table].item_ids[0]
    parts: list[Edit] = [SetAnswer((form.roles.title,), str(n))]
    match n % 7:
        case 1:
            parts.append(InsertEntry((table,), f"row{n}", 0, Node({column: f"変更{n}"})))
        case 3:
            parts.append(SetAnswer((table, f"row{n - 2}", column), "長い文" * (n % 400)))
        case 4 if n > 14:
            parts.append(MoveEntry((table,), f"row{n - 3}", 1))
        case 5 if n % 2:
            parts.append(RemoveEntry((table,), f"row{n - 4}"))
        case _:
            parts.append(SetAnswer((form.roles.number,), str(n)))
    return Batch(tuple(parts))


def past(form: Form, n: int) -> Callable[[Work], None]:
    """What is kept of the title when the n-th word takes its place: the one before."""
    return lambda work: work.add_past_answer(1, (form.roles.title,), str(n - 1))


def after(form: Form, count: int) -> Node:
    work = Assessment(form, START)
    for n in range(1, count + 1):
        work.apply(typed(form, n))
    return work.root


class Machine:
    """How busy this machine is with other things: what it costs is not the program's."""

    def __init__(self, folder: Path, *, strict: bool = False) -> None:
        self._raw = sqlite3.connect(folder / "plain.db", isolation_level=None)
        self._raw.execute("PRAGMA journal_mode=WAL").fetchone()
        self._raw.execute("PRAGMA synchronous=FULL")
        self._raw.execute("CREATE TABLE plain (n)")
        self._strict = strict
        self._commits: list[tuple[float, float]] = []

    def commit(self) -> None:
        """Write one row, as anybody would, and note how long the disk takes for it."""
        start = time.monotonic()
        self._raw.execute("INSERT INTO plain VALUES (1)")
        now = time.monotonic()
        recent = [one for one in self._commits if one[0] > now - 2 * PROMISE]
        self._commits = [*recent, (now, now - start)]

    def held_up(self, pid: int) -> float:
        """Seconds for which a process was ready to run and did not, and for which the disk kept it.

        A batch is up to three writes: the journal, the file and its name.
        """
        if self._strict:
            return 0.0
        return waited(pid) + 3 * max(took for _at, took in self._commits)

    def give(self, pid: int, seconds: float) -> None:
        """Let a process have so many seconds, and what it is held up meanwhile."""
        start, before = time.monotonic(), waited(pid)
        if math.isinf(before):
            time.sleep(10 * seconds)
            return
        self.commit()
        while time.monotonic() < start + seconds + self.held_up(pid) - before:
            time.sleep(0.02)
            self.commit()

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()


def waited(pid: int) -> float:
    """Seconds for which the threads of a process waited for a processor; without end where no one counts."""
    try:
        lines = [file.read_text() for file in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    except OSError:
        lines = []
    return sum(int(line.split()[1]) for line in lines) / 1e9 if lines else math.inf


@dataclass
class Trial:
    """A process that types, when it is to die, and what it said it had submitted."""

    path: Path
    pid: int
    pipe: int
    kill_at: float
    submitted: list[tuple[int, float]]


def begin(path: Path, form: Form, seconds: float) -> Trial:
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            type_on(path, form, write)
        finally:
            os._exit(1)
    os.close(write)
    assert os.read(read, 1) == b"!", "the typing process did not start"
    return Trial(path, pid, read, time.monotonic() + seconds, [])


def type_on(path: Path, form: Form, pipe: int) -> None:
    cabinet = Cabinet.open(path)
    saver = Saver(cabinet)
    os.write(pipe, b"!")
    parent = os.getppid()
    for n in range(1, 100_000):
        if os.getppid() != parent:
            return
        saver.submit(1, typed(form, n))
        saver.submit_work(1, past(form, n))
        os.write(pipe, _STAMP.pack(n, time.monotonic()))
        time.sleep(0.004)


def end(trial: Trial, machine: Machine) -> tuple[float, float]:
    """Kill it; the moment, and how long the machine had held it up until then."""
    machine.commit()
    late = machine.held_up(trial.pid)
    moment = time.monotonic()
    os.kill(trial.pid, signal.SIGKILL)
    os.waitpid(trial.pid, 0)
    listen(trial)
    os.close(trial.pipe)
    return moment, late


def listen(trial: Trial) -> None:
    while select.select([trial.pipe], [], [], 0)[0]:
        data = os.read(trial.pipe, _STAMP.size * 1000)
        if not data:
            return
        trial.submitted += _STAMP.iter_unpack(data)


def kill_often(folder: Path, form: Form, kills: int, *, strict: bool = False) -> None:
    """That many processes that type, killed at any moment; ``strict``: by the clock alone."""
    template = folder / "template.pia"
    with Cabinet.create(template) as cabinet:
        cabinet.new(form, START)
    running: list[Trial] = []
    machine = Machine(folder, strict=strict)
    try:
        run_trials(template, running, form, machine, kills)
    finally:
        machine.close()
        for trial in running:
            os.kill(trial.pid, signal.SIGKILL)
            os.waitpid(trial.pid, 0)


def run_trials(template: Path, running: list[Trial], form: Form, machine: Machine, kills: int) -> None:
    """Until enough lived long enough to have something to lose; on a busy machine they live longer."""
    rng = random.Random()
    done = lasted = 0
    while done < kills or lasted <= kills // 4:
        while len(running) < AT_A_TIME:
            path = template.parent / f"trial {done + len(running)}-{rng.random()}.pia"
            shutil.copyfile(template, path)
            running.append(begin(path, form, rng.uniform(0.05, 1.3 * (1 + done // kills))))
        machine.commit()
        for trial in running:
            listen(trial)
        for trial in [trial for trial in running if trial.kill_at <= time.monotonic()]:
            running.remove(trial)
            moment, late = end(trial, machine)
            lasted += check(trial, moment, late, form)
            done += 1
        time.sleep(0.02)


def check(trial: Trial, moment: float, late: float, form: Form) -> bool:
    """Whether it had something to lose.  Raises AssertionError where it has lost something."""
    old = [n for n, submitted in trial.submitted if submitted < moment - PROMISE]
    due = max((n for n, submitted in trial.submitted if submitted < moment - PROMISE - late), default=0)
    with Cabinet.open(trial.path) as cabinet:
        assert not cabinet.read_only, "the lock of a dead process holds"
        root = cabinet.load(1).root
        count = int(str(root.answers.get(form.roles.title, "0")))
        assert count >= due, f"{due} edits were older than {PROMISE} s and {late:.3f} s, {count} are there"
        assert in_order(root) == in_order(after(form, count))
        assert cabinet.list()[0].title == (str(count) if count else "")
        kept = [int(str(one.value)) for one in cabinet.past_answers(1, (form.roles.title,))]
        # the word and what it replaced land together, but for the last of a batch that was just being queued
        assert kept == list(range(kept[0], kept[0] - len(kept), -1)) if kept else count <= 1
        assert not kept or count - 2 <= kept[0] < count
    return bool(old)


def main() -> None:
    """``python -m tests.db.killing KILLS``."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PIA_DESKTOP_HOME"] = folder
        kill_often(Path(folder), find_form("yoshiki4"), kills, strict=True)
    print(f"{kills} kills: all that was older than {PROMISE} s was on disk")


if __name__ == "__main__":
    main()
