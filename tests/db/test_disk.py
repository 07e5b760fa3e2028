"""Disks that are full, write-protected or gone, as the system makes them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.errors import CabinetGone, CabinetReadOnly, CabinetUnwritable, DiskFull, PartBeside
from db.records import SaverState
from db.saver import Saver
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.errors import CabinetError
from pia_desktop.forms.model import Form
from tests.db.making import files_with
from tests.db.test_calls_failing import assert_all_there
from tests.db.test_migrations import second_schema
from tests.db.test_saver import title, titles, wait_for

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only the superuser of Linux may mount a small disk"
)


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True, timeout=20)


def unmount(place: Path) -> None:
    subprocess.run(["umount", "--lazy", str(place)], check=False, capture_output=True, timeout=20)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes."""
    place = tmp_path / "小さいディスク"
    place.mkdir()
    try:
        mount("-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"mounting is not allowed here: {error}")
    yield place
    unmount(place)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            pass
    assert shutil.disk_usage(disk).free == 0
    return filler


def test_a_full_disk(disk: Path, form: Form, tmp_path: Path) -> None:
    path = disk / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
        saver = Saver(cabinet)
        saver.submit(assessment_id, title(form, "前"))
        assert saver.flush()
        filler = fill(disk)
        words = "長い文" * 100_000
        saver.submit(assessment_id, title(form, words))
        assert not saver.flush()
        assert isinstance(saver.state.error, DiskFull)
        assert saver.state.pending == 1
        assert cabinet.list()[0].title == "前"
        with pytest.raises(CabinetError):
            cabinet.save_copy_to(disk / "copy.pia")
        assert not (disk / "copy.pia").exists()
        assert titles(saver.rescue(tmp_path / "rescue.pia").path) == [words]
        filler.unlink()
        wait_for(lambda: saver.state == SaverState(2, 0, None))
        assert saver.close()
    assert titles(path) == [words]


def test_a_disk_without_room_for_all_in_the_one_file(disk: Path, form: Form) -> None:
    """What was written stands in -wal; nobody is told that the file alone holds it."""
    path = disk / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(form)
        saver = Saver(cabinet)
        words = title(form, "長い文" * 50_000)
        saver.submit(assessment_id, words)
        wait_for(lambda: saver.state.saved_through == 1)
        filler = fill(disk)
        wait_for(lambda: isinstance(saver.state.part_beside, PartBeside))
        assert saver.state.error is None
        filler.unlink()
        wait_for(lambda: saver.state == SaverState(1, 0, None))
        assert path.with_name(f"{path.name}-wal").stat().st_size == 0
        assert saver.close()


def test_a_disk_full_from_the_start(disk: Path, form: Form) -> None:
    path = disk / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
    before = path.read_bytes()
    fill(disk)
    with pytest.raises(CabinetError, match=r"full|read or written"):
        Cabinet.create(disk / "new.pia")
    assert not (disk / "new.pia").exists()
    with Cabinet.open(path) as cabinet, pytest.raises(DiskFull):
        cabinet.apply(1, [SetAnswer((form.roles.title,), "長い" * 100_000)])
    assert path.read_bytes() == before
    assert {file.name for file in disk.iterdir()} == {"台帳.pia", "filler"}


@pytest.mark.parametrize("crashed", [False, True])
def test_a_write_protected_disk(disk: Path, form: Form, crashed: bool) -> None:
    path = disk / "台帳.pia"
    cabinet = Cabinet.create(path)
    assessment_id = cabinet.new(form)
    cabinet.apply(assessment_id, [title(form, "読める")])
    if crashed:
        dead = disk / "dead"
        dead.mkdir()
        for file in disk.glob("台帳*"):
            if not file.name.endswith((".lock", ".user")):
                shutil.copyfile(file, dead / file.name)
        path = dead / path.name
    cabinet.close()
    before = files_with(path)
    mount("-o", "remount,ro", str(disk))
    with Cabinet.open(path) as again:
        assert again.read_only
        assert "write-protected" in again.read_only_reason
        assert again.holder is None
        assert [info.title for info in again.list()] == ["読める"]
        again.load(assessment_id)
        with pytest.raises(CabinetReadOnly):
            again.apply(assessment_id, [title(form, "書けない")])
        with pytest.raises(CabinetReadOnly):
            again.new(form)
    assert files_with(path) == before
    with pytest.raises(CabinetUnwritable):
        Cabinet.create(disk / "new.pia")


def test_a_disk_that_turns_write_protected(tmp_path: Path, disk: Path, form: Form) -> None:
    """As a stick does whose file system is found broken."""
    folder, place = disk / "folder", tmp_path / "stick"
    folder.mkdir()
    place.mkdir()
    mount("--bind", str(folder), str(place))
    path = place / "台帳.pia"
    try:
        with Cabinet.create(path) as cabinet:
            assessment_id = cabinet.new(form)
            saver = Saver(cabinet)
            unmount(place)
            mount("--bind", str(folder), str(place))
            mount("-o", "remount,bind,ro", str(place))
            cabinet._suspect = True  # open files do not notice such a mount; a broken disk makes them fail
            saver.submit(assessment_id, title(form, "後"))
            assert not saver.flush()
            assert saver.state.error is not None
            mount("-o", "remount,bind,rw", str(place))
            wait_for(lambda: saver.state == SaverState(1, 0, None))
            assert saver.close()
        assert titles(path) == ["後"]
    finally:
        unmount(place)


def test_a_stick_pulled_out(tmp_path: Path, disk: Path, form: Form) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    mount("--bind", str(disk), str(place))
    path = place / "台帳.pia"
    try:
        with Cabinet.create(path) as cabinet:
            assessment_id = cabinet.new(form)
            saver = Saver(cabinet)
            saver.submit(assessment_id, title(form, "前"))
            assert saver.flush()
            unmount(place)
            saver.submit(assessment_id, title(form, "後"))
            assert not saver.flush()
            assert isinstance(saver.state.error, CabinetGone)
            assert titles(saver.rescue(tmp_path / "rescue.pia").path) == ["後"]
            mount("--bind", str(disk), str(place))
            wait_for(lambda: saver.state == SaverState(2, 0, None))
            assert saver.close()
        assert titles(path) == ["後"]
        assert [file.name for file in place.iterdir()] == ["台帳.pia"]
    finally:
        unmount(place)


ROOMS = (1.3, 2.02, 2.6, 3.5)
"""Sizes of a disk, in cabinets: too small for the copy, the upgrade, what that needs on the way; enough."""


@pytest.mark.parametrize("room", ROOMS)
def test_an_upgrade_on_a_disk_that_becomes_full_on_the_way(tmp_path: Path, form: Form, room: float) -> None:
    """It is the old cabinet, alone and whole; nothing else takes up the room that a second try needs."""
    older = tmp_path / "old.pia"
    second_schema(older, form)
    place = tmp_path / "小さいディスク"
    place.mkdir()
    size = int(older.stat().st_size * room) + 16_384
    try:
        mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"mounting is not allowed here: {error}")
    try:
        path = shutil.copyfile(older, place / "台帳.pia")
        for _time in range(2):
            with nullcontext() if room == ROOMS[-1] else pytest.raises(DiskFull):
                Cabinet.open(path).close()
            if room != ROOMS[-1]:
                assert files_with(path) == {path.name: older.read_bytes()}
        alone = shutil.copyfile(path, tmp_path / "alone.pia")
        assert_all_there(alone)
    finally:
        unmount(place)
