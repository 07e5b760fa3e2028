"""Withheld words dropped or pasted into each kind of field of the forms: none becomes public there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.search import answers_in_order
from pia_desktop.exchange.cells import Cell
from pia_desktop.paper.copies import public_copy
from tests.ui.pages import open_page, open_session
from ui.context.session import Session
from ui.form.clipping import clipping

SECRET = "秘密の施設"
WORDS = Cell(f"甲の{SECRET}は乙", ((2, 2 + len(SECRET)),))
DAY = Cell("令和7年3月9日", ((0, 8),))
OF_A_KIND = 2
"""Fields that are tried of each kind of editor, on each page."""

Field = QLineEdit | QPlainTextEdit | QTextEdit


def drop(field: Field, words: Cell) -> None:
    """Drop words, as from another window of the program."""
    target = field if isinstance(field, QLineEdit) else field.viewport()
    left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    data = clipping(((words,),))
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(5, 5), copy, data, left, none))
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), copy, data, left, none))


def paste(field: Field, words: Cell) -> None:
    QGuiApplication.clipboard().setMimeData(clipping(((words,),)))
    field.setFocus()
    field.paste()


def fields_of(page: QWidget) -> Iterator[Field]:
    """Some fields of each kind of a page."""
    seen = Counter[tuple[type, type]]()
    for field in page.findChildren(QWidget):
        if isinstance(field, Field) and not field.isReadOnly() and field.isVisibleTo(page):
            kind = (type(field), type(field.parentWidget()))
            seen[kind] += 1
            if seen[kind] <= OF_A_KIND:
                yield field


def holds(snapshot: Snapshot, words: str) -> bool:
    return any(words in str(value) for _path, _item, value in answers_in_order(snapshot.form, snapshot.root))


def undo_all(session: Session) -> None:
    while session.undo_stack.can_undo():
        session.undo_stack.undo()


@pytest.mark.parametrize("form", ["yoshiki2", "yoshiki3", "yoshiki4"])
@pytest.mark.parametrize("bring", [drop, paste])
@pytest.mark.parametrize(("words", "secret"), [(WORDS, SECRET), (DAY, DAY.words)], ids=["words", "day"])
def test_withheld_words_stay_withheld_wherever_they_are_brought(
    qtbot: QtBot, form: str, bring: Callable[[Field, Cell], None], words: Cell, secret: str
) -> None:
    session = open_session(form)
    taken = 0
    for part in (None, *session.form.parts):
        page = open_page(qtbot, session, part.id if part else None)
        for field in fields_of(page):
            bring(field, words)
            session.complete()
            taken += holds(session.snapshot(), secret)
            assert not holds(public_copy(session.snapshot()), secret), (part, field, field.parentWidget())
            undo_all(session)
    assert taken > len(session.form.parts), "hardly any field took them"
