"""Copies that nobody asks for."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.backup import (
    KEEP_BROKEN,
    KEEP_NEWEST,
    _former_folder,
    back_up,
    backup_folder,
    backups_of,
    chains,
    is_sound,
    moment_of,
    newest_backup,
    superfluous,
    untouched,
)
from db.cabinet import Cabinet
from db.errors import CabinetNotFound
from db.saver import Saver
from db.search import SearchIndex
from pia_desktop.errors import CabinetError
from pia_desktop.forms.model import Form
from tests.db.test_saver import title, titles

START = datetime(2024, 4, 1, 9, 0, 0)


def test_a_copy_is_made_when_something_changed(path: Path, form: Form, tmp_path: Path) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        first = back_up(path, START)
        assert first is not None
        assert (tmp_path / "home") in first.parents
        assert back_up(path, START + timedelta(days=3)) is None, "the same contents need no second copy"
        cabinet.apply(1, [title(form, "変わった")])
        second = back_up(path, START + timedelta(days=4))
    assert second == newest_backup(path)
    assert backups_of(path) == [second, first]
    assert second is not None
    files_with = {file.name for file in second.parent.iterdir() if file not in (first, second)}
    assert files_with == {"place.txt"}
    assert titles(first) == [""]
    assert titles(second) == ["変わった"]


def tamper(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(statement)


def test_the_copies_follow_a_cabinet_that_is_moved(path: Path, form: Form, tmp_path: Path) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
    first = back_up(path, START)
    moved = tmp_path / "別の場所" / "名前も別.pia"
    moved.parent.mkdir()
    path.rename(moved)
    with Cabinet.open(moved) as cabinet:
        cabinet.apply(1, [title(form, "移した後")])
    second = back_up(moved, START + timedelta(days=1))
    assert backups_of(moved) == [second, first]
    assert backups_of(path) == []
    assert [chain.backups for chain in chains()] == [(second, first)]
    assert chains()[0].place == str(moved)


def test_the_copies_of_an_earlier_edition_are_taken_over(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        uid = cabinet.uid
    first = back_up(path, START)
    assert first is not None
    (first.parent / "place.txt").unlink()
    first.parent.rename(_former_folder(path))
    assert [file.name for file in backups_of(path)] == [first.name]
    with Cabinet.open(path) as cabinet:
        cabinet.apply(1, [title(form, "今")])
    second = back_up(path, START + timedelta(days=1))
    assert backups_of(path) == [second, backup_folder(uid) / first.name]


def test_of_a_damaged_cabinet_no_copy_is_kept_and_the_sound_one_is_named(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
    sound = back_up(path, START)
    raw = bytearray(path.read_bytes())
    for place in range(4096 * 3, len(raw) - 4096, 4096):
        raw[place + 10 : place + 60] = b"\xff" * 50
    path.write_bytes(raw)
    with pytest.raises(CabinetError) as caught:
        back_up(path, START + timedelta(days=1))
    assert str(sound) in caught.value.remedy
    assert backups_of(path) == [sound]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answer SET value = '1.5'",
        "UPDATE version SET digest = 'x'",
        "DELETE FROM entry WHERE key = ''",
    ],
)
def test_a_copy_in_which_something_cannot_be_read_is_never_recommended_and_puts_no_sound_one_out(
    path: Path, form: Form, statement: str
) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        cabinet.apply(1, [title(form, "題")])
        cabinet.close_version(1, "版", "2024-01-01")
    sound = back_up(path, START)
    tamper(path, statement)
    for day in range(1, 41):
        tamper(path, f"UPDATE cabinet SET writes = writes + {day}")
        broken = back_up(path, START + timedelta(days=day))
        assert broken is not None
        assert not is_sound(broken)
    assert newest_backup(path) == sound
    assert sound is not None
    assert len(list(sound.parent.glob("*.broken.pia"))) == KEEP_BROKEN


def test_a_copy_is_opened_for_reading_only_and_taken_out_as_a_cabinet(
    path: Path, form: Form, tmp_path: Path
) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        cabinet.apply(1, [title(form, "控え")])
    kept = back_up(path, START)
    assert kept is not None
    before = kept.read_bytes(), kept.stat().st_mtime_ns
    with Cabinet.open(kept) as cabinet:
        assert cabinet.read_only
        assert cabinet.read_only_reason
        cabinet.save_copy_to(tmp_path / "取り出した.pia")
    assert (kept.read_bytes(), kept.stat().st_mtime_ns) == before
    assert [file.name for file in kept.parent.iterdir() if file != kept] == ["place.txt"]
    with Cabinet.open(tmp_path / "取り出した.pia") as cabinet:
        assert not cabinet.read_only
        cabinet.apply(1, [title(form, "続き")])


def test_a_copy_that_somebody_worked_in_is_never_dropped(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
    first = back_up(path, START)
    assert first is not None
    tamper(first, "UPDATE assessment SET title = '控えの中で書いた'")
    for hour in range(1, 9):
        tamper(path, "UPDATE cabinet SET writes = writes + 1")
        back_up(path, START + timedelta(hours=hour))
    assert first.exists()
    assert titles(first) == ["控えの中で書いた"]
    assert len(backups_of(path)) == KEEP_NEWEST + 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_a_rescue_of_a_file_that_is_gone_is_as_open_as_it_was(
    path: Path, form: Form, tmp_path: Path, mode: int
) -> None:
    """Colleagues who share a folder open it there, too."""
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
        saver = Saver(cabinet)
        path.chmod(mode)
        assert saver.flush()
        path.rename(tmp_path / "別の名前.pia")
        content = cabinet.load(assessment_id)
        places = [saver.rescue(tmp_path / "写し.pia").path, tmp_path / "開いていたもの.pia"]
        saver._write_opened(places[1], {assessment_id: content}, {})
        saver.abandon()
    assert [place.stat().st_mode & 0o777 for place in places] == [mode, mode]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_nothing_that_is_copied_is_more_open_than_the_cabinet(path: Path, form: Form, tmp_path: Path) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        path.chmod(0o600)
        kept = back_up(path, START)
        assert kept is not None
        cabinet.save_copy_to(tmp_path / "写し.pia")
        with SearchIndex.open(cabinet) as index:
            index.sync()
            modes = {file.stat().st_mode & 0o777 for file in index.path.parent.iterdir()}
        assert modes == {0o600}
        with SearchIndex.open(cabinet, keep=False) as index:
            assert not index.path.is_relative_to(tmp_path / "home")
    assert [file.stat().st_mode & 0o777 for file in (kept, tmp_path / "写し.pia")] == [0o600, 0o600]
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o640)
    with Cabinet.open(path) as cabinet:
        cabinet.save_copy_to(tmp_path / "写し.pia")
    assert (tmp_path / "写し.pia").stat().st_mode & 0o777 == 0o640


def test_a_copy_that_cannot_be_made_harms_nothing(path: Path, form: Form, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder", encoding="utf-8")
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        with pytest.raises(CabinetError):
            back_up(path)
        cabinet.apply(1, [title(form, "続く")])
        assert cabinet.list()[0].title == "続く"
    with pytest.raises(CabinetError):
        back_up(path.with_name("nowhere.pia"))


def test_what_is_kept_grows_thin_with_age() -> None:
    """Two years of work, three openings a day."""
    moments = [START + timedelta(days=day, hours=hour) for day in range(730) for hour in (0, 4, 8)]
    kept: list[Path] = []
    for moment in moments:
        kept.insert(0, Path(f"{moment:%Y-%m-%dT%H-%M-%S}.pia"))
        gone = superfluous(kept)
        kept = [file for file in kept if file not in gone]
    names = [file.name for file in kept]
    assert names[:5] == [f"{moment:%Y-%m-%dT%H-%M-%S}.pia" for moment in reversed(moments[-5:])]
    last = moments[-1].date()
    for back in range(14):
        assert any(name.startswith(str(last - timedelta(days=back))) for name in names)
    assert len({name[:7] for name in names}) == 12
    assert len(names) <= 5 + 14 + 12


def test_a_cabinet_that_is_not_there_has_no_copies(path: Path) -> None:
    assert newest_backup(path) is None
    with pytest.raises(CabinetNotFound):
        Cabinet.open(path)


def test_a_sound_cabinet_is_opened_without_a_look_at_anybodys_copies(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Cabinet.create(path):
        pass
    back_up(path)
    looked: list[Path] = []
    monkeypatch.setattr("db.backup.chain_in", looked.append)
    monkeypatch.setattr("db.backup._backups_in", looked.append)
    for read_only in (False, True):
        with Cabinet.open(path, read_only=read_only) as cabinet:
            assert cabinet.list() == ()
    assert not looked


def test_copies_of_a_clock_that_was_ahead_displace_no_later_one(
    path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A year ahead for thirty openings, then right again."""
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
    right = [back_up(path, START)]
    for day in range(30):
        with Cabinet.open(path) as cabinet:
            cabinet.apply(1, [title(form, f"先{day}")])
        back_up(path, START + timedelta(days=365 + day))
    for day in (1, 2, 3):
        with Cabinet.open(path) as cabinet:
            cabinet.apply(1, [title(form, f"今{day}")])
        right.append(back_up(path, START + timedelta(days=day)))
    assert all(copy is not None and copy.exists() for copy in right)
    assert back_up(path, START + timedelta(days=3, hours=1)) is None, "the newest is the same"

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Clock:
            return cls(2024, 4, 5)

    monkeypatch.setattr("db.backup.datetime", Clock)
    assert newest_backup(path) == right[-1]


