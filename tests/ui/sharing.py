"""What every test that opens a window shares: settings of its own, an empty clipboard, garbage in one thread.

A ``conftest.py`` imports these fixtures for the tests of its folder.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.shell import empty_clipboard
from ui.app.garbage import Collector

__all__ = ["collector", "empty_clipboard_at_the_end", "own_clipboard", "own_home", "patient", "swept"]

_PATIENCE: Final = 60_000
"""Milliseconds."""


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own folder lies in the test's."""
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="session", autouse=True)
def empty_clipboard_at_the_end(qapp: QApplication) -> Iterator[None]:
    """Leave nothing on the clipboard: Qt's offscreen platform frees it after Python is gone, and crashes."""
    atexit.register(empty_clipboard)  # also where the session is interrupted; before Qt itself is taken down
    yield
    empty_clipboard()


@pytest.fixture(autouse=True)
def own_clipboard(qapp: QApplication) -> Iterator[None]:
    """No test finds what another has copied, and no process ends with it."""
    empty_clipboard()
    yield
    empty_clipboard()


@pytest.fixture(scope="module", autouse=True)
def collector(qapp: QApplication) -> Iterator[Collector]:
    """Garbage is collected where the program does it: in the window's thread alone."""
    made = Collector()
    yield made
    made.end()


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    """No work of one test goes on in the next."""
    yield
    QThreadPool.globalInstance().waitForDone(_PATIENCE)


@pytest.fixture(scope="session", autouse=True)
def patient() -> None:
    """What is waited for comes late on a busy machine; only what never comes is a failure."""
    for wait in (QtBot.waitUntil, QtBot.waitActive, QtBot.waitExposed):
        wait.__kwdefaults__ = {**(wait.__kwdefaults__ or {}), "timeout": _PATIENCE}
