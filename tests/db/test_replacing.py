"""One file that is whole, and that is let alone as soon as it is another's."""

import os
import shutil
import sqlite3
from pathlib import Path
from unittest.mock import patch

import pytest

from db.backup import back_up
from db.cabinet import Cabinet
from db.claim import Claim
from db.connect import Channel
from db.errors import CabinetGone, CabinetSwapped
from db.journals import remove_journals
from db.saver import Saver
from pia_desktop.forms.model import Form
from tests.db.making import files_with, picture_of
from tests.db.replacing import (
    STRANGERS,
    WAYS,
    OpenAssessment,
    Other,
    copy_rounds,
    other,
    paced,
    read_rounds,
    replace_rounds,
    stranger,
)
from tests.db.test_saver import title, titles, wait_for


def test_a_copy_of_the_one_file_holds_everything(tmp_path: Path, form: Form) -> None:
    with paced(0.05, 0.1):
        copy_rounds(8, tmp_path, form, 0.4)


def test_whatever_another_program_puts_there_is_let_alone(tmp_path: Path, form: Form) -> None:
    replace_rounds(20, tmp_path, form)


def test_who_only_reads_is_taken_for_nobody_else(tmp_path: Path, form: Form) -> None:
    with paced(0.05, 0.1):
        read_rounds(4, tmp_path, form)


def wal_size(path: Path) -> int:
    wal = path.with_name(path.name + "-wal")
    return wal.stat().st_size if wal.exists() else 0


def test_the_file_is_whole_soon_after_the_last_edit(path: Path, form: Form) -> None:
    """At the program's own pace, and with a second window that reads."""
    with Cabinet.create(path) as cabinet, Cabinet.open(path) as reader:
        assessment_id = cabinet.new(form)
        saver = Saver(cabinet)
        for number in range(20):
            saver.submit(assessment_id, title(form, f"{number}" * 2000))
            assert saver.flush()
        assert reader.list()[0].title
        saver.submit(assessment_id, title(form, "最後"))
        wait_for(lambda: saver.state.pending == 0)
        wait_for(lambda: wal_size(path) == 0, seconds=5)
        copy = path.with_name("copy.pia")
        copy.write_bytes(path.read_bytes())
        assert titles(copy) == ["最後"]
        assert reader.list()[0].title == "最後"
        assert saver.close()


def test_a_write_that_comes_by_no_saver_is_brought_in_too(path: Path, form: Form) -> None:
    with paced(0.05, 0.1), Cabinet.create(path) as cabinet:
        saver = Saver(cabinet)
        cabinet.new(form)
        wait_for(lambda: wal_size(path) == 0)
        assert saver.close()


@pytest.fixture
def opened(path: Path, form: Form) -> OpenAssessment:
    return OpenAssessment.at(path, form)


def older_of(opened: OpenAssessment, program: Other, folder: Path) -> Path:
    older = folder / "older"
    assert opened.saver.flush()
    program.do("in place", opened.path, older)
    opened.type("新しい")
    assert opened.saver.flush()
    return older


@pytest.mark.parametrize("way", WAYS)
def test_it_is_noticed_without_a_write(opened: OpenAssessment, tmp_path: Path, way: str) -> None:
    with other() as program:
        older = older_of(opened, program, tmp_path)
        program.do(way, older, opened.path)
    opened.saver.check_soon()
    wait_for(lambda: opened.saver.state.error is not None)
    assert isinstance(opened.saver.state.error, CabinetSwapped)
    assert not opened.saver.flush(), "closing must not be silent"
    assert files_with(opened.path) == {opened.path.name: older.read_bytes()}
    opened.close_unsaved()


@pytest.mark.parametrize("way", WAYS)
def test_what_is_read_is_never_the_other_state(opened: OpenAssessment, tmp_path: Path, way: str) -> None:
    with other() as program:
        older = older_of(opened, program, tmp_path)
        program.do(way, older, opened.path)
    if way == "rename":
        assert opened.cabinet.list()[0].title == "新しい", "what was replaced can still be read"
    else:
        with pytest.raises(CabinetSwapped):
            opened.cabinet.list()
    opened.close_unsaved()
    assert files_with(opened.path) == {opened.path.name: older.read_bytes()}


