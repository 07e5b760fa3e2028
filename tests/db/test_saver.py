"""The writing thread: nothing is lost while writing fails, and the state tells the truth."""

import hashlib
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.errors import CabinetGone, CabinetInUse, CabinetSwapped, DiskFull, SavingBroken
from db.records import SaverState
from db.saver import Saver
from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import InsertEntry, SetAnswer
from pia_desktop.assessment.node import Node, new_key
from pia_desktop.errors import CabinetError
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Figure
from tests.db.making import picture_of


def wait_for(ready: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def title(form: Form, words: str) -> SetAnswer:
    return SetAnswer((form.roles.title,), words)


def titles(path: Path) -> list[str]:
    with Cabinet.open(path, read_only=True) as cabinet:
        return [info.title for info in cabinet.list()]


def test_edits_are_written_without_being_asked_for(path: Path, form: Form) -> None:
    states: list[SaverState] = []
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
        saver = Saver(cabinet, states.append)
        numbers = [saver.submit(assessment_id, title(form, str(n))) for n in range(5)]
        assert numbers == [1, 2, 3, 4, 5]
        assert saver.state.pending < 5, "of answers to one item the last is enough"
        wait_for(lambda: saver.state == SaverState(5, 0, None))
        assert cabinet.list()[0].title == "4"
        wait_for(lambda: states[-1:] == [SaverState(5, 0, None)])
        assert saver.flush()
        assert saver.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "saver"]


def test_a_picture_can_be_shown_before_and_after_it_is_written(path: Path, form: Form) -> None:
    figure = next(p.item.id for p in form.places.values() if p.item.kind.name == "figure" and not p.scope)
    data = b"png"
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
        saver = Saver(cabinet)
        saver.put_picture(data, picture_of(data))
        saver.submit(assessment_id, SetAnswer((figure,), Figure.of("", (picture_of(data),))))
        assert saver.picture(hashlib.sha256(data).hexdigest()) == data
        assert saver.close()
        assert saver.picture(hashlib.sha256(data).hexdigest()) == data
    with Cabinet.open(path) as cabinet:
        assert cabinet.picture(picture_of(data).digest) == data


