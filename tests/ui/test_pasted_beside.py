"""What people copy elsewhere comes into the texts beside the form as it comes into the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.notes.card import NoteText
from ui.widgets.dragging import PlainField
from ui.widgets.line_field import LineField

Field = PlainField | LineField | NoteText
MAKERS: Final[dict[str, Callable[[QWidget], Field]]] = {
    "opinions, remarks, phrases": PlainField,
    "notes": lambda parent: NoteText(parent, "", "", "", writing=True),
    "names": LineField,
}
SHEET: Final = "<meta name=ProgId content=Excel.Sheet><table><tr><td>①一行目<br>②二行目</td></tr></table>"


def a_cell() -> QMimeData:
    """A cell with a line break, as Excel gives it: quoted, with a picture of itself."""
    data = QMimeData()
    data.setText('"①一行目\n②二行目"\n')
    data.setHtml(SHEET)
    data.setImageData(QImage(20, 20, QImage.Format.Format_RGB32))
    return data


def a_file() -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/図.png")])
    return data


def words(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def markup() -> QMimeData:
    data = QMimeData()
    data.setHtml("<p>太<b>字</b></p>")
    return data


CASES: Final = {
    "a cell": (a_cell, "①一行目\n②二行目"),
    "a file": (a_file, ""),
    "radicals": (lambda: words("⽅⽇⽤⼈\ufffe"), "方日用人"),
    "a run of marks": (lambda: words("a" + "\u0301\u0316" * 3_000), None),
    "markup alone": (markup, "太字"),
    "a picture": (QMimeData, ""),
}


def said(field: Field) -> str:
    return field.text() if isinstance(field, LineField) else field.toPlainText()


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_pasted_beside_the_form(qtbot: QtBot, kind: str, case: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    field = MAKERS[kind](parent)
    data, wanted = CASES[case]
    QGuiApplication.clipboard().setMimeData(data())
    field.paste()
    if wanted is None:
        assert 0 < len(said(field)) < 100
    else:
        assert said(field) == (wanted.replace("\n", " ") if isinstance(field, LineField) else wanted)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_file_that_is_dropped_stays_where_it_is(qtbot: QtBot, kind: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    field = MAKERS[kind](parent)
    data = a_file()
    event = QDropEvent(
        QPointF(2, 2),
        Qt.DropAction.MoveAction | Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(field if isinstance(field, LineField) else field.viewport(), event)
    assert said(field) == ""
    assert not event.isAccepted() or event.dropAction() is Qt.DropAction.CopyAction