def test_pictures_of_an_overwritten_file_are_in_the_rescue(
    opened: OpenAssessment, tmp_path: Path, form: Form
) -> None:
    """Those of this session are in memory, older ones in the copy that was made when it was opened."""
    figure = next(p.item.id for p in form.places.values() if p.item.kind.name == "figure" and not p.scope)
    first, second = picture_of(b"first"), picture_of(b"second")
    opened.cabinet.put_picture(b"first", first)
    opened.picture(figure, first)
    assert opened.saver.flush()
    back_up(opened.path)
    opened.saver.put_picture(b"second", second)
    opened.picture(figure, first, second)
    opened.path.chmod(0o600)
    with other() as program:
        program.do("in place", older_of(opened, program, tmp_path), opened.path)
    assert not opened.saver.flush()
    rescued = opened.saver.rescue(tmp_path / "rescue.pia", {opened.assessment_id: opened.work.snapshot()})
    opened.close_unsaved()
    assert os.name == "nt" or rescued.path.stat().st_mode & 0o777 == 0o600
    with Cabinet.open(rescued.path) as copy:
        assert copy.picture(first.digest) == b"first"
        assert copy.picture(second.digest) == b"second"


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody put a file in the place of one that is open")
def test_the_file_that_is_back_is_taken_up_again(opened: OpenAssessment, tmp_path: Path, form: Form) -> None:
    with other() as program:
        older = older_of(opened, program, tmp_path)
        kept = tmp_path / "kept"
        program.do("in place", opened.path, kept)
        program.do("rename", older, opened.path)
        opened.type("間に")
        assert not opened.saver.flush()
        program.do("rename", kept, opened.path)
    wait_for(lambda: opened.saver.state.error is None and opened.saver.state.pending == 0)
    assert opened.saver.close()
    opened.cabinet.close()
    assert titles(opened.path) == ["間に"]


def test_a_thread_that_is_late_is_told_so(opened: OpenAssessment) -> None:
    opened.close_unsaved()
    with pytest.raises(CabinetGone):
        opened.cabinet.list()


def test_a_touched_file_is_the_same_file(opened: OpenAssessment) -> None:
    assert opened.saver.flush()
    opened.path.touch()
    opened.path.chmod(0o600)
    opened.type("書ける")
    assert opened.saver.flush()
    assert opened.saver.close()
    opened.cabinet.close()


def test_the_replaced_file_can_be_opened_at_once(opened: OpenAssessment, tmp_path: Path) -> None:
    with other() as program:
        older = older_of(opened, program, tmp_path)
        program.do("in place", older, opened.path)
    assert not opened.saver.flush()
    assert not Claim(opened.path).lock_path.exists()
    with Cabinet.open(opened.path) as cabinet:
        assert not cabinet.read_only
    opened.close_unsaved()
    assert [file.name for file in opened.path.parent.iterdir()] == [opened.path.name]


def died_with_wal(path: Path, form: Form, folder: Path) -> tuple[Path, Path]:
    """A file beside which a killed process left a ``-wal``, and an older state of the file alone."""
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
    older = folder / "older"
    shutil.copyfile(path, older)
    with Cabinet.open(path) as cabinet:
        cabinet.apply(assessment_id, [title(form, "中")])
    with Cabinet.open(path) as cabinet:
        cabinet.apply(assessment_id, [title(form, "後")])
        dead = folder / "dead"
        dead.mkdir()
        for ending in ("", "-wal"):
            shutil.copyfile(path.with_name(path.name + ending), dead / (path.name + ending))
    return dead / path.name, older


@pytest.mark.parametrize("read_only", [False, True])
def test_what_a_killed_process_left_is_brought_in(
    path: Path, form: Form, tmp_path: Path, read_only: bool
) -> None:
    dead, _older = died_with_wal(path, form, tmp_path)
    with Cabinet.open(dead, read_only=read_only) as cabinet:
        assert cabinet.list()[0].title == "後"


