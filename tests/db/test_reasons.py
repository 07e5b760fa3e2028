"""The true reason is said, and a file that is held for a moment is opened all the same."""

import errno
import hashlib
import lzma
import os
import random
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from db.cabinet import Cabinet
from db.claim import Claim
from db.codec import CodecFault, decode
from db.contents import ContentsFault
from db.errors import (
    CabinetDamaged,
    CabinetNameTooLong,
    CabinetUnwritable,
    DiskFull,
    NotACabinet,
    QuotaUsedUp,
    SavingBroken,
    from_sqlite,
)
from db.replacement_codec import decode_way
from db.saver import Saver
from db.search import SearchIndex
from db.transaction import Work
from db.version_blob import unpack
from pia_desktop import reasons
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.forms.model import Form


def of_windows(number: int) -> PermissionError:
    """An error as Windows gives it."""
    error = PermissionError(errno.EACCES, "in use")
    error.winerror = number  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.EDQUOT, ""), "quota"),
        (OSError(errno.ENOSPC, ""), "full"),
        (OSError(errno.EROFS, ""), "write-protected"),
        (OSError(errno.EACCES, ""), "may not"),
        (OSError(errno.ENAMETOOLONG, ""), "too long"),
        (of_windows(206), "too long"),
        (OSError(errno.ENOENT, ""), "not there"),
        (of_windows(32), "another program"),
        (of_windows(33), "another program"),
        (of_windows(112), "full"),
        (of_windows(1295), "quota"),
        (of_windows(19), "write-protected"),
        (of_windows(53), "not there"),
        (OSError(errno.EIO, "Input/output error"), "reports an error"),
        (of_windows(1117), "reports an error"),
        (OSError(errno.EBUSY, "Device or resource busy"), "another program"),
        (OSError(errno.EXDEV, "Cross-device link"), "Cross-device link"),
    ],
)
def test_the_systems_reasons(error: OSError, words: str) -> None:
    assert words in reasons.system_words(error)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOENT, "No such file"), "no such file"),
        (OSError(errno.EISDIR, "Is a directory"), "it is a folder"),
        (OSError(errno.EACCES, "Permission denied"), "may not read"),
        (of_windows(32), "another program"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "too long"),
    ],
)
def test_the_systems_reasons_of_reading(error: OSError, words: str) -> None:
    assert words in reasons.reading_words(error)


