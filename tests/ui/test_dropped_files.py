"""Files that are dropped: taken as copies whatever keys are held, and several at once are one step."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.forms.values import Figure
from tests.strategies import png
from tests.ui.pages import editor_of, open_page, open_session, path_of
from tests.ui.shell import MakeCoordinator
from ui.context.session import Session
from ui.form.figure import FigureEditor
from ui.form.texts import GrowingText

ITEM = "A1.figure"
BOTH = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    files = [tmp_path / "一.png", tmp_path / "二.png", tmp_path / "三.png"]
    for width, file in enumerate(files, 3):
        file.write_bytes(png(width, 2))
    return files


@pytest.fixture
def session() -> Session:
    found = open_session("yoshiki4")
    found.set_answer(path_of(found, ITEM), Figure.of("事務の流れ"))
    return found


def drop(target: QWidget, files: list[Path], keys: Qt.KeyboardModifier) -> Qt.DropAction:
    """Drag files over a widget and let them go; what a file manager is told became of them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    left = Qt.MouseButton.LeftButton
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(9, 9), BOTH, data, left, keys))
    event = QDropEvent(QPointF(9, 9), BOTH, data, left, keys)
    if keys == Qt.KeyboardModifier.ShiftModifier:  # as Qt proposes it where the platform's drag is real
        event.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(target, event)
    assert event.isAccepted()
    return event.dropAction()


@pytest.mark.parametrize("keys", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier])
@pytest.mark.parametrize("place", ["figure", "text"])
def test_pictures_are_copied_and_one_step(
    qtbot: QtBot, session: Session, pictures: list[Path], keys: Qt.KeyboardModifier, place: str
) -> None:
    page = open_page(qtbot, session, "A1")
    editor = editor_of(page, path_of(session, ITEM))
    assert isinstance(editor, FigureEditor)
    field = editor.findChild(GrowingText)
    assert field is not None
    target: QWidget = editor if place == "figure" else field.viewport()
    before, steps = session.answer(path_of(session, ITEM)), session.undo_stack.index()
    assert drop(target, pictures, keys) is Qt.DropAction.CopyAction
    figure = session.answer(path_of(session, ITEM))
    assert isinstance(figure, Figure)
    assert [picture.width for picture in figure.pictures] == [3, 4, 5]
    assert session.undo_stack.index() == steps + 1
    session.undo_stack.undo()
    assert session.answer(path_of(session, ITEM)) == before


@pytest.mark.parametrize("keys", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier])
def test_a_document_or_a_cabinet_is_copied(
    make_coordinator: MakeCoordinator, tmp_path: Path, keys: Qt.KeyboardModifier
) -> None:
    coordinator = make_coordinator()
    coordinator.show_cabinet()
    document = tmp_path / "昨年.xlsx"
    document.write_bytes(b"PK")
    assert drop(coordinator.cabinet_window, [document], keys) is Qt.DropAction.CopyAction
