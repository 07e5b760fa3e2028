"""An index of which the assessments were read by processes beside the program is the same index."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.search import SearchHit, SearchIndex
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.forms.model import Form
from pia_desktop.processes import crew, start
from tests.db.writing import trash

WORDS = ("介護", "事務1", "番号", "の")
COUNT = 20


@pytest.fixture
def cabinet(path: Path, form: Form, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cabinet]:
    monkeypatch.setattr("db.search._MANY", 1)
    with Cabinet.create(path) as made:
        for n in range(COUNT):
            made.new(form, blank_root(form).with_answer((form.roles.title,), f"介護の事務{n}" * (n + 1)))
        yield made


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were begun."""
    found: list[subprocess.Popen[bytes]] = []
    really = start.start_ourselves

    def watched(words: list[str]) -> subprocess.Popen[bytes]:
        found.append(really(words))
        return found[-1]

    monkeypatch.setattr(crew, "start_ourselves", watched)
    return found


def found_by(index: SearchIndex) -> dict[str, tuple[SearchHit, ...]]:
    return {words: index.search(words) for words in WORDS}


def here(cabinet: Cabinet, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[SearchHit, ...]]:
    """What an index finds that was made by this process alone."""
    with monkeypatch.context() as alone, SearchIndex.open(cabinet, keep=False) as index:
        alone.setattr("db.search._MANY", sys.maxsize)
        assert index.sync()
        return found_by(index)


def test_the_same_is_found_at_first_and_after_edits(
    cabinet: Cabinet, form: Form, begun: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with SearchIndex.open(cabinet) as index:
        told: list[tuple[int, int]] = []
        assert index.sync(progress=lambda done, of: told.append((done, of)))
        assert told == [(n + 1, COUNT) for n in range(COUNT)]
        assert found_by(index) == here(cabinet, monkeypatch)
        cabinet.apply(3, [SetAnswer((form.roles.title,), "番号の事務1")])
        trash(cabinet, 4)
        assert index.sync()
        assert found_by(index) == here(cabinet, monkeypatch)
    assert begun
    assert all(process.poll() is not None for process in begun)


def test_what_is_broken_is_left_out_and_named(cabinet: Cabinet) -> None:
    with closing(sqlite3.connect(cabinet.path)) as raw:
        raw.execute("UPDATE answer SET value = '7' WHERE assessment_id = 7")
        raw.commit()
    with SearchIndex.open(cabinet) as index:
        assert index.sync()
        assert index.unread == {7}
        assert 7 not in {hit.assessment_id for hit in index.search("介護")}
        assert len(index.search("介護")) == COUNT - 1


def test_processes_that_die_leave_nothing_undone(cabinet: Cabinet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "_program", lambda: [sys.executable, "-c", "import os; os.abort()"])
    with SearchIndex.open(cabinet) as index:
        assert index.sync()
        assert found_by(index) == here(cabinet, monkeypatch)


def test_without_a_place_for_their_folder_it_is_done_here(
    cabinet: Cabinet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SearchIndex.open(cabinet) as index:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
        assert index.sync()
        assert len(index.search("介護")) == COUNT


def test_once_stopped_no_process_is_left(cabinet: Cabinet, begun: list[subprocess.Popen[bytes]]) -> None:
    with SearchIndex.open(cabinet) as index:
        assert not index.sync(stopped=lambda: True)
        assert begun
        assert all(process.poll() is not None for process in begun)
        assert index.sync()
        assert len(index.search("介護")) == COUNT
