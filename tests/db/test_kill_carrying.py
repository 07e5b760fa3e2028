"""Killed at any moment of carrying out, taking in or bringing back, it leaves all of it or nothing."""

import os
import random
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.piax import read_parcel
from db.records import Note
from pia_desktop.assessment.edits import InsertEntry, RemoveEntry, SetAnswer
from pia_desktop.assessment.node import Node
from tests.db.carrying import CHANGES, COLUMN, TITLE, WORK, carried, edit, everything, home, lent
from tests.db.killed_at import kill_somewhere, run_and_kill, statements_of
from tests.db.writing import write

KILLS = 7

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A cabinet of which an assessment is out, and the file that comes back beside it."""
    path = tmp_path / "office.pia"
    with home(path) as cabinet, Cabinet.create(tmp_path / "away.pia") as away:
        rows = [InsertEntry(CHANGES, f"r{n}", 3 + n, Node({COLUMN: "長い文" * 300})) for n in range(200)]
        made = away.receive(carried(cabinet, 1, tmp_path / "out.piax"))
        edit(away, made, *rows, SetAnswer(WORK, "支所"), RemoveEntry(CHANGES, "a1"))
        write(away, lambda work: work.put_note(Note("n2", made, TITLE, "todo", "確認")), made)
        away.close_version(made, "支所の版", "2024-07-01")
        carried(away, made, tmp_path / "back.piax")
    return path


def state(path: Path) -> tuple[object, ...]:
    with Cabinet.open(path) as cabinet:
        assert not cabinet.read_only
        found = [everything(cabinet, info.id) for info in cabinet.list()]
        known = [(one.state, one.way, one.ended_at != "") for one in cabinet.handovers(1)]
    return found, known


def killed(path: Path, act: Callable[[Path], object]) -> list[bool]:
    """Do it to copies of a cabinet and be killed in between; whether all of it was done."""
    before = state(path)
    done = path.with_name("done.pia")
    shutil.copyfile(path, done)
    start = time.monotonic()
    act(done)
    whole = time.monotonic() - start
    after = state(done)
    statements = statements_of(partial(act, shutil.copyfile(path, path.with_name("counted.pia"))))
    found = []
    for number in range(KILLS):
        trial = path.with_name(f"trial{number}.pia")
        shutil.copyfile(path, trial)
        kill_somewhere(partial(act, trial), number, statements, whole)
        now = state(trial)
        assert now in (before, after)
        found.append(now == after)
    return found


def bring_back(path: Path) -> None:
    with Cabinet.open(path) as cabinet:
        cabinet.bring_back(read_parcel(path.with_name("back.piax")), 1)


def take_in(path: Path) -> None:
    with Cabinet.open(path) as cabinet:
        cabinet.receive(read_parcel(path.with_name("back.piax")))


def test_all_of_it_or_nothing_is_stored(office: Path) -> None:
    empty = office.with_name("empty.pia")
    Cabinet.create(empty).close()
    for path, act in ((office, bring_back), (empty, take_in)):
        assert killed(path, act)[:2] == [False, True]


def take_back(path: Path) -> None:
    with Cabinet.open(path) as cabinet:
        cabinet.take_back_return(1)


def test_all_of_a_return_is_undone_or_nothing(office: Path) -> None:
    bring_back(office)
    with Cabinet.open(office) as cabinet:
        assert len(cabinet.versions(1)) > 1
    assert killed(office, take_back)[:2] == [False, True]


def test_a_file_that_is_there_is_whole_and_can_come_back(office: Path) -> None:
    for number in range(KILLS):
        trial = office.with_name(f"trial{number}.pia")
        file = office.with_name(f"{number}.piax")
        shutil.copyfile(office, trial)
        before = state(trial)[0]

        def packing(trial: Path = trial, file: Path = file) -> None:
            with Cabinet.open(trial) as cabinet:
                cabinet.pack(1, file)

        run_and_kill(packing, random.uniform(0, 0.4))
        assert state(trial)[0] == before
        with Cabinet.open(trial) as cabinet:
            if file.exists():
                assert cabinet.home_of(read_parcel(file)) == 1
            else:
                assert len(lent(cabinet)) == 1  # only what was out before
