"""A coordinator with a cabinet in a folder of the test's, and answers to the file dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.model import Part
from ui.app.coordinator import Coordinator
from ui.assessment.window import AssessmentWindow
from ui.context.session import Session
from ui.reuse.pane import ReusePane
from ui.widgets.dialogs import MessageDialog
from ui.widgets.file_chooser import ChoosesFiles

_W = TypeVar("_W", bound=QWidget)

OPENED: list[AssessmentWindow] = []
"""Windows of assessments without a coordinator, which the fixture ``windows_freed`` closes."""


_MEANWHILE: Final = 200
"""Milliseconds in which threads that have nothing to wait for end, and short timers fire."""


def let_pass(qtbot: QtBot) -> None:
    """Give what must not happen its time to happen."""
    qtbot.wait(_MEANWHILE)


class StubPage(QWidget):
    """A page that only notes what it is asked to show."""

    def __init__(self, session: Session, part: Part | None) -> None:
        super().__init__()
        self.session = session
        self.part = part
        self.shown: list[NodePath] = []
        QVBoxLayout(self)

    def show_item(self, path: NodePath) -> bool:
        self.shown.append(path)
        self.session.enter_item(path)
        return True


class FakeFiles:
    """Answers the questions for files, in order; the names that were suggested are in ``suggested``."""

    def __init__(self, answers: list[Path | None]) -> None:
        self.answers = answers
        self.suggested: list[str] = []
        self.titles: list[str] = []

    def open_path(self, _parent: QWidget | None, _title: str, _kinds: str) -> Path | None:
        return self.answers.pop(0)

    def save_path(
        self, _parent: QWidget | None, title: str, suggested: str, _kinds: str, _suffix: str
    ) -> Path | None:
        self.titles.append(title)
        self.suggested.append(suggested)
        return self.answers.pop(0)

    def folder(self, _parent: QWidget | None, _title: str) -> Path | None:
        return self.answers.pop(0)


def choose_next(widget: QWidget, *paths: Path | None) -> FakeFiles:
    """What the user chooses in the next file dialogs of a widget's window."""
    files = FakeFiles(list(paths))
    owner: QWidget | None = widget
    while owner is not None and not isinstance(owner, ChoosesFiles):
        owner = owner.parentWidget()
    assert owner is not None
    owner.file_chooser = files
    return files


def dialogs(kind: type[QWidget] = MessageDialog) -> list[QWidget]:
    """The dialogs that are open."""
    found = QApplication.topLevelWidgets()
    return [widget for widget in found if isinstance(widget, kind) and widget.isVisible()]


def newest(kind: type[_W]) -> _W:
    """The dialog of this kind that was opened last."""
    found = dialogs(kind)[-1]
    assert isinstance(found, kind)
    return found


def dialog() -> MessageDialog:
    """The message that is open."""
    found = dialogs()
    assert len(found) == 1, found
    assert isinstance(found[0], MessageDialog)
    return found[0]


def open_menu(window: QMainWindow, words: str) -> None:
    """A menu of the menu bar is about to show."""
    menus = window.menuBar().findChildren(QMenu)
    next(menu for menu in menus if menu.title() == words).aboutToShow.emit()


def coordinator_of(window: AssessmentWindow) -> Coordinator:
    """The coordinator that a window was opened by."""
    found = window.shared.navigator
    assert isinstance(found, Coordinator)
    return found


def empty_clipboard() -> None:
    """Take everything off the clipboard, where there is one."""
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


def free() -> None:
    """Let Qt delete what is to be deleted."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


Answers = Callable[[Path | None], None]
MakeCoordinator = Callable[..., Coordinator]


def open_reuse(
    qtbot: QtBot, coordinator: Coordinator, number: int, path: NodePath
) -> tuple[AssessmentWindow, ReusePane]:
    """An assessment's window in front at an item, and its pane of other assessments and phrases."""
    window = coordinator.open_assessment(number)
    assert window is not None
    qtbot.waitUntil(window.isActiveWindow)
    window.go_to(path)
    assert window.panes.reuse is not None
    return window, window.panes.reuse.show()
