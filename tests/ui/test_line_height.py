"""A line of a field is of one height whatever stands in it: the page must not jump at the first character."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.pages import editor_of, open_page, open_session, path_of
from ui.form.texts import GrowingText
from ui.widgets.theme import space

SHORT, LONG = "I.1.1", "I.1.2"


@pytest.fixture
def larger() -> Iterator[None]:
    """Words of three times the size, set while the fields are there."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.font()
    yield
    app.setFont(before)


def field_of(qtbot: QtBot, item: str) -> GrowingText:
    session = open_session("yoshiki3")
    page = open_page(qtbot, session, "I")
    field = editor_of(page, path_of(session, item)).passage_field()
    assert field is not None
    field.setFocus()
    return field


def heights(field: GrowingText, *texts: str) -> set[int]:
    """The heights of a field, empty and with these texts, typed and shown."""
    found = set()
    for text in ("", *texts, ""):
        field.selectAll()
        field.insertPlainText(text)
        QApplication.processEvents()
        found.add(field.height())
        field.show_text(text[::-1])
        QApplication.processEvents()
        found.add(field.height())
    return found


@pytest.mark.parametrize("item", [SHORT, LONG])
def test_one_line_is_as_high_as_none(qtbot: QtBot, item: str) -> None:
    field = field_of(qtbot, item)
    assert len(heights(field, "a", "漢字", "ａ①", "かな", "17漢")) == 1


@pytest.mark.usefixtures("larger")
def test_so_it_is_when_words_grow(qtbot: QtBot) -> None:
    field = field_of(qtbot, SHORT)
    small = field.height()
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * 3)
    QApplication.setFont(font)
    QApplication.processEvents()
    (height,) = heights(field, "a", "漢字")
    assert height > 2 * small


def test_each_line_adds_as_much_as_the_first(qtbot: QtBot) -> None:
    field = field_of(qtbot, LONG)
    margins = 2 * space(1)
    one = field.height() - margins
    QTest.keyClicks(field, "a")
    for count, text in enumerate(("漢", "a", "", "漢"), 2):
        field.insertPlainText(f"\n{text}")
        QApplication.processEvents()
        assert abs(field.height() - margins - count * one) <= count  # parts of a pixel are rounded up


def test_words_begin_where_those_of_their_label_do(qtbot: QtBot) -> None:
    field = field_of(qtbot, SHORT)
    field.insertPlainText("漢字")
    assert abs(field.cursorRect().top() - space(1)) <= 1