@pytest.mark.parametrize("read_only", [False, True])
def test_what_a_killed_process_left_is_not_played_into_another_state(
    path: Path, form: Form, tmp_path: Path, read_only: bool
) -> None:
    dead, older = died_with_wal(path, form, tmp_path)
    shutil.copyfile(older, dead)
    with Cabinet.open(dead, read_only=read_only) as cabinet:
        assert cabinet.list()[0].title == ""
    if read_only:
        assert dead.read_bytes() == older.read_bytes()
    else:
        assert list(dead.parent.glob("*-wal.*.old")), "what was typed last is kept aside"


def test_somebody_who_writes_by_way_of_sqlite_is_left_alone_too(opened: OpenAssessment) -> None:
    assert opened.saver.flush()
    raw = sqlite3.connect(opened.path, isolation_level=None)
    raw.execute("UPDATE cabinet SET writes = writes + 7, last_write = 'another'")
    opened.type("後")
    assert not opened.saver.flush()
    assert isinstance(opened.saver.state.error, CabinetSwapped)
    assert raw.execute("SELECT last_write FROM cabinet").fetchone() == ("another",)
    raw.close()
    opened.close_unsaved()


def test_shared_memory_that_windows_did_not_tell_apart_is_taken_away(tmp_path: Path) -> None:
    """There an open one has no number; a journal without one may be another program's, and stays."""
    nameless = (0, 0)
    wal, memory = tmp_path / "a.pia-wal", tmp_path / "a.pia-shm"
    for file in (wal, memory):
        file.write_bytes(b"x")
    remove_journals({wal: nameless, memory: nameless})
    assert list(tmp_path.iterdir()) == [wal]


@pytest.mark.parametrize(
    "back",
    [
        pytest.param(False, id="after a kill"),
        pytest.param(
            True,
            id="away and back",
            marks=pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody move an open file"),
        ),
    ],
)
@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_left_beside_what_replaced_a_file_that_nobody_wrote_to_since(
    path: Path, form: Form, tmp_path: Path, way: str, back: bool
) -> None:
    """A file that was not closed is in WAL mode: its ``-wal`` is there before the first write."""
    dead, older = died_with_wal(path, form, tmp_path)
    with other() as program, Cabinet.open(dead) as cabinet:
        if back:
            cabinet.apply(1, [title(form, "より後")])
            away = dead.rename(tmp_path / "away.pia")
            with pytest.raises(CabinetGone):
                cabinet.check_and_checkpoint()
            away.rename(dead)
            cabinet.check_and_checkpoint()
            assert cabinet.list()[0].title == "より後"
        program.do(way, older, dead)
        with pytest.raises(CabinetSwapped):
            cabinet.check_and_checkpoint()
        assert files_with(dead) == {dead.name: older.read_bytes()}
    assert files_with(dead) == {dead.name: older.read_bytes()}


@pytest.mark.parametrize("kind", STRANGERS)
def test_overwritten_between_the_last_question_and_the_pages(
    opened: OpenAssessment, tmp_path: Path, form: Form, kind: str
) -> None:
    """The very moment: Windows refuses it; elsewhere the look that follows finds it, and all is kept."""
    opened.type("以前")
    assert opened.saver.flush()
    opened.cabinet.check_and_checkpoint()
    with other() as program:
        program.do("in place", opened.path, tmp_path / "older")
    put = stranger(kind, tmp_path, tmp_path / "older", form)
    opened.cabinet.new(form, opened.work.root)
    opened.cabinet.check_and_checkpoint()
    let: list[bool] = []
    bring_in = Channel.checkpoint
    with other() as program:

        def meanwhile(channel: Channel, mode: str) -> bool:
            if mode == "PASSIVE" and not let:
                let.append(program.may("in place", put, opened.path))
            return bring_in(channel, mode)

        with patch.object(Channel, "checkpoint", meanwhile), paced(0.1, 0.3):
            opened.type("最後の一行")
            wait_for(lambda: bool(let))
            if os.name == "nt":
                assert opened.saver.flush()
            else:
                wait_for(lambda: isinstance(opened.saver.state.error, CabinetSwapped))
    assert let == [os.name != "nt"]
    rescued = opened.saver.rescue(tmp_path / "rescue.pia", {opened.assessment_id: opened.work.snapshot()})
    opened.close_unsaved()
    assert "最後の一行" in titles(rescued.path)
    assert os.name != "nt" or "最後の一行" in titles(opened.path)
