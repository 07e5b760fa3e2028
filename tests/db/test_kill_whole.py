"""Killed at any moment of a larger step, the program leaves all of it or nothing."""

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.edits import Edit, InsertEntry, SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form
from tests.db.making import in_order

KILLS = 12
TOGETHER = 40

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def contents(form: Form, words: str) -> Node:
    table = form.lists[form.roles.changes]
    rows = {f"row{n}": Node(dict.fromkeys(table.item_ids, f"{words}{n}" * 50)) for n in range(150)}
    start = Node(lists={"files": {"f": Node()}})
    return start.with_entries((table.id,), rows).with_answer((form.roles.title,), words)


def close_version(cabinet: Cabinet, form: Form) -> None:
    cabinet.close_version(1, "版", "2025-01-01", "published", {"published": "2025-01-01"})


def replace(cabinet: Cabinet, form: Form) -> None:
    other = find_form("yoshiki3")
    cabinet.replace(1, Snapshot(other, contents(other, "新")), keep_as="前")


def take_in_place(cabinet: Cabinet, form: Form) -> None:
    cabinet.take_in_place(1, Snapshot(form, contents(form, "新")), "前", None, [("note", "取り込み")])


def edit_all(cabinet: Cabinet, form: Form) -> None:
    table = form.lists[form.roles.changes]
    writes: list[tuple[int, Edit]] = []
    for info in cabinet.list():
        row = Node(dict.fromkeys(table.item_ids, "置換"))
        writes.append((info.id, SetAnswer((form.roles.title,), "新")))
        writes.append((info.id, InsertEntry((table.id,), "new", 0, row)))
    cabinet.apply_all(writes)


def state(path: Path) -> object:
    """All that the file holds; times left out."""
    with Cabinet.open(path) as cabinet:
        assert not cabinet.read_only
        return [
            (
                (info.id, info.form, info.title, info.state, info.edits, dict(info.stages)),
                in_order(cabinet.load(info.id).root),
                [note.words for note in cabinet.notes(info.id)],
                [
                    (v.number, v.name, in_order(cabinet.load_version(v.id).root))
                    for v in cabinet.versions(info.id)
                ],
            )
            for info in cabinet.list()
        ]


def run_and_kill(path: Path, act: Callable[[], None], seconds: float) -> None:
    """Do it in a process of its own, which is killed so many seconds after it has begun."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(read)
            os.write(write, b"!")
            act()
            time.sleep(60)
        finally:
            os._exit(1)
    os.close(write)
    assert os.read(read, 1) == b"!"
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(read)


@pytest.mark.parametrize(
    ("step", "count"), [(close_version, 1), (replace, 1), (take_in_place, 1), (edit_all, TOGETHER)]
)
def test_all_or_nothing(
    tmp_path: Path, form: Form, step: Callable[[Cabinet, Form], None], count: int
) -> None:
    template = tmp_path / "template.pia"
    with Cabinet.create(template) as cabinet:
        root = contents(form, "旧") if count == 1 else blank_root(form)
        for _ in range(count):
            cabinet.new(form, root)
    before = state(template)
    done = tmp_path / "done.pia"
    shutil.copyfile(template, done)
    start = time.monotonic()
    with Cabinet.open(done) as cabinet:
        cabinet.prepare_to_write()
        step(cabinet, form)
    whole = time.monotonic() - start
    after = state(done)
    assert before != after
    outcomes = []
    for n in range(KILLS):
        path = tmp_path / f"trial{n}.pia"
        shutil.copyfile(template, path)

        def act(path: Path = path) -> None:
            cabinet = Cabinet.open(path)
            cabinet.prepare_to_write()
            step(cabinet, form)

        run_and_kill(path, act, random.uniform(0, whole * 1.2))
        found = state(path)
        assert found in (before, after)
        outcomes.append(found == after)
    assert not all(outcomes), "never killed in time"