def test_a_locked_file_delays_and_loses_nothing(
    path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.connect.BUSY_SECONDS", 0.05)
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
        saver = Saver(cabinet)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        saver.submit(assessment_id, title(form, "待つ"))
        assert not saver.flush()
        assert isinstance(saver.state.error, CabinetInUse)
        assert not saver.close()
        saver.submit(assessment_id, title(form, "待った"))
        assert saver.state.pending == 2
        other.execute("ROLLBACK")
        other.close()
        wait_for(lambda: saver.state == SaverState(2, 0, None))
        assert cabinet.list()[0].title == "待った"
        assert saver.close()


def test_a_full_file_keeps_edits_until_there_is_room(path: Path, form: Form, tmp_path: Path) -> None:
    """The limit is SQLite's own; test_disk fills a real disk where it may."""
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
        saver = Saver(cabinet)
        raw = cabinet._opened.writer
        assert raw is not None
        raw.pragma("max_page_count=1")
        saver.submit(assessment_id, title(form, "長い" * 100_000))
        assert not saver.flush()
        assert isinstance(saver.state.error, DiskFull)
        assert path.name in saver.state.error.message
        rescued = saver.rescue(tmp_path / "elsewhere.pia")
        assert rescued.whole
        assert titles(rescued.path) == ["長い" * 100_000]
        raw.pragma("max_page_count=100000")
        assert saver.close()
        assert saver.state == SaverState(1, 0, None)
        assert cabinet.list()[0].title == "長い" * 100_000


def test_an_attempt_that_began_before_room_was_made_does_not_bar_closing(
    path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is still failing when the clerk tries again."""
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
        write, begun, go_on = cabinet.apply_all, threading.Event(), threading.Event()

        def slow(*_arguments: object, **_options: object) -> None:
            begun.set()
            assert go_on.wait(20)
            monkeypatch.setattr(cabinet, "apply_all", write)
            raise DiskFull(path)

        monkeypatch.setattr(cabinet, "apply_all", slow)
        saver = Saver(cabinet)
        saver.submit(assessment_id, title(form, "後"))
        assert begun.wait(20)
        threading.Timer(0.1, go_on.set).start()
        assert saver.flush(20)
        assert saver.close()
        assert cabinet.list()[0].title == "後"


def pull_out(path: Path) -> Path:
    away = path.parent.with_name("away")
    path.parent.rename(away)
    return away


def test_a_stick_pulled_out_and_put_back(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
        saver = Saver(cabinet)
        saver.submit(assessment_id, title(form, "前"))
        assert saver.flush()
        away = pull_out(path)
        saver.submit(assessment_id, title(form, "後"))
        assert not saver.flush()
        assert isinstance(saver.state.error, CabinetGone)
        away.rename(path.parent)
        wait_for(lambda: saver.state == SaverState(2, 0, None))
        assert saver.close()
    assert titles(path) == ["後"]


def test_a_stick_put_back_as_another_device(path: Path, form: Form) -> None:
    """What is mounted again has other inodes; the old connections lead nowhere."""
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
        saver = Saver(cabinet)
        saver.submit(assessment_id, title(form, "前"))
        assert saver.flush()
        away = pull_out(path)
        saver.submit(assessment_id, title(form, "後"))
        assert not saver.flush()
        shutil.copytree(away, path.parent)
        wait_for(lambda: saver.state == SaverState(2, 0, None))
        assert cabinet.list()[0].title == "後"
        assert saver.close()
    assert titles(path) == ["後"]


def test_another_state_of_the_file_is_never_written_into(path: Path, form: Form, tmp_path: Path) -> None:
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
        older = tmp_path / "older.pia"
        cabinet.save_copy_to(older)
        saver = Saver(cabinet)
        saver.submit(assessment_id, title(form, "前"))
        assert saver.flush()
        pull_out(path)
        path.parent.mkdir()
        shutil.copyfile(older, path)
        saver.submit(assessment_id, title(form, "後"))
        assert not saver.flush()
        assert isinstance(saver.state.error, CabinetSwapped)
        assert path.read_bytes() == older.read_bytes()
        rescued = saver.rescue(tmp_path / "rescue.pia")
        assert titles(rescued.path) == ["後"]
        saver.abandon()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file from being renamed")
@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("noticed", [False, True])
def test_a_file_renamed_while_it_is_open_holds_all_and_nothing_is_left_at_its_old_name(
    path: Path, form: Form, *, at_once: bool, noticed: bool
) -> None:
    """``at_once``: before ``-wal`` is brought into it."""
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
        saver = Saver(cabinet)
        saver.submit(assessment_id, title(form, "前"))
        if at_once:
            wait_for(lambda: saver.state.saved_through == 1)
        else:
            assert saver.flush()
        renamed = path.rename(path.with_name("別の名前.pia"))
        if noticed:
            assert not saver.flush()
        saver.abandon()
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(path.name)] == []
    assert titles(renamed) == ["前"]


def test_a_rescue_without_the_file_holds_what_was_open(
    path: Path, form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b"png"
    figure = next(p.item.id for p in form.places.values() if p.item.kind.name == "figure" and not p.scope)
    with Cabinet.create(path) as cabinet:
        work = Assessment(form)
        assessment_id = cabinet.new(form, work.root)
        saver = Saver(cabinet)
        pull_out(path)

        def unreachable(_target: Path) -> None:
            raise CabinetGone(path)

        monkeypatch.setattr(cabinet, "save_copy_to", unreachable)  # as on Windows, or with the device dead
        saver.put_picture(data, picture_of(data))
        for edit in (title(form, "残る"), SetAnswer((figure,), Figure.of("", (picture_of(data),)))):
            work.apply(edit)
            saver.submit(assessment_id, edit)
        with pytest.raises(CabinetError):
            saver.rescue(tmp_path / "rescue.pia")
        rescued = saver.rescue(tmp_path / "rescue.pia", {assessment_id: Snapshot(form, work.root)})
        assert not rescued.whole
        saver.abandon()
    with Cabinet.open(rescued.path) as copy:
        assert copy.load(copy.list()[0].id).root == work.root
        assert copy.picture(picture_of(data).digest) == data


def test_edits_of_a_deleted_assessment_hold_nothing_up(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        gone, kept = cabinet.new(form), cabinet.new(form)
        saver = Saver(cabinet)
        cabinet.delete(gone)
        saver.submit(gone, title(form, "消えた"))
        saver.submit(kept, title(form, "残る"))
        assert saver.close()
        assert [info.title for info in cabinet.list()] == ["残る"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_the_program_is_told_and_keeps_the_edits(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
        saver = Saver(cabinet)
        wrong = InsertEntry(("files", "nowhere", "II.4.e"), new_key(), 0, Node())
        saver.submit(assessment_id, title(form, "前"))
        saver.submit(assessment_id, wrong)
        assert not saver.flush()
        assert isinstance(saver.state.error, SavingBroken)
        saver.submit(assessment_id, title(form, "後"))
        assert not saver.flush()
        assert saver.state.pending == 3
        saver.abandon()
        assert cabinet.list()[0].title == ""


def test_a_write_that_landed_unnoticed_is_not_done_twice(path: Path, form: Form) -> None:
    table = form.roles.changes
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
        writes = [(assessment_id, InsertEntry((table,), new_key(), 0, Node()))]
        cabinet.apply_all(writes, token="once")
        cabinet.apply_all(writes, token="once")
        assert len(cabinet.load(assessment_id).root.entries((table,))) == 1
