"""An invented assessment in a cabinet, open in a window whose checks have run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.exchange.interchange import ImportedAssessment, read_file
from pia_desktop.forms.model import FILES, Form
from pia_desktop.paths import resource_root
from tests.ui.shell import MakeCoordinator
from ui.assessment.form_tab import form_tab
from ui.assessment.window import AssessmentWindow
from ui.checks.panel import FindingsPanel
from ui.form.texts import GrowingText
from ui.notes.panel import NotesPanel


@cache
def sample(form: str = "yoshiki3") -> ImportedAssessment:
    """An invented sample; the checks find no mistake in it."""
    return read_file(resource_root() / "samples" / f"{form}.json")


def item_path(form: Form, root: Node, item_id: str) -> NodePath:
    """The path of an item in the first file and the first entry."""
    path: NodePath = ()
    for list_id in form.places[item_id].scope:
        path = (*path, list_id)
        path = (*path, next(iter(root.entries(path))))
    return (*path, item_id)


def put_in(path: Path, form: str = "yoshiki3") -> int:
    """A cabinet with the sample in it; the assessment's id."""
    found = sample(form)
    with Cabinet.create(path) as cabinet:
        return cabinet.new(found.form, found.root, found.pictures)


def opened(qtbot: QtBot, make_coordinator: MakeCoordinator, path: Path) -> AssessmentWindow:
    """The window of the only assessment, in front, its checks run."""
    coordinator = make_coordinator(form_tab)
    assert coordinator.store is not None or coordinator.open_cabinet(path)
    window = coordinator.open_assessment(1)
    assert window is not None
    window.resize(1280, 800)
    window.review.begin()
    qtbot.waitUntil(lambda: window.review.watch.ready)
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


def findings(window: AssessmentWindow) -> FindingsPanel:
    """The pane of the findings, shown."""
    panel = window.panes.findings.show()
    assert isinstance(panel, FindingsPanel)
    panel.refresh()
    return panel


def notes(window: AssessmentWindow) -> NotesPanel:
    """The pane of the notes, shown."""
    panel = window.panes.notes.show()
    assert isinstance(panel, NotesPanel)
    return panel


def type_into(window: AssessmentWindow, path: NodePath, words: str) -> GrowingText:
    """Replace an answer by typing."""
    window.go_to(path)
    field = QApplication.focusWidget()
    assert isinstance(field, GrowingText)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    type_words(field, words)
    return field


def type_words(field: QWidget, words: str) -> None:
    """Type character by character, as an input method gives them."""
    for letter in words:
        event = QInputMethodEvent()
        event.setCommitString(letter)
        QApplication.sendEvent(field, event)


def first_file(window: AssessmentWindow) -> NodePath:
    """The path of the first file."""
    return (FILES, window.session.file_key)
