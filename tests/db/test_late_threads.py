"""Threads that still read while their cabinet is closed, or after that, are told so."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.errors import CabinetGone
from db.search import SearchIndex
from pia_desktop.errors import CabinetError
from pia_desktop.forms.model import Form

_READINGS: dict[str, Callable[[Cabinet], object]] = {
    "list": lambda cabinet: cabinet.list(),
    "load": lambda cabinet: cabinet.load(1),
    "answer": lambda cabinet: cabinet.answer(1, ("title",)),
    "trashed_ids": lambda cabinet: cabinet.trashed_ids(),
    "picture": lambda cabinet: cabinet.picture("0" * 64),
    "notes": lambda cabinet: cabinet.notes(1),
    "set_asides": lambda cabinet: cabinet.set_asides(1),
    "council_remarks": lambda cabinet: cabinet.council_remarks(1),
    "phrases": lambda cabinet: cabinet.phrases(),
    "setting": lambda cabinet: cabinet.setting("phrases"),
    "versions": lambda cabinet: cabinet.versions(1),
    "load_version": lambda cabinet: cabinet.load_version(1),
    "past_answers": lambda cabinet: cabinet.past_answers(1, ("title",)),
    "replacements": lambda cabinet: cabinet.replacements(),
    "ways_back": lambda cabinet: cabinet.ways_back(1),
    "answers": lambda cabinet: cabinet.answers(["title"]),
    "save_copy_to": lambda cabinet: cabinet.save_copy_to(cabinet.path.with_name("copy.pia")),
}


@pytest.mark.parametrize("reading", _READINGS)
@pytest.mark.parametrize("read_only", [False, True])
def test_whatever_reads_a_closed_cabinet_is_told_so(
    path: Path, form: Form, reading: str, read_only: bool
) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
    closed = Cabinet.open(path, read_only=read_only)
    closed.close()
    with pytest.raises(CabinetGone):
        _READINGS[reading](closed)
    closed.prepare_to_write()
    assert closed.check_integrity() is None
    assert not closed.follow()
    assert not closed.could_write()


def _read_on(cabinet: Cabinet, begun: threading.Barrier, heard: list[Exception]) -> None:
    begun.wait()
    try:
        while True:
            cabinet.load(1)
    except (CabinetError, sqlite3.Error) as error:
        heard.append(error)


def test_threads_that_read_while_it_is_closed_hear_no_word_of_sqlite(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
    for _round in range(20):
        cabinet = Cabinet.open(path)
        begun, heard = threading.Barrier(4), list[Exception]()
        threads = [threading.Thread(target=_read_on, args=(cabinet, begun, heard)) for _ in range(3)]
        for thread in threads:
            thread.start()
        begun.wait()
        cabinet.close()
        for thread in threads:
            thread.join()
        assert [type(error) for error in heard] == [CabinetGone] * 3


def test_an_index_that_is_closed_says_so_to_whoever_still_searches(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        index = SearchIndex.open(cabinet)
        index.close()
        for ask in (index.sync, lambda: index.search("住民"), index.wipe):
            try:
                ask()
            except CabinetError:
                pass
            except sqlite3.Error as error:
                pytest.fail(str(error))
        index.close()