def broken_disk() -> sqlite3.OperationalError:
    """SQLite's error of a disk, as it comes whatever is the matter with it."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
    return error


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.EDQUOT, QuotaUsedUp), (errno.ENOSPC, DiskFull), (errno.EROFS, CabinetUnwritable)],
)
def test_sqlites_error_of_the_disk_gets_the_systems_reason(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[Exception]
) -> None:
    def refuse(_probe: Path) -> None:
        raise OSError(number, "refused")

    path.touch()
    monkeypatch.setattr(reasons, "_write_probe", refuse)
    assert type(from_sqlite(broken_disk(), path)) is kind
    monkeypatch.undo()
    assert type(from_sqlite(broken_disk(), path)) is CabinetUnwritable
    assert list(path.parent.iterdir()) == [path], "nothing is left by trying"


def test_a_disk_that_fails_without_a_reason_is_told_in_words(path: Path) -> None:
    path.touch()
    told = from_sqlite(broken_disk(), path)
    assert told is not None
    assert "reports an error" in told.message


def spoil(work: Work) -> None:
    """What a fault of the program might write."""
    work._connection.execute(text("UPDATE assessment SET edits = 'x'"))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_value_of_a_wrong_type_is_a_fault_of_the_program_and_no_damage(path: Path, form: Form) -> None:
    """Damage would be tried again for ever; a fault is told as one, with what to do."""
    with Cabinet.create(path) as cabinet:
        made = cabinet.new(form)
        saver = Saver(cabinet)
        saver.submit_work(made, spoil)
        assert not saver.flush()
        assert isinstance(saver.state.error, SavingBroken)
        saver.abandon()


def test_a_counter_at_its_largest_is_damage(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE cabinet SET writes = ?", (2**63 - 1,))
        raw.commit()
    with Cabinet.open(path) as cabinet, pytest.raises(CabinetDamaged):
        cabinet.new(form)


def test_a_quota_that_bars_the_lock_is_no_colleague(
    path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)

    def refuse(_claim: Claim) -> bool:
        raise OSError(errno.EDQUOT, "")

    monkeypatch.setattr(Claim, "acquire", refuse)
    with Cabinet.open(path) as cabinet:
        assert cabinet.holder is None
        assert "quota" in cabinet.read_only_reason
        assert len(cabinet.list()) == 1


def test_somebody_who_is_just_letting_go_is_waited_for(path: Path) -> None:
    Cabinet.create(path).close()
    claim = Claim(path)
    assert claim.acquire()
    claim.note_path.unlink()
    letting_go = threading.Timer(0.2, claim.release)
    letting_go.start()
    with Cabinet.open(path) as cabinet:
        assert not cabinet.read_only
    letting_go.join()


@pytest.mark.parametrize(
    "word", ["base", "head", "heads", "+1", "0001@base", "0001+1", "000", "%(here)s", ""]
)
def test_a_version_that_is_a_word_of_alembics(path: Path, word: str) -> None:
    Cabinet.create(path).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", (word,))
        raw.commit()
    before = path.read_bytes()
    with pytest.raises(NotACabinet, match="version"):
        Cabinet.open(path)
    assert path.read_bytes() == before


BOMBS = ("[" + "[]," * 20_000_000 + "[]]", '["' + '","' * 20_000_000 + '"]', "[" + "1," * 20_000_000 + "1]")


@pytest.mark.parametrize("bomb", BOMBS, ids=["brackets", "quotes", "numbers"])
def test_a_bomb_of_parts_is_refused_before_it_is_taken_apart(
    form: Form, bomb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_arguments: object) -> object:
        raise AssertionError("it was taken apart")

    monkeypatch.setattr("json.loads", never)
    monkeypatch.setattr("db.codec._READ", never)
    data = lzma.compress(bomb.encode(), lzma.FORMAT_XZ, lzma.CHECK_NONE, 0)
    with pytest.raises(ContentsFault):
        unpack(form, data, hashlib.sha256(data).hexdigest())
    with pytest.raises(CodecFault):
        decode(bomb)
    assert decode_way(bomb) is None


def test_an_index_that_is_broken_anywhere_is_made_anew(path: Path, form: Form) -> None:
    rng = random.Random(20)
    with Cabinet.create(path) as cabinet:
        for n in range(12):
            cabinet.new(form, blank_root(form).with_answer((form.roles.title,), f"事務{n}番の題" * 9))
        with SearchIndex.open(cabinet) as index:
            index.sync()
        data = index.path.read_bytes()
        for _round in range(60):
            broken = bytearray(data)
            for _byte in range(rng.choice((1, 20, 400))):
                broken[rng.randrange(100, len(broken))] = rng.choice((0, 0xFF, 0x80, rng.randrange(256)))
            index.path.write_bytes(bytes(broken))
            with SearchIndex.open(cabinet) as index:
                index.sync()
                index.search("事務")
            os.utime(index.path)


@pytest.mark.parametrize(
    "fault", [UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"), TypeError(), OverflowError()]
)
def test_whatever_a_broken_page_gives_out_the_index_is_made_anew(
    path: Path, form: Form, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form, blank_root(form).with_answer((form.roles.title,), "事務の題"))
        with SearchIndex.open(cabinet) as index:
            index.sync()
            faults = [fault]

            def read(_words: str) -> tuple[str, ...]:
                if faults:
                    raise faults.pop()
                return (form.roles.title,)

            monkeypatch.setattr("db.search.read_path", read)
            assert index.search("事務") == ()
            assert index.sync()
            assert len(index.search("事務")) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows measures the whole path, and by its settings")
@pytest.mark.parametrize("letter", ["a", "台"])
def test_a_name_with_no_room_for_the_files_beside_it_is_told_so(tmp_path: Path, letter: str) -> None:
    """The longest name that works works wholly; one letter more says why, to whoever makes it or opens it."""
    room = (255 - len(".pia-journal")) // len(letter.encode())
    fits = tmp_path / (letter * room + ".pia")
    Cabinet.create(fits).close()
    with closing(Cabinet.open(fits)) as cabinet:
        assert not cabinet.read_only
    too_long = tmp_path / (letter * (room + 1) + ".pia")
    with pytest.raises(CabinetNameTooLong):
        Cabinet.create(too_long)
    fits.rename(too_long)
    with pytest.raises(CabinetNameTooLong):
        Cabinet.open(too_long)
    assert list(tmp_path.glob("*.pia*")) == [too_long]
