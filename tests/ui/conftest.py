"""What tests of the window share: settings of their own, never the user's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.shell import MakeDesk, StubPage, free
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
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """What the user chooses in the next file dialogs, in order."""
    answers: list[Path | None] = []

    def choose(*_args: object, **_options: object) -> Path | None:
        return answers.pop(0)

    for name in (
        *(
            f"{module}.{ask}"
            for module in ("ui.app.coordinator", "ui.cabinet.actions")
            for ask in ("ask_open_path", "ask_save_path")
        ),
        "ui.cabinet.output_actions.ask_save_path",
        "ui.cabinet.output_actions.ask_folder",
        "ui.cabinet.batch_pdf.ask_folder",
        "ui.cabinet.backups_dialog.ask_save_path",
        "ui.stages.due_dialog.ask_save_path",
        "ui.new_assessment.source_pages.ask_open_path",
    ):
        monkeypatch.setattr(name, choose)
    return answers


@pytest.fixture
def make_desk(qapp: QApplication) -> Iterator[MakeDesk]:
    """Makes desks whose windows and cabinets are closed at the end."""
    desks: list[Coordinator] = []

    def make(factory: TabFactory = StubPage) -> Coordinator:
        desks.append(Coordinator(factory))
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
