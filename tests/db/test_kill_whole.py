"""Killed at any moment of a larger step, the program leaves all of it or nothing."""

import os
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.edits import Edit, InsertEntry, SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form
from tests.db.killed_at import kill_somewhere, statements_of
from tests.db.making import in_order

Step = Callable[[Cabinet, Form], None]
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


def open_and(step: Step, path: Path, form: Form) -> None:
    """What is killed: a cabinet is opened, and a step taken in it."""
    cabinet = Cabinet.open(path)
    cabinet.prepare_to_write()
    step(cabinet, form)


@pytest.mark.parametrize(
    ("step", "count"), [(close_version, 1), (replace, 1), (take_in_place, 1), (edit_all, TOGETHER)]
)
def test_all_or_nothing(tmp_path: Path, form: Form, step: Step, count: int) -> None:
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
    counted = shutil.copyfile(template, tmp_path / "counted.pia")
    statements = statements_of(partial(open_and, step, counted, form))
    outcomes = []
    for n in range(KILLS):
        path = tmp_path / f"trial{n}.pia"
        shutil.copyfile(template, path)

        kill_somewhere(partial(open_and, step, path, form), n, statements, whole)
        found = state(path)
        assert found in (before, after)
        outcomes.append(found == after)
    assert outcomes[:2] == [False, True]
