"""What tests of the window share: settings of their own, never the user's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.shell import FakeFiles, MakeDesk, StubPage, free
from ui.app.coordinator import Coordinator
from ui.assessment.form_window import TabFactory


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own folder lies in the test's."""
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="session", autouse=True)
def empty_clipboard(qapp: QApplication) -> Iterator[None]:
    """Leave nothing on the clipboard: Qt's offscreen platform frees it after Python is gone, and crashes."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def chosen() -> list[Path | None]:
    """What the user chooses in the next file dialogs, in order."""
    return []


@pytest.fixture
def make_desk(qapp: QApplication, chosen: list[Path | None]) -> Iterator[MakeDesk]:
    """Makes desks whose windows and cabinets are closed at the end."""
    desks: list[Coordinator] = []

    def make(factory: TabFactory = StubPage) -> Coordinator:
        desks.append(Coordinator(factory, FakeFiles(chosen)))
        return desks[-1]

    yield make
    for desk in desks:
        for window in list(desk.windows.values()):
            window.close_unsaved()
        desk.start.close()
        desk.shut()
        desk.start.deleteLater()
    for widget in qapp.topLevelWidgets():
        widget.close()
    free()
