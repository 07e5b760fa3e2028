"""Words dragged with the mouse: inside their field they move, anywhere else they are copied."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragMoveEvent, QDropEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.pages import editor_of, open_page, open_session
from ui.form.editor import DateEditor, TextEditor
from ui.form.texts import GrowingText
from ui.widgets.dragging import PlainField

_COPY, _MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
_LEFT, _NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
_OWN_WAY = _COPY | _MOVE


class _Dropped(QDropEvent):
    """Words let go, with where they came from: Qt knows that only while a drag goes on."""

    def __init__(self, drag: QDrag, action: Qt.DropAction, keys: Qt.KeyboardModifier, at: QPoint) -> None:
        super().__init__(QPointF(at), _OWN_WAY, drag.mimeData(), _LEFT, keys)
        self._from = drag.source()
        self.setDropAction(action)

    def source(self) -> QObject:
        return self._from


class _Held(QDragMoveEvent):
    def __init__(self, drag: QDrag, action: Qt.DropAction, keys: Qt.KeyboardModifier, at: QPoint) -> None:
        super().__init__(at, _OWN_WAY, drag.mimeData(), _LEFT, keys)
        self._from = drag.source()
        self.setDropAction(action)

    def source(self) -> QObject:
        return self._from


_Let = Callable[[QDrag, Qt.DropAction], Qt.DropAction]


def dragging(monkeypatch: pytest.MonkeyPatch, let_go: _Let) -> list[str]:
    """Let drags end as ``let_go`` says; the words of each."""
    dragged: list[str] = []

    def end(drag: QDrag, actions: Qt.DropAction, proposed: Qt.DropAction) -> Qt.DropAction:
        assert actions == _OWN_WAY
        dragged.append(drag.mimeData().text())
        return let_go(drag, proposed)

    monkeypatch.setattr(QDrag, "exec", end)
    return dragged


def drag(field: GrowingText | PlainField, start: int, end: int) -> None:
    """Mark words and drag them off with the mouse."""
    QTest.qWait(1)  # where the words are is known once the page is laid out
    cursor = field.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
    inside = QTextCursor(field.document())
    inside.setPosition(start + 1)
    at = field.cursorRect(inside).center()
    QTest.mousePress(field.viewport(), _LEFT, _NO_KEY, at)
    QTest.mouseMove(field.viewport(), at + QPoint(60, 3))
    QTest.mouseRelease(field.viewport(), _LEFT, _NO_KEY, at + QPoint(60, 3))


class Fields(QWidget):
    """An answer and a remark, one below the other."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.answer, self.remark = GrowingText(self), PlainField(self, "審査で見た箇所を書く。")
        self.answer.show_text("窓口で本人に確かめる。")
        column.addWidget(self.answer)
        column.addWidget(self.remark)

    def both(self, first: int) -> tuple[GrowingText | PlainField, GrowingText | PlainField]:
        return (self.remark, self.answer) if first else (self.answer, self.remark)


@pytest.fixture
def fields(qtbot: QtBot) -> Fields:
    made = Fields()
    qtbot.addWidget(made)
    made.resize(600, 400)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.mark.parametrize("number", [0, 1])
def test_words_that_another_place_takes_stay_where_they_are(
    fields: Fields, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    proposals: list[Qt.DropAction] = []

    def taken(_drag: QDrag, proposed: Qt.DropAction) -> Qt.DropAction:
        proposals.append(proposed)
        return _MOVE  # whatever another program says that it did

    dragged = dragging(monkeypatch, taken)
    field, _other = fields.both(number)
    before = field.toPlainText()
    drag(field, 0, 4)
    assert (dragged, proposals) == ([before[:4]], [_COPY])
    assert field.toPlainText() == before


@pytest.mark.parametrize("number", [0, 1])
def test_in_their_own_field_words_move_unless_ctrl_is_held(
    fields: Fields, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    field, other = fields.both(number)
    told: list[Qt.DropAction] = []

    def let_go(drag: QDrag, proposed: Qt.DropAction) -> Qt.DropAction:
        for place, keys in (
            (field, _NO_KEY),
            (field, Qt.KeyboardModifier.ControlModifier),
            (other, _NO_KEY),
        ):
            at = place.viewport().rect().center()
            held = _Held(drag, proposed, keys, at)
            held.accept()
            place.dragMoveEvent(held)
            dropped = _Dropped(drag, proposed, keys, at)
            place.dropEvent(dropped)
            told.append(held.dropAction())
        return _COPY

    dragging(monkeypatch, let_go)
    drag(field, 0, 4)
    assert told == [_MOVE, _COPY, _COPY]


def test_a_press_beside_the_marked_words_drags_nothing(
    fields: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    dragged = dragging(monkeypatch, lambda _drag, proposed: proposed)
    answer = fields.answer
    answer.mark(0, 2)
    outside = QTextCursor(answer.document())
    outside.setPosition(8)
    at = answer.cursorRect(outside).center()
    QTest.mousePress(answer.viewport(), _LEFT, _NO_KEY, at)
    QTest.mouseMove(answer.viewport(), at - QPoint(40, 0))
    QTest.mouseRelease(answer.viewport(), _LEFT, _NO_KEY, at - QPoint(40, 0))
    assert dragged == []
    assert answer.textCursor().hasSelection()


def test_a_date_that_is_dropped_is_read_like_a_typed_one(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session("yoshiki3")
    page = open_page(qtbot, session, None)
    notes, day = (
        editor_of(page, ("cover.remarks",)),
        next(one for one in page.registry.editors.values() if isinstance(one, DateEditor)),
    )
    assert isinstance(notes, TextEditor)
    session.set_answer(notes.path, "R6.8.30 に公表する")

    def let_go(drag: QDrag, proposed: Qt.DropAction) -> Qt.DropAction:
        dropped = QDropEvent(QPointF(3, 3), _OWN_WAY, drag.mimeData(), _LEFT, _NO_KEY)
        dropped.setDropAction(proposed)
        day.field.dropEvent(dropped)
        return proposed

    dragging(monkeypatch, let_go)
    drag(notes.field, 0, 7)
    session.complete()
    assert session.answer(day.path) == "令和6年8月30日"
    assert session.answer(notes.path) == "R6.8.30 に公表する"
