"""Checkpoints while somebody reads an older state: what cannot be written yet is no other program's doing."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.connect import Channel
from db.errors import CabinetGone, CabinetSwapped, CabinetUnreadable, CabinetUnwritable, DiskFull
from db.records import SaverState
from db.saver import Saver
from db.transaction import Work
from pia_desktop.forms.model import Form
from tests.db.replacing import other
from tests.db.test_saver import title, titles, wait_for
from tests.holding import ON_WINDOWS

COUNTS = range(1, 6)
"""Writes before somebody reads: which pages the reader bars depends on them."""


@contextmanager
def reader_of_now(path: Path) -> Iterator[None]:
    """Another program's connection, which goes on reading the state of this moment."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("BEGIN")
        raw.execute("SELECT writes FROM cabinet").fetchall()
        yield


def write(cabinet: Cabinet, form: Form, count: int) -> None:
    """Changes of many pages."""
    for number in range(count):
        cabinet.apply(cabinet.new(form), [title(form, "あ" * (3000 + 1000 * number))])


@pytest.fixture
def cabinet(path: Path) -> Iterator[Cabinet]:
    with Cabinet.create(path) as made:
        yield made


@pytest.mark.parametrize("count", COUNTS)
def test_who_reads_an_older_state_bars_nothing(cabinet: Cabinet, form: Form, count: int) -> None:
    write(cabinet, form, count)
    with reader_of_now(cabinet.path):
        write(cabinet, form, 6)
        cabinet.check_and_checkpoint()
        assert len(cabinet.list()) == count + 6
        write(cabinet, form, 1)
        cabinet.check_and_checkpoint()
    cabinet.check_and_checkpoint()
    copy = shutil.copyfile(cabinet.path, cabinet.path.with_name("copy.pia"))
    with Cabinet.open(copy) as whole:
        assert len(whole.list()) == count + 7


@pytest.mark.parametrize("count", COUNTS)
def test_a_kill_then_loses_nothing(cabinet: Cabinet, form: Form, count: int, tmp_path: Path) -> None:
    write(cabinet, form, count)
    with reader_of_now(cabinet.path):
        write(cabinet, form, 6)
        cabinet.check_and_checkpoint()
        dead = tmp_path / "dead"
        dead.mkdir()
        for ending in ("", "-wal"):
            shutil.copyfile(cabinet.path.with_name(cabinet.path.name + ending), dead / f"a.pia{ending}")
    with Cabinet.open(dead / "a.pia") as found:
        assert len(found.list()) == count + 6
        assert found.check_integrity() is None


_KILLED = """
import os, sys
from pathlib import Path
from db.cabinet import Cabinet
from pia_desktop.forms.catalogue import find_form
from tests.db.test_reading_meanwhile import write
form = find_form("yoshiki4")
with Cabinet.create(Path(sys.argv[1])) as cabinet:
    for count in (int(sys.argv[2]), 6):
        write(cabinet, form, count)
        print("written", flush=True)
        sys.stdin.readline()
    os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(os.name == "nt", reason="this system has no signals")
@pytest.mark.parametrize("count", [1, 3])
def test_what_a_killed_process_left_can_be_worked_on(
    tmp_path: Path, form: Form, root: Path, count: int
) -> None:
    path = tmp_path / "a.pia"
    command = [sys.executable, "-c", _KILLED, str(path), str(count)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as killed:
        assert killed.stdin is not None
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"written\n"
        with reader_of_now(path):
            killed.stdin.write(b"\n")
            killed.stdin.flush()
            assert killed.stdout.readline() == b"written\n"
            killed.communicate(b"\n")
            with Cabinet.open(path) as cabinet:
                assert len(cabinet.list()) == count + 6
                write(cabinet, form, 1)
                cabinet.check_and_checkpoint()
                assert len(cabinet.list()) == count + 7
    with Cabinet.open(path) as cabinet:
        assert len(cabinet.list()) == count + 7
        assert cabinet.check_integrity() is None
    assert list(tmp_path.iterdir()) == [path]


def test_another_file_is_noticed_all_the_same(cabinet: Cabinet, form: Form, tmp_path: Path) -> None:
    write(cabinet, form, 3)
    cabinet.check_and_checkpoint()
    older = Path(shutil.copyfile(cabinet.path, tmp_path / "older"))
    write(cabinet, form, 3)
    with reader_of_now(cabinet.path):
        write(cabinet, form, 6)
        cabinet.check_and_checkpoint()
        with other() as program:
            program.do("in place", older, cabinet.path)
        with pytest.raises(CabinetSwapped):
            cabinet.check_and_checkpoint()


def test_reading_of_our_own_leaves_the_file_in_one_state(cabinet: Cabinet, form: Form) -> None:
    write(cabinet, form, 3)
    cabinet.check_and_checkpoint()
    before = cabinet.path.read_bytes()
    write(cabinet, form, 3)
    with cabinet._read():
        checking = threading.Thread(target=cabinet.check_and_checkpoint)
        checking.start()
        checking.join()
        assert cabinet.path.read_bytes() == before
    cabinet.check_and_checkpoint()
    assert cabinet.path.read_bytes() != before


def test_what_reading_barred_is_brought_in_soon_afterwards(
    cabinet: Cabinet, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only at the next look at the file."""
    never = 3600.0
    for name, seconds in (("REST", never), ("LOOK", never), ("LONGEST_UNREST", 0.1), ("BARRED", 0.1)):
        monkeypatch.setattr(f"db.saver.{name}", seconds)
    made = cabinet.new(form)
    saver, tried = Saver(cabinet), threading.Event()
    checkpoint = cabinet.check_and_checkpoint

    def told() -> None:
        checkpoint()
        tried.set()

    monkeypatch.setattr(cabinet, "check_and_checkpoint", told)
    with cabinet._read():
        saver.submit(made, title(form, "読む間"))
        wait_for(lambda: saver.state == SaverState(1, 0, None))
        tried.clear()
        assert tried.wait(20)
        assert cabinet.barred
    wait_for(lambda: not cabinet.barred)
    assert saver.close()


