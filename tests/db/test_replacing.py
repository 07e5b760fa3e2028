"""One file that is whole, and that is let alone as soon as it is another's."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from db.backup import back_up
from db.beside import remove_beside
from db.cabinet import Cabinet
from db.claim import Claim
from db.errors import CabinetGone, CabinetSwapped
from db.saver import Saver
from pia_desktop.forms.model import Form
from tests.db.making import beside, picture_of
from tests.db.replacing import WAYS, Desk, Other, copy_rounds, other, paced, replace_rounds
from tests.db.test_saver import title, titles, wait_for


def test_a_copy_of_the_one_file_holds_everything(tmp_path: Path, form: Form) -> None:
    with paced(0.05, 0.1):
        copy_rounds(8, tmp_path, form, 0.4)


def test_whatever_another_program_puts_there_is_let_alone(tmp_path: Path, form: Form) -> None:
    replace_rounds(20, tmp_path, form)


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
def desk(path: Path, form: Form) -> Desk:
    return Desk.at(path, form)


def older_of(desk: Desk, program: Other, folder: Path) -> Path:
    older = folder / "older"
    assert desk.saver.flush()
    program.do("in place", desk.path, older)
    desk.type("新しい")
    assert desk.saver.flush()
    return older


@pytest.mark.parametrize("way", WAYS)
def test_it_is_noticed_without_a_write(desk: Desk, tmp_path: Path, way: str) -> None:
    with other() as program:
        older = older_of(desk, program, tmp_path)
        program.do(way, older, desk.path)
    desk.saver.look()
    wait_for(lambda: desk.saver.state.error is not None)
    assert isinstance(desk.saver.state.error, CabinetSwapped)
    assert not desk.saver.flush(), "closing must not be silent"
    assert beside(desk.path) == {desk.path.name: older.read_bytes()}
    desk.let_go()


@pytest.mark.parametrize("way", WAYS)
def test_what_is_read_is_never_the_other_state(desk: Desk, tmp_path: Path, way: str) -> None:
    with other() as program:
        older = older_of(desk, program, tmp_path)
        program.do(way, older, desk.path)
    if way == "rename":
        assert desk.cabinet.list()[0].title == "新しい", "what was replaced can still be read"
    else:
        with pytest.raises(CabinetSwapped):
            desk.cabinet.list()
    desk.let_go()
    assert beside(desk.path) == {desk.path.name: older.read_bytes()}


def test_pictures_of_an_overwritten_file_are_in_the_rescue(desk: Desk, tmp_path: Path, form: Form) -> None:
    """Those of this session are in memory, older ones in the copy that was made when it was opened."""
    figure = next(p.item.id for p in form.places.values() if p.item.kind.name == "figure" and not p.scope)
    first, second = picture_of(b"first"), picture_of(b"second")
    desk.cabinet.put_picture(b"first", first)
    desk.picture(figure, first)
    assert desk.saver.flush()
    back_up(desk.path)
    desk.saver.put_picture(b"second", second)
    desk.picture(figure, first, second)
    desk.path.chmod(0o600)
    with other() as program:
        program.do("in place", older_of(desk, program, tmp_path), desk.path)
    assert not desk.saver.flush()
    rescued = desk.saver.rescue(tmp_path / "rescue.pia", {desk.assessment_id: desk.work.snapshot()})
    desk.let_go()
    assert os.name == "nt" or rescued.path.stat().st_mode & 0o777 == 0o600
    with Cabinet.open(rescued.path) as copy:
        assert copy.picture(first.digest) == b"first"
        assert copy.picture(second.digest) == b"second"


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody put a file in the place of one that is open")
def test_the_file_that_is_back_is_taken_up_again(desk: Desk, tmp_path: Path, form: Form) -> None:
    with other() as program:
        older = older_of(desk, program, tmp_path)
        kept = tmp_path / "kept"
        program.do("in place", desk.path, kept)
        program.do("rename", older, desk.path)
        desk.type("間に")
        assert not desk.saver.flush()
        program.do("rename", kept, desk.path)
    wait_for(lambda: desk.saver.state.error is None and desk.saver.state.pending == 0)
    assert desk.saver.close()
    desk.cabinet.close()
    assert titles(desk.path) == ["間に"]


def test_a_thread_that_is_late_is_told_so(desk: Desk) -> None:
    desk.let_go()
    with pytest.raises(CabinetGone):
        desk.cabinet.list()


def test_a_touched_file_is_the_same_file(desk: Desk) -> None:
    assert desk.saver.flush()
    desk.path.touch()
    desk.path.chmod(0o600)
    desk.type("書ける")
    assert desk.saver.flush()
    assert desk.saver.close()
    desk.cabinet.close()


def test_the_replaced_file_can_be_opened_at_once(desk: Desk, tmp_path: Path) -> None:
    with other() as program:
        older = older_of(desk, program, tmp_path)
        program.do("in place", older, desk.path)
    assert not desk.saver.flush()
    assert not Claim(desk.path).lock_path.exists()
    with Cabinet.open(desk.path) as cabinet:
        assert not cabinet.read_only
    desk.let_go()
    assert [file.name for file in desk.path.parent.iterdir()] == [desk.path.name]


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


def test_somebody_who_writes_by_way_of_sqlite_is_left_alone_too(desk: Desk) -> None:
    assert desk.saver.flush()
    raw = sqlite3.connect(desk.path, isolation_level=None)
    raw.execute("UPDATE cabinet SET writes = writes + 7, last_write = 'another'")
    desk.type("後")
    assert not desk.saver.flush()
    assert isinstance(desk.saver.state.error, CabinetSwapped)
    assert raw.execute("SELECT last_write FROM cabinet").fetchone() == ("another",)
    raw.close()
    desk.let_go()


def test_shared_memory_that_windows_did_not_tell_apart_is_taken_away(tmp_path: Path) -> None:
    """There an open one has no number; a journal without one may be another program's, and stays."""
    nameless = (0, 0)
    wal, memory = tmp_path / "a.pia-wal", tmp_path / "a.pia-shm"
    for file in (wal, memory):
        file.write_bytes(b"x")
    remove_beside({wal: nameless, memory: nameless})
    assert list(tmp_path.iterdir()) == [wal]
