"""Alt with a letter that nothing has as its access key changes no field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.form.choices import FormCombo, _Number
from ui.form.table_cells import CellText
from ui.form.texts import GrowingText
from ui.widgets.day_field import DayField
from ui.widgets.dragging import PlainField
from ui.widgets.line_field import LineField
from ui.widgets.search_field import FilterField, FindField

Modifier = Qt.KeyboardModifier
Field = LineField | FindField | DayField | _Number | PlainField | GrowingText
FIELDS: dict[str, Callable[[QWidget], Field]] = {
    "answer": GrowingText,
    "short answer": lambda parent: GrowingText(parent, single=True),
    "number": lambda parent: _Number(parent, "件", lambda: None),
    "cell": CellText,
    "several lines": PlainField,
    "line": LineField,
    "find": lambda parent: FindField(parent, "find"),
    "filter": lambda parent: FilterField(parent, "filter"),
    "day": lambda parent: DayField(date(2026, 11, 27), parent),
}


def words_of(field: Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


@pytest.mark.parametrize("make", FIELDS.values(), ids=FIELDS)
def test_an_access_key_that_nothing_has_types_nothing(qtbot: QtBot, make: Callable[[QWidget], Field]) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = make(window)
    before = words_of(field)
    for key in (Qt.Key.Key_C, Qt.Key.Key_1):
        QTest.keyClick(field, key, Modifier.AltModifier)
    assert words_of(field) == before
    alt_gr = Modifier.ControlModifier | Modifier.AltModifier
    QTest.keyClick(field, Qt.Key.Key_1, alt_gr)
    QTest.keyClick(field, Qt.Key.Key_1)
    assert "1" in words_of(field).removeprefix(before)


def test_an_access_key_that_nothing_has_chooses_nothing(qtbot: QtBot) -> None:
    """An option is chosen by its number alone."""
    window = QWidget()
    qtbot.addWidget(window)
    box = FormCombo(window, lambda: None)
    box.addItems(["（未選択）", "1） 十分である", "2） 課題が残されている"])
    QTest.keyClick(box, Qt.Key.Key_2, Modifier.AltModifier)
    assert box.currentIndex() == 0
    QTest.keyClick(box, Qt.Key.Key_2)
    assert box.currentIndex() == 2