def failing(code: int) -> Callable[..., sqlite3.Connection]:
    """Opens no connection: the system opens the file, but does not let it be read."""

    def connect(*_arguments: object) -> sqlite3.Connection:
        error = sqlite3.OperationalError("not now")
        error.sqlite_errorcode = code
        raise error

    return connect


BARRED = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_READ,
    sqlite3.SQLITE_NOMEM,
)


@pytest.mark.parametrize("code", BARRED)
def test_a_file_that_cannot_be_read_for_the_moment_is_not_another(
    cabinet: Cabinet, form: Form, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    write(cabinet, form, 1)
    cabinet.check_and_checkpoint()
    write(cabinet, form, 1)
    with monkeypatch.context() as patched:
        patched.setattr("db.witness.connect_raw", failing(code))
        cabinet.path.touch()
        with pytest.raises(CabinetUnreadable):
            cabinet.check_and_checkpoint()
    cabinet.check_and_checkpoint()
    write(cabinet, form, 1)
    assert len(cabinet.list()) == 3


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_IOERR_READ, "reports an error"),
        (sqlite3.SQLITE_BUSY, "another program is holding"),
        (sqlite3.SQLITE_PERM, "you may not"),
    ],
)
def test_a_file_that_stays_unreadable_is_told_with_its_reason(
    cabinet: Cabinet, form: Form, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    write(cabinet, form, 1)
    monkeypatch.setattr("db.witness.connect_raw", failing(code))
    cabinet.path.touch()
    with pytest.raises(CabinetUnreadable, match=words):
        cabinet.check_and_checkpoint()
    for act in (cabinet.check_and_checkpoint, lambda: write(cabinet, form, 1)):
        with pytest.raises(CabinetUnwritable, match=words):
            act()
    if ON_WINDOWS:  # which lets nobody move an open file
        return
    cabinet.path.rename(cabinet.path.with_name("moved.pia"))
    with pytest.raises(CabinetGone, match="disappeared"):
        cabinet.check_and_checkpoint()


@pytest.mark.parametrize("setting", ["busy_timeout=5000", "synchronous=FULL"])
def test_settings_that_cannot_be_put_back_make_no_other_file_of_ours(
    cabinet: Cabinet, form: Form, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    """All of ``-wal`` is in the file by then: the state that was brought in is the one that is expected."""
    write(cabinet, form, 2)
    brought_in = []
    checkpoint, pragma = Channel.checkpoint, Channel.pragma

    def counted(channel: Channel, mode: str) -> bool:
        brought_in.append(mode)
        return checkpoint(channel, mode)

    def refused(channel: Channel, words: str) -> object:
        if "TRUNCATE" in brought_in and words == setting:
            raise CabinetUnwritable(channel.path, "not now")
        return pragma(channel, words)

    with monkeypatch.context() as patched:
        patched.setattr(Channel, "checkpoint", counted)
        patched.setattr(Channel, "pragma", refused)
        cabinet.check_and_checkpoint()
    assert brought_in == ["PASSIVE", "TRUNCATE"]
    write(cabinet, form, 1)
    cabinet.check_and_checkpoint()
    writer = cabinet._opened.writer
    assert writer is not None
    assert (writer.pragma("synchronous"), writer.pragma("busy_timeout")) == (2, 5000)
    copy = shutil.copyfile(cabinet.path, cabinet.path.with_name("copy.pia"))
    with Cabinet.open(copy) as whole:
        assert len(whole.list()) == 3


@pytest.mark.parametrize("code", BARRED)
def test_whose_a_journal_is_that_a_dead_process_left_is_asked_again_when_it_can_be_read(
    cabinet: Cabinet, form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Taken for the file's own meanwhile, it would be played into a file of another state."""
    write(cabinet, form, 1)
    cabinet.check_and_checkpoint()
    dead = Path(shutil.copyfile(cabinet.path, tmp_path / "dead.pia"))
    write(cabinet, form, 1)
    cabinet.check_and_checkpoint()
    write(cabinet, form, 1)
    journal = Path(shutil.copyfile(f"{cabinet.path}-wal", f"{dead}-wal"))
    before = (dead.read_bytes(), journal.read_bytes())
    with monkeypatch.context() as patched:
        patched.setattr("db.witness.connect_raw", failing(code))
        for read_only in (False, True):
            with pytest.raises(CabinetUnwritable):
                Cabinet.open(dead, read_only=read_only)
    assert (dead.read_bytes(), journal.read_bytes()) == before
    with Cabinet.open(dead) as found:
        assert len(found.list()) == 1
    assert [file.suffix for file in tmp_path.glob("dead.pia-wal*")] == [".old"]


@pytest.mark.parametrize("code", BARRED)
def test_closing_while_it_cannot_be_read_loses_nothing(
    path: Path, form: Form, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """What lies in ``-wal`` alone is thrown away only where the file is known to be another's."""
    with Cabinet.create(path) as cabinet:
        write(cabinet, form, 2)
        path.touch()
        with monkeypatch.context() as patched:
            patched.setattr("db.witness.connect_raw", failing(code))
            cabinet.close()
    with Cabinet.open(path) as again:
        assert len(again.list()) == 2


def test_a_file_that_cannot_be_opened_for_the_moment_is_not_another(
    cabinet: Cabinet, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a virus scanner holds it, or on a share that fails."""
    write(cabinet, form, 1)
    cabinet.check_and_checkpoint()
    cabinet.path.touch()  # somebody may have written: the file has to be looked into

    def held(*_arguments: object) -> None:
        raise PermissionError(13, "held")

    def unopened(*_arguments: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", held)
        patched.setattr("db.witness.connect_raw", unopened)
        with pytest.raises(CabinetGone):
            cabinet.check_and_checkpoint()
    cabinet.check_and_checkpoint()
    write(cabinet, form, 1)
    assert len(cabinet.list()) == 2


def test_pictures_that_cannot_be_dropped_at_closing_leave_one_file(
    path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_work: Work) -> None:
        raise DiskFull(path)

    monkeypatch.setattr(Work, "drop_unused_pictures", full)
    with Cabinet.create(path) as cabinet:
        write(cabinet, form, 2)
    assert [file.name for file in path.parent.glob(f"{path.name}*")] == [path.name]


def test_closing_while_another_program_reads_brings_in_what_it_can(
    path: Path, form: Form, tmp_path: Path
) -> None:
    """A connection that reads nothing now keeps ``-wal`` beside the file, not its contents out of it."""
    cabinet = Cabinet.create(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as idle:
        idle.execute("SELECT writes FROM cabinet").fetchall()
        write(cabinet, form, 2)
        cabinet.close()
        shutil.copyfile(path, tmp_path / "copy.pia")
    with Cabinet.open(tmp_path / "copy.pia") as copy:
        assert len(copy.list()) == 2


def _renamed(folder: Path, _path: Path) -> None:
    folder.rename(folder.with_name("aside"))


def _folder_loops(folder: Path, path: Path) -> None:
    _renamed(folder, path)
    folder.symlink_to(folder)


def _file_loops(_folder: Path, path: Path) -> None:
    path.rename(path.with_name("aside"))
    path.symlink_to(path)


def _file_is_a_folder(_folder: Path, path: Path) -> None:
    path.rename(path.with_name("aside"))
    path.mkdir()


def _as_before(folder: Path, path: Path) -> None:
    for place in (folder, path):
        aside = place.with_name("aside")
        if aside.exists():
            if place.is_symlink():
                place.unlink()
            elif place.exists():
                place.rmdir()
            aside.rename(place)


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody rename what is open")
@pytest.mark.parametrize("bar", [_renamed, _folder_loops, _file_loops, _file_is_a_folder])
def test_whatever_bars_the_way_to_it_edits_wait_and_go_on_when_it_is_free(
    path: Path, form: Form, tmp_path: Path, bar: Callable[[Path, Path], None]
) -> None:
    with Cabinet.create(path) as cabinet:
        made = cabinet.new(form)
        saver = Saver(cabinet)
        saver.submit(made, title(form, "前"))
        assert saver.flush()
        bar(path.parent, path)
        saver.submit(made, title(form, "後"))
        assert not saver.flush()
        assert saver.state.error is not None
        assert saver.state.error.remedy
        assert titles(saver.rescue(tmp_path / "elsewhere.pia").path) == ["後"]
        _as_before(path.parent, path)
        wait_for(lambda: saver.state == SaverState(2, 0, None))
        assert saver.close()
    assert titles(path) == ["後"]
    assert [file.name for file in path.parent.iterdir()] == [path.name]