def test_a_copy_that_is_no_longer_wanted_lets_go_of_the_cabinet(
    path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.backup._STEP", 1)
    begun, closing_now = threading.Event(), threading.Event()

    def ended() -> bool:
        begun.set()
        return closing_now.wait(60)

    cabinet = Cabinet.create(path)
    cabinet.apply(cabinet.new(form), [title(form, "あ" * 3000)])
    copying = threading.Thread(target=back_up, args=(path,), kwargs={"ended": ended})
    copying.start()
    assert begun.wait(60)
    closing_now.set()
    copying.join()
    cabinet.close()
    assert [file.name for file in path.parent.glob(f"{path.name}*")] == [path.name]
    assert backups_of(path) == []
    assert titles(path) == ["あ" * 3000]


def test_a_copy_in_steps_is_of_one_state(path: Path, form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.backup._STEP", 1)
    with Cabinet.create(path) as cabinet:
        number = cabinet.new(form)
        cabinet.apply(number, [title(form, "初め")])
        looks: list[int] = []

        def ended() -> bool:
            looks.append(len(looks))
            cabinet.apply(number, [title(form, f"{len(looks)}回目")])
            return False

        made = back_up(path, START, ended)
    assert made is not None
    assert len(looks) > 3
    assert titles(made) == ["初め"]


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets the time zone of the process, as a journey does."""
    if not hasattr(time, "tzset"):
        pytest.skip("a process keeps the zone that it began in")

    def put(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Asia/Tokyo", "America/Los_Angeles"),
        ("America/Los_Angeles", "Asia/Tokyo"),
        ("Asia/Tokyo", "Asia/Kathmandu"),
    ],
)
def test_the_newest_copy_stays_the_newest_in_another_zone(
    path: Path, form: Form, zone: Callable[[str], None], first: str, then: str
) -> None:
    """Each working hour a copy, then a journey, and work goes on an hour later."""
    begun = datetime(2024, 4, 3, 0, tzinfo=UTC)
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)

    def copy(hour: int) -> Path | None:
        with Cabinet.open(path) as cabinet:
            cabinet.apply(1, [title(form, f"{hour}")])
        return back_up(path, (begun + timedelta(hours=hour)).astimezone().replace(tzinfo=None))

    zone(first)
    before = [copy(hour) for hour in range(8)]
    zone(then)
    after = [copy(hour) for hour in range(8, 14)]
    assert all(made is not None and made.exists() for made in after[-KEEP_NEWEST:])
    assert backups_of(path)[:KEEP_NEWEST] == after[: -KEEP_NEWEST - 1 : -1]
    assert after[-1] is not None
    assert moment_of(after[-1]) == (begun + timedelta(hours=13)).astimezone().replace(tzinfo=None)
    kept = [made for made in before if made is not None and made.exists()]
    assert len(kept) <= 2, "old ones grow thin there, too"
    assert all(map(untouched, kept))
    zone(first)
    assert backups_of(path)[0] == after[-1]


def test_in_the_hour_that_comes_twice_the_later_copy_is_the_newest(
    path: Path, form: Form, zone: Callable[[str], None]
) -> None:
    zone("America/New_York")
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
    made = []
    for minutes in range(0, 110, 15):
        with Cabinet.open(path) as cabinet:
            cabinet.apply(1, [title(form, f"{minutes}")])
        moment = datetime(2024, 11, 3, 5, 5, tzinfo=UTC) + timedelta(minutes=minutes)
        made.append(back_up(path, moment.astimezone().replace(tzinfo=None, fold=int(minutes >= 55))))
        assert backups_of(path)[0] == made[-1]
