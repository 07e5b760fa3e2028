"""What tests of the window share: settings of their own, never the user's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from pia_desktop.forms.catalogue import find_form
from tests.ui.access_keys import shared_keys
from tests.ui.by_keyboard import mouse_only
from tests.ui.narrow import beyond
from tests.ui.review import opened, put_in
from tests.ui.sharing import (
    collector,
    empty_clipboard_at_the_end,
    own_clipboard,
    own_home,
    patient,
    swept,
)
from tests.ui.shell import OPENED, FakeFiles, MakeCoordinator, StubPage, free
from tests.ui.stage import Stage
from ui.app.coordinator import Coordinator
from ui.assessment.form_tab import TabFactory, form_tab
from ui.assessment.window import AssessmentWindow
from ui.widgets.dialog import Dialog

__all__ = ["collector", "empty_clipboard_at_the_end", "own_clipboard", "own_home", "patient", "swept"]


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


@pytest.fixture
def cabinet(tmp_path: Path) -> Path:
    """A cabinet with a sample in it; modules that need another have their own."""
    path = tmp_path / "台帳.pia"
    put_in(path)
    return path


@pytest.fixture
def window(qtbot: QtBot, make_coordinator: MakeCoordinator, cabinet: Path) -> AssessmentWindow:
    """The window of its only assessment, in front, its checks run."""
    return opened(qtbot, make_coordinator, cabinet)


@pytest.fixture
def windows_freed(qapp: QApplication) -> Iterator[None]:
    """Close the windows without a coordinator that a test left open, and let their jobs end."""
    yield
    while OPENED:
        window = OPENED.pop()
        if isValid(window):
            window.close_unsaved()
    QThreadPool.globalInstance().waitForDone()
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


@pytest.fixture
def blank_window(make_coordinator: MakeCoordinator, tmp_path: Path, qtbot: QtBot) -> AssessmentWindow:
    """The window of a new 全項目評価書 of a new cabinet, in front."""
    coordinator = make_coordinator(form_tab)
    assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
    assert coordinator.store is not None
    made = coordinator.open_assessment(coordinator.store.new(find_form("yoshiki4")))
    assert made is not None
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    QTest.qWait(50)  # the first page grows
    return made


class _KeysWatcher(QObject):
    """Looks at each dialog as it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shared: dict[type[QObject], dict[str, list[str]]] = {}
        self.out_of_reach: dict[type[QObject], list[str]] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, Dialog):
            found = shared_keys(watched)
            if found:
                self.shared[type(watched)] = found
            out_of_reach = mouse_only(watched)
            if out_of_reach:
                self.out_of_reach[type(watched)] = out_of_reach
        return False


@pytest.fixture(autouse=True)
def one_meaning_of_each_access_key(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever dialog a test opens, no two things in it answer to the same key."""
    watcher = _KeysWatcher()
    make = Dialog.__init__

    def make_watched(self: Dialog, *arguments: Any, **named: Any) -> None:  # noqa: ANN401
        make(self, *arguments, **named)
        self.installEventFilter(watcher)

    monkeypatch.setattr(Dialog, "__init__", make_watched)
    yield
    assert watcher.shared == {}
    assert watcher.out_of_reach == {}, "the keyboard alone does everything"


@pytest.fixture(autouse=True)
def dialogs_fit_a_small_screen(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever dialog a test closes, it would have fitted on a small screen of a large scale, or scrolled."""
    too_large: dict[type[Dialog], str] = {}
    done = Dialog.done

    @wraps(done)
    def look_at_it(self: Dialog, result: int) -> None:
        done(self, result)
        found = beyond(self)
        if found:
            too_large[type(self)] = found

    monkeypatch.setattr(Dialog, "done", look_at_it)
    yield
    assert too_large == {}
