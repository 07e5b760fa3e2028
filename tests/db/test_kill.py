"""Killed at any moment, the program leaves a file that opens and holds all older than half a second."""

import os
import random
import select
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.saver import Saver
from db.transaction import Work
from pia_desktop.assessment.assessment import Assessment, blank_root
from pia_desktop.assessment.edits import Batch, Edit, InsertEntry, MoveEntry, RemoveEntry, SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.model import Form
from tests.db.making import in_order

KILLS = 100
AT_A_TIME = 4
PROMISE = 0.5
START = Node(lists={"files": {"f": Node()}})
_STAMP = struct.Struct("<id")

TYPING_AT_ONCE = """
import sys, time
from pathlib import Path
from db.cabinet import Cabinet
from db.saver import Saver
from pia_desktop.assessment.edits import SetAnswer
cabinet = Cabinet.open(Path(sys.argv[1]))
form = cabinet.load(1).form
saver = Saver(cabinet)
assert "sqlalchemy" not in sys.modules
saver.submit(1, SetAnswer((form.roles.title,), "最初の一字"))
print("typed", flush=True)
time.sleep(60)
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


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


def end(trial: Trial) -> float:
    """Kill it; the moment before which all must be on disk."""
    moment = time.monotonic()
    os.kill(trial.pid, signal.SIGKILL)
    os.waitpid(trial.pid, 0)
    listen(trial)
    os.close(trial.pipe)
    return moment - PROMISE


def listen(trial: Trial) -> None:
    while select.select([trial.pipe], [], [], 0)[0]:
        data = os.read(trial.pipe, _STAMP.size * 1000)
        if not data:
            return
        trial.submitted += _STAMP.iter_unpack(data)


def test_a_hundred_kills(tmp_path: Path, form: Form) -> None:
    template = tmp_path / "template.pia"
    with Cabinet.create(template) as cabinet:
        cabinet.new(form, START)
    running: list[Trial] = []
    try:
        run_trials(template, running, form)
    finally:
        for trial in running:
            os.kill(trial.pid, signal.SIGKILL)
            os.waitpid(trial.pid, 0)


def run_trials(template: Path, running: list[Trial], form: Form) -> None:
    rng = random.Random()
    done = lasted = 0
    while done < KILLS:
        while len(running) < AT_A_TIME and done + len(running) < KILLS:
            path = template.parent / f"trial {done + len(running)}-{rng.random()}.pia"
            shutil.copyfile(template, path)
            running.append(begin(path, form, rng.uniform(0.05, 1.3)))
        for trial in running:
            listen(trial)
        for trial in [trial for trial in running if trial.kill_at <= time.monotonic()]:
            running.remove(trial)
            lasted += check(trial, end(trial), form)
            done += 1
        time.sleep(0.002)
    assert lasted > KILLS // 4, "too few trials lived long enough to have something to lose"


def check(trial: Trial, moment: float, form: Form) -> bool:
    due = max((n for n, submitted in trial.submitted if submitted < moment), default=0)
    with Cabinet.open(trial.path) as cabinet:
        assert not cabinet.read_only, "the lock of a dead process holds"
        root = cabinet.load(1).root
        count = int(str(root.answers.get(form.roles.title, "0")))
        assert count >= due, f"{due} edits were older than {PROMISE} s, {count} are there"
        assert in_order(root) == in_order(after(form, count))
        assert cabinet.list()[0].title == (str(count) if count else "")
        kept = [int(str(one.value)) for one in cabinet.past_answers(1, (form.roles.title,))]
        # the word and what it replaced land together, but for the last of a batch that was just being queued
        assert kept == list(range(kept[0], kept[0] - len(kept), -1)) if kept else count <= 1
        assert not kept or count - 2 <= kept[0] < count
    return due > 0


def test_the_typing_itself_is_sound(form: Form) -> None:
    assert len(after(form, 60).entries((form.roles.changes,))) > 3
    assert blank_root(form).lists.keys() == START.lists.keys()


def test_the_first_key_after_opening_is_as_safe_as_any(path: Path, form: Form) -> None:
    """What writing needs is loaded while the first edit waits.

    Of five tries one is enough: other programs use this machine, too.
    """
    with Cabinet.create(path) as cabinet:
        cabinet.new(form, START)
    for _attempt in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", TYPING_AT_ONCE, path], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == b"typed"
            time.sleep(PROMISE)
            process.kill()
        with Cabinet.open(path) as cabinet:
            if cabinet.list()[0].title == "最初の一字":
                return
    pytest.fail(f"not on disk {PROMISE} s after it was typed")
