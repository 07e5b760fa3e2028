"""A portable program keeps all that is its own beside itself, and leaves the terminal as it was."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from pia_desktop import paths
from pia_desktop.cli.portable import leave_no_trace
from tests.conftest import ROOT

CLERK = Path(__file__).with_name("clerk_at_a_stick.py")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A copy of the program in a folder of its own, marked as portable."""
    folder = tmp_path / "USB メモリー" / "PIA"
    for package in ("pia_desktop", "ui", "db"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    if os.name == "nt":  # which lets only some people make links
        shutil.copytree(ROOT / "resources", folder / "resources")
    else:
        (folder / "resources").symlink_to(ROOT / "resources", target_is_directory=True)
    (folder / paths.PORTABLE_MARKS[0]).touch()
    return folder


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file under a folder with its bytes, and every folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def test_a_profile_is_the_same_before_and_after(stick: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIA_", "XDG_"))}
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "TMPDIR", "TEMP", "TMP"):
        place = profile / name.lower()
        place.mkdir(parents=True)
        environment[name] = str(place)
    environment |= {"PYTHONPATH": str(stick), "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    before = tree(profile)
    cabinet = stick.parent / "台帳.pia"
    done = subprocess.run(
        [sys.executable, CLERK, cabinet, ROOT / "resources" / "samples" / "yoshiki2.json"],
        env=environment,
        capture_output=True,
        cwd=stick,
        check=False,
        timeout=120,
    )
    ended = signal.SIGTERM if os.name == "nt" else -signal.SIGKILL
    assert done.returncode == ended, done.stderr.decode(errors="replace")[-2000:]
    assert tree(profile) == before
    own = stick / paths.PORTABLE_FOLDER
    assert {"window.ini", "backups", "log"} <= {path.name for path in own.iterdir()}
    assert {path.name for path in stick.iterdir()} == {
        *("pia_desktop", "ui", "db", "resources"),
        *(paths.PORTABLE_MARKS[0], paths.PORTABLE_FOLDER),
    }
    # A lock, its holder and a journal stay beside the cabinet of a program that was killed.
    beside = {path.name for path in stick.parent.iterdir()}
    assert {name for name in beside if not name.startswith("台帳.pia")} == {"PIA", "台帳.pdf"}


@pytest.mark.parametrize("mark", ["portable", "portable.txt", "portable.txt.txt"])
def test_the_mark_moves_what_is_the_users_own(
    mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIA_DESKTOP_HOME", raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "pia-desktop.exe"))
    assert tmp_path not in paths.user_data_dir().parents
    (tmp_path / mark).touch()
    assert paths.user_data_dir() == tmp_path / paths.PORTABLE_FOLDER
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "elsewhere"))
    assert paths.user_data_dir() == tmp_path / "elsewhere", "the variable is the more explicit wish"


def test_a_folder_of_that_name_is_a_mark_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "pia-desktop.exe"))
    (tmp_path / paths.PORTABLE_FOLDER).mkdir()
    assert not paths.is_portable(), "what a mark once brought is none itself"
    (tmp_path / "portable").mkdir()
    assert paths.is_portable()


def test_what_a_killed_run_left_goes_after_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIA_DESKTOP_HOME", raising=False)
    monkeypatch.setattr(paths, "program_folder", lambda: tmp_path)
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "portable").touch()
    temporary = tmp_path / paths.PORTABLE_FOLDER / "temporary"
    for name, age in (("old", 2), ("young", 0)):
        folder = temporary / name
        folder.mkdir(parents=True)
        (folder / "words").write_text("記載", encoding="utf-8")
        moment = time.time() - age * 24 * 60 * 60
        os.utime(folder, (moment, moment))
    leave_no_trace()
    assert [path.name for path in temporary.iterdir()] == ["young"]
    assert Path(tempfile.gettempdir()) == temporary
