"""What another program holds for a moment is waited for; what it keeps is said with its true reason."""

from __future__ import annotations

import errno
import time
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.errors import CabinetHeld
from pia_desktop.errors import OutputError
from pia_desktop.files import write_bytes
from pia_desktop.held import is_held, patiently
from pia_desktop.reasons import held_file_advice
from tests.holding import EVERYTHING, NOTHING, ON_WINDOWS, READING, held

A_MOMENT, LONG = (1.0, 5.0) if ON_WINDOWS else (0.2, 60.0)


@pytest.fixture(autouse=not ON_WINDOWS)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A simulation need not take as long."""
    monkeypatch.setattr("pia_desktop.held.patiently.__defaults__", (0.5,))


@pytest.fixture
def cabinet(tmp_path: Path) -> Path:
    path = tmp_path / "台帳.pia"
    Cabinet.create(path).close()
    return path


def test_a_cabinet_that_a_scanner_has_for_a_moment_is_opened(
    monkeypatch: pytest.MonkeyPatch, cabinet: Path
) -> None:
    with held(monkeypatch, cabinet, A_MOMENT), Cabinet.open(cabinet) as opened:
        assert not opened.read_only


def test_one_that_it_keeps_is_told_of_and_opens_when_it_is_free(
    monkeypatch: pytest.MonkeyPatch, cabinet: Path
) -> None:
    with held(monkeypatch, cabinet, LONG):
        begun = time.monotonic()
        with pytest.raises(CabinetHeld, match=held_file_advice()) as caught:
            Cabinet.open(cabinet)
        assert time.monotonic() - begun < LONG
        assert caught.value.remedy
    with Cabinet.open(cabinet) as opened:
        assert not opened.read_only


def test_one_that_others_may_read_is_read_and_offered_for_writing_when_it_is_free(
    monkeypatch: pytest.MonkeyPatch, cabinet: Path
) -> None:
    with held(monkeypatch, cabinet, LONG, READING):
        opened = Cabinet.open(cabinet)
        assert held_file_advice() in opened.read_only_reason
        assert not opened.could_write()
    assert opened.could_write()
    opened.close()
    assert [path.name for path in cabinet.parent.iterdir()] == [cabinet.name]


any_sharing = pytest.mark.parametrize("shares", [NOTHING, READING, EVERYTHING])


@any_sharing
def test_an_output_takes_the_place_of_a_file_that_is_let_go(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shares: int
) -> None:
    target = tmp_path / "評価書.pdf"
    target.write_bytes(b"old")
    with held(monkeypatch, target, A_MOMENT, shares):
        write_bytes(target, b"new")
    assert target.read_bytes() == b"new"


@any_sharing
def test_an_output_leaves_a_file_that_is_kept_as_it_is_and_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shares: int
) -> None:
    target = tmp_path / "評価書.pdf"
    target.write_bytes(b"old")
    with held(monkeypatch, target, LONG, shares), pytest.raises(OutputError) as caught:
        write_bytes(target, b"new")
    assert "ほかのソフト" in caught.value.remedy
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_one_may_not_write_is_held_by_nobody(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words", encoding="utf-8")
    path.chmod(0o400)
    refused = PermissionError(errno.EACCES, "Permission denied", str(path))
    assert not is_held(refused)
    begun = time.monotonic()
    with pytest.raises(IsADirectoryError if not ON_WINDOWS else PermissionError):
        patiently(lambda: tmp_path.open("r+b"))
    assert time.monotonic() - begun < A_MOMENT
    path.chmod(0o600)
