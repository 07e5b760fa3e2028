"""What tests of the window share: settings of their own, never the user's."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.shell import FakeFiles, MakeCoordinator, StubPage, empty_clipboard, free
from tests.ui.stage import Stage
from ui.app.coordinator import Coordinator
from ui.app.garbage import Collector
from ui.assessment.form_tab import TabFactory

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
def swept(collector: Collector) -> Iterator[None]:
    """No work of one test goes on in the next; few last long enough for the collector to look by itself."""
    yield
    QThreadPool.globalInstance().waitForDone(_PATIENCE)
    collector.look()


@pytest.fixture(scope="session", autouse=True)
def patient() -> None:
    """What is waited for comes late on a busy machine; only what never comes is a failure."""
    for wait in (QtBot.waitUntil, QtBot.waitActive, QtBot.waitExposed):
        wait.__kwdefaults__ = {**(wait.__kwdefaults__ or {}), "timeout": _PATIENCE}


@pytest.fixture
def chosen() -> list[Path | None]:
    """What the user chooses in the next file dialogs, in order."""
    return []


@pytest.fixture
def make_coordinator(qapp: QApplication, chosen: list[Path | None]) -> Iterator[MakeCoordinator]:
    """Makes coordinators whose windows and cabinets are closed at the end."""
    coordinators: list[Coordinator] = []

    def make(factory: TabFactory = StubPage) -> Coordinator:
        coordinators.append(Coordinator(factory, FakeFiles(chosen)))
        return coordinators[-1]

    yield make
    for coordinator in coordinators:
        for window in list(coordinator.windows.values()):
            window.close_unsaved()
        coordinator.cabinet_window.close()
        coordinator.shut()
        coordinator.cabinet_window.deleteLater()
    for widget in qapp.topLevelWidgets():
        widget.close()
    free()


@pytest.fixture(scope="module")
def module_stage(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    made = Stage(tmp_path_factory.mktemp("actions"))
    yield made
    QThreadPool.globalInstance().waitForDone()
    made.end()


@pytest.fixture
def stage(module_stage: Stage) -> Stage:
    module_stage.begin()
    return module_stage
