"""A cabinet that is open is opened once more: the window that has it comes to the front."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.paths import resource_root
from tests.conftest import ROOT
from tests.ui.shell import MakeCoordinator, let_pass
from ui.app import second_start
from ui.app.second_start import SecondStarts, show_first_window

FIRST = (
    "import sys, pathlib; from ui.app.application import run_window; run_window(pathlib.Path(sys.argv[1]))"
)

SAMPLE = resource_root() / "samples" / "yoshiki2.json"


@pytest.fixture
def cabinet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    path = tmp_path / "台帳.pia"
    Cabinet.create(path).close()
    return path


@pytest.fixture
def first(cabinet: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen([sys.executable, "-c", FIRST, str(cabinet)], env=environment)
    yield process
    process.kill()
    process.wait()


def wait_until_taken(path: Path, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while not path.with_name(path.name + ".user").exists() and time.monotonic() < until:
        assert process.poll() is None
        time.sleep(0.05)


def test_another_process_answers_and_none_is_started_beside_it(
    cabinet: Path, first: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_start, "_PATIENCE", 30.0)
    wait_until_taken(cabinet, first)
    assert show_first_window(cabinet)
    assert first.poll() is None, "it has come to the front and goes on"
    assert show_first_window(cabinet), "as often as one likes"


def test_a_request_is_there_whole_or_not_at_all(
    cabinet: Path, first: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first process looks once, as soon as the file appears; half a request would stay unanswered."""
    wait_until_taken(cabinet, first)
    write, seen = Path.write_text, list[str]()

    def write_slowly(path: Path, words: str, encoding: str) -> int:
        path.touch()
        seen.extend(file.name for file in path.parent.iterdir())
        return write(path, words, encoding)

    monkeypatch.setattr(Path, "write_text", write_slowly)
    monkeypatch.setattr(second_start, "_PATIENCE", 30.0)
    assert show_first_window(cabinet)
    assert str(first.pid) not in seen


def test_one_that_died_is_not_waited_for(cabinet: Path, first: subprocess.Popen[bytes]) -> None:
    wait_until_taken(cabinet, first)
    first.kill()
    first.wait()
    assert not show_first_window(cabinet)
    assert not list((cabinet.parent / "home").glob("requests/*"))


def test_one_that_does_not_answer_is_given_up(
    cabinet: Path, first: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wait_until_taken(cabinet, first)
    monkeypatch.setattr(second_start, "_PATIENCE", 0.1)
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "another home"))
    assert not show_first_window(cabinet)
    assert not list((tmp_path / "another home").glob("requests/*"))


def test_a_window_that_is_small_comes_back(
    qtbot: QtBot, make_coordinator: MakeCoordinator, cabinet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(cabinet)
    coordinator.cabinet_window.showMinimized()
    asked = SecondStarts(coordinator.come_forward)
    asked.watch(cabinet)
    request = tmp_file(cabinet)
    request.write_text(str(cabinet.resolve()), encoding="utf-8")
    qtbot.waitUntil(lambda: not request.exists())
    assert not coordinator.cabinet_window.windowState() & Qt.WindowState.WindowMinimized
    assert coordinator.cabinet_window.isVisible()
    other = cabinet.with_name("別.pia")
    request.write_text(str(other), encoding="utf-8")
    let_pass(qtbot)
    assert request.exists(), "another cabinet is none of its business"


def test_documents_that_a_second_start_was_given_are_taken_in(
    qtbot: QtBot, make_coordinator: MakeCoordinator, cabinet: Path
) -> None:
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(cabinet)
    asked = SecondStarts(coordinator.come_forward)
    asked.watch(cabinet)
    tmp_file(cabinet).write_text(f"{cabinet.resolve()}\0{SAMPLE}", encoding="utf-8")
    qtbot.waitUntil(lambda: len(coordinator.cabinet_window.infos) == 1)
    assert coordinator.cabinet_window.isVisible()


def tmp_file(cabinet: Path) -> Path:
    return cabinet.parent / "home" / "requests" / str(os.getpid())
