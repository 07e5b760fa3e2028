"""Folders for what is worked with for a while: gone with their process, whatever ended it."""

from __future__ import annotations

import errno
import gc
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from pia_desktop.errors import UserError
from pia_desktop.intake.child import Reading
from pia_desktop.temporary import NoTemporaryFolder, TemporaryFolder, take_away_old, take_away_what_was_left
from tests.failing import calls_failing

HOLDING = """
import sys, time
from pia_desktop.temporary import TemporaryFolder
folder = TemporaryFolder("read")
(folder.path / "document.txt").write_text("記載")
print(folder.path, flush=True)
time.sleep(60)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "temporary"
    found.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(found))
    return found


LINKS_HAVE_TIMES = os.utime in os.supports_follow_symlinks


def aged(path: Path, hours: float = 48) -> Path:
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment), follow_symlinks=not LINKS_HAVE_TIMES)
    return path


def made(place: Path, name: str, *, hours: float = 48) -> Path:
    folder = place / name
    folder.mkdir(mode=0o700)
    (folder / "document.txt").write_text("記載", encoding="utf-8")
    return aged(folder, hours)


def test_a_folder_goes_when_it_is_closed_and_when_nobody_knows_it_any_more(place: Path) -> None:
    with TemporaryFolder("crew") as folder:
        assert list(place.iterdir()) == [folder.path]
    assert list(place.iterdir()) == []
    left = TemporaryFolder("read")
    del left, folder
    gc.collect()
    assert list(place.iterdir()) == []


def test_what_a_killed_process_left_goes_at_the_next_start_and_what_a_living_one_holds_stays(
    place: Path,
) -> None:
    command = [sys.executable, "-c", HOLDING]
    environment = {**os.environ, "TMPDIR": str(place), "TEMP": str(place), "TMP": str(place)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        folder = aged(Path(process.stdout.readline().strip()), 0.1)
        take_away_what_was_left()
        assert (folder / "document.txt").exists()
        process.send_signal(signal.SIGTERM)
        process.wait()
    aged(folder, 0.1)
    take_away_what_was_left()
    assert list(place.iterdir()) == []


def test_one_that_was_made_by_an_older_program_goes_after_a_day(place: Path) -> None:
    made(place, "pia-read-abcd1234")
    young = made(place, "pia-crew-abcd1234", hours=3)
    ahead = made(place, "pia-clip-abcd1234", hours=-48)  # the clock was set back
    take_away_what_was_left()
    assert not ahead.exists()
    assert list(place.iterdir()) == [young]


@pytest.mark.parametrize("name", ["pia-read-", "pia-read-short", "pia-other-abcd1234", "read-abcd1234", "P"])
def test_whatever_else_lies_there_is_left_alone(place: Path, name: str) -> None:
    made(place, name)
    (place / "pia-read-abcd5678").write_text("a file", encoding="utf-8")
    aged(place / "pia-read-abcd5678")
    take_away_what_was_left()
    assert (place / name / "document.txt").exists()
    assert (place / "pia-read-abcd5678").exists()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="this system has no such rights")
def test_a_folder_that_others_may_write_is_not_ours(place: Path) -> None:
    folder = made(place, "pia-read-abcd1234")
    folder.chmod(0o777)
    take_away_what_was_left()
    assert (folder / "document.txt").exists()


@pytest.mark.skipif(not LINKS_HAVE_TIMES, reason="a link has no time of its own here")
def test_no_link_is_followed(place: Path, tmp_path: Path) -> None:
    elsewhere = made(tmp_path, "elsewhere")
    (place / "pia-read-abcd1234").symlink_to(elsewhere, target_is_directory=True)
    aged(place / "pia-read-abcd1234")
    inside = made(place, "pia-crew-abcd1234")
    (inside / "link").symlink_to(elsewhere, target_is_directory=True)
    aged(inside)
    take_away_what_was_left()
    assert not inside.exists()
    assert (elsewhere / "document.txt").exists()
    take_away_old(place)
    assert list(place.iterdir()) == []
    assert (elsewhere / "document.txt").exists()


def test_a_portable_program_keeps_what_a_window_still_holds(place: Path) -> None:
    with TemporaryFolder("clip") as folder:
        aged(folder.path)
        made(place, "of-qt")
        take_away_old(place)
        assert list(place.iterdir()) == [folder.path]


def test_where_a_cleaning_took_the_place_away_it_is_made_anew(place: Path) -> None:
    place.rmdir()
    with TemporaryFolder("read") as folder:
        assert list(place.iterdir()) == [folder.path]


def test_where_there_is_no_room_it_is_told_with_place_and_reason(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with calls_failing(monkeypatch, 1), pytest.raises(NoTemporaryFolder) as caught:
        TemporaryFolder("read")
    assert str(place) in caught.value.message
    assert "空き" in caught.value.message
    assert "空き容量" in caught.value.remedy
    document = place / "a.pdf"
    document.write_bytes(b"%PDF")
    with calls_failing(monkeypatch, 1), pytest.raises(NoTemporaryFolder):
        Reading(document)


def test_where_no_process_starts_a_document_is_told_as_unread_and_leaves_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    document = place / "a.pdf"
    document.write_bytes(b"%PDF")
    monkeypatch.setattr(subprocess, "Popen", refuse)
    with pytest.raises(UserError, match="多すぎ"):
        Reading(document)
    assert list(place.iterdir()) == [document]
