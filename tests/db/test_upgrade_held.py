"""An upgrade while another program holds the file: refused with the reason, or waited for."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.errors import CabinetInUse
from pia_desktop.forms.model import Form
from tests.db.statements import at_each_statement
from tests.db.test_calls_failing import assert_all_there
from tests.db.test_migrations import failing_at, second_schema

TRIALS = 5
"""Of the statements so many are met in turn, others each time."""

SHORT = 0.02
A_WHILE = 0.3
NAME = "台帳.pia"


@pytest.fixture
def older(tmp_path: Path, form: Form) -> Path:
    path = tmp_path / "old.pia"
    second_schema(path, form)
    return path


@contextmanager
def held_from(
    monkeypatch: pytest.MonkeyPatch, path: Path, number: int, seconds: float | None
) -> Iterator[list[str]]:
    """Another connection holds the file from this statement on, or as soon as it can; for good or so long."""
    done: list[str] = []
    other = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
    letting_go = threading.Timer(seconds or 0, other.rollback)

    def hold(words: str) -> None:
        done.append(words)
        if len(done) >= number and not other.in_transaction and not letting_go.ident:
            with suppress(sqlite3.OperationalError):  # the upgrade has it
                other.execute("BEGIN EXCLUSIVE")
                if seconds is not None:
                    letting_go.start()

    try:
        with at_each_statement(monkeypatch, hold):
            yield done
    finally:
        if letting_go.ident:
            letting_go.join()
        other.close()


def some_statements(monkeypatch: pytest.MonkeyPatch, path: Path, folder: Path) -> list[int]:
    folder.mkdir()
    with failing_at(monkeypatch, 0, 0) as all_of_them:
        Cabinet.open(shutil.copyfile(path, folder / NAME)).close()
    return [1, *random.sample(range(2, len(all_of_them) + 1), TRIALS)]


def test_held_for_good_it_is_told_and_the_old_cabinet_is_as_it_was(
    older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.connect.BUSY_SECONDS", SHORT)
    refused = 0
    for number in some_statements(monkeypatch, older, tmp_path / "done"):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        path = shutil.copyfile(older, folder / NAME)
        with held_from(monkeypatch, path, number, None):
            try:
                Cabinet.open(path).close()
            except CabinetInUse:
                refused += 1
                copies = [file for file in folder.iterdir() if file != path]
                assert bool(copies) == (path.read_bytes() != older.read_bytes()), "no copy without an upgrade"
        assert_all_there(path)
    assert refused


def test_held_for_a_while_it_is_waited_for(
    older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in some_statements(monkeypatch, older, tmp_path / "done"):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        path = shutil.copyfile(older, folder / NAME)
        with held_from(monkeypatch, path, number, A_WHILE):
            Cabinet.open(path).close()
        assert_all_there(path)


_OPENED = """
import sys
from pathlib import Path
from db.cabinet import Cabinet
with Cabinet.open(Path(sys.argv[1])) as cabinet:
    print(len(cabinet.list()), cabinet.read_only)
    sys.stdout.flush()
    sys.stdin.readline()
"""


def test_several_programs_that_open_it_at_once_upgrade_it_once(
    older: Path, tmp_path: Path, root: Path
) -> None:
    path = shutil.copyfile(older, tmp_path / NAME)
    older.unlink()
    with ExitStack() as stack:
        command = [sys.executable, "-c", _OPENED, str(path)]
        started = [
            stack.enter_context(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)
            )
            for _number in range(3)
        ]
        found = sorted(one.stdout.readline().split() for one in started if one.stdout)
        for one in started:
            one.communicate("\n")
    assert found == [["2", "False"], ["2", "True"], ["2", "True"]]
    assert_all_there(path)
    (copy,) = [file for file in tmp_path.iterdir() if file != path]
    assert "バックアップ" in copy.name
