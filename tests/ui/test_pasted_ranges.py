"""Ranges of a spreadsheet pasted into a field that is a cell of something: rows, opinions, tables."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.node import Node
from pia_desktop.assessment.search import Query, find_all
from pia_desktop.exchange.cells import Cell
from pia_desktop.forms.model import ANNEXES
from pia_desktop.forms.values import DataTable, Figure
from tests.ui.pages import editor_of, open_page, open_session, path_of, words_on
from tests.ui.shell import dialog, free
from ui.assessment.undo_strip import UndoStrip
from ui.context.session import Session
from ui.form.changes import ChangesBlock
from ui.form.clipping import clipping
from ui.form.table_block import TableRow
from ui.form.table_cells import CellText
from ui.form.texts import GrowingText
from ui.widgets.dialogs import MessageDialog
from ui.widgets.line_field import LineField
from ui.widgets.search_field import FindField

PASTE = (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
TABLE = "A2.changes"
DAY, ITEM, BEFORE, AFTER, WHEN = "変更日", "項目", "変更前の記載", "変更後の記載", "提出時期"
SHEET = "<html><table><tr><td>甲</td></tr></table></html>"


def put(text: str, *, html: str = SHEET) -> None:
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def rows_of(session: Session) -> list[tuple[str, ...]]:
    return [
        tuple(str(node.answers.get(item, "")) for item in (DAY, ITEM, BEFORE, AFTER, WHEN))
        for node in session.root.entries((TABLE,)).values()
    ]


def opened(qtbot: QtBot, *rows: dict[str, str]) -> tuple[Session, ChangesBlock]:
    """A table with these rows, the first as the current one."""
    entries = {f"k{number}": Node(dict(row)) for number, row in enumerate(rows)}
    session = open_session("yoshiki3", Node().with_entries((TABLE,), entries))
    block = open_page(qtbot, session, "A2").findChild(ChangesBlock)
    assert isinstance(block, ChangesBlock)
    return session, block


def field_of(block: ChangesBlock, item: str) -> GrowingText:
    assert block.key is not None
    field = block.builder.registry.editors[TABLE, block.key, item].passage_field()
    assert field is not None
    field.setFocus()
    return field


THREE = "R8.4.1\tⅡ.3\t旧\t新\r\nR8.4.2\tⅡ.4\t古\t今\r\n\t\t\t\r\nR8.4.3\tⅡ.5\t前\t後\r\n"
AS_ROWS = [
    ("令和8年4月1日", "Ⅱ.3", "旧", "新", ""),
    ("令和8年4月2日", "Ⅱ.4", "古", "今", ""),
    ("令和8年4月3日", "Ⅱ.5", "前", "後", ""),
]


@pytest.mark.parametrize("html", [SHEET, ""])
def test_a_range_pasted_into_a_date_fills_its_row_and_makes_more(qtbot: QtBot, html: str) -> None:
    session, block = opened(qtbot, {})
    strip = UndoStrip(session, block)
    put(THREE, html=html)
    field = field_of(block, DAY)
    QTest.keyClick(field, *PASTE)
    assert rows_of(session) == AS_ROWS
    assert field.text() == "令和8年4月1日"
    assert field.hasFocus()
    assert strip.isVisibleTo(block)
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert rows_of(session) == [("",) * 5]


def test_it_goes_into_the_columns_from_there_on_and_leaves_the_others(qtbot: QtBot) -> None:
    session, block = opened(qtbot, {DAY: "令和8年4月1日"}, {DAY: "令和8年4月2日", ITEM: "Ⅱ.4"})
    put("一\t二\r\n三\t四\r\n")
    QTest.keyClick(field_of(block, BEFORE), *PASTE)
    assert rows_of(session) == [
        ("令和8年4月1日", "", "一", "二", ""),
        ("令和8年4月2日", "Ⅱ.4", "三", "四", ""),
    ]


def test_headings_of_the_columns_are_no_row(qtbot: QtBot) -> None:
    session, block = opened(qtbot, {})
    put("変更前の記載\t変更後の記載\r\n一\t二\r\n")
    QTest.keyClick(field_of(block, BEFORE), *PASTE)
    assert rows_of(session) == [("", "", "一", "二", "")]


OLD = {DAY: "令和6年1月1日", ITEM: "Ⅰ.1", BEFORE: "昔"}


def question(block: ChangesBlock) -> MessageDialog:
    put(THREE)
    QTest.keyClick(field_of(block, DAY), *PASTE)
    return dialog()


def answer(asked: MessageDialog, number: int) -> None:
    asked.buttons.buttons()[number].click()
    free()


def choices(asked: MessageDialog) -> list[str]:
    return [button.text() for button in asked.buttons.buttons()]


def test_words_that_stand_there_are_replaced_only_when_asked_for(qtbot: QtBot) -> None:
    session, block = opened(qtbot, OLD, OLD)
    asked = question(block)
    assert "2" in words_on(asked)
    assert rows_of(session) == [("令和6年1月1日", "Ⅰ.1", "昔", "", "")] * 2
    asked.reject()
    assert rows_of(session) == [("令和6年1月1日", "Ⅰ.1", "昔", "", "")] * 2
    asked = question(block)
    asked.button(next(words for words in choices(asked) if "&R" in words)).click()
    assert rows_of(session) == AS_ROWS
    session.undo_stack.undo()
    assert rows_of(session) == [("令和6年1月1日", "Ⅰ.1", "昔", "", "")] * 2


def test_instead_they_become_rows_of_their_own(qtbot: QtBot) -> None:
    session, block = opened(qtbot, OLD)
    asked = question(block)
    asked.button(next(words for words in choices(asked) if "&I" in words)).click()
    assert rows_of(session) == [("令和6年1月1日", "Ⅰ.1", "昔", "", ""), *AS_ROWS]
    assert block.view.currentIndex().row() == 1
    session.undo_stack.undo()
    assert rows_of(session) == [("令和6年1月1日", "Ⅰ.1", "昔", "", "")]


def test_an_empty_row_above_others_takes_the_first(qtbot: QtBot) -> None:
    session, block = opened(qtbot, {}, OLD)
    asked = question(block)
    asked.button(next(words for words in choices(asked) if "&I" in words)).click()
    assert rows_of(session) == [*AS_ROWS, ("令和6年1月1日", "Ⅰ.1", "昔", "", "")]


def test_into_a_longer_text_lines_and_words_come_as_words(qtbot: QtBot) -> None:
    session, block = opened(qtbot, {})
    put("一\t\r\n二\t\r\n")  # a wide cell of a form, line for line
    QTest.keyClick(field_of(block, BEFORE), *PASTE)
    assert rows_of(session) == [("", "", "一\n二", "", "")]
    put("三\t四\r\n")
    QTest.keyClick(field_of(block, BEFORE), *PASTE)  # behind words that stand there
    assert rows_of(session)[0][2:4] == ("一\n二三\u3000四", "")
    put("甲\t乙", html="")
    QTest.keyClick(field_of(block, AFTER), *PASTE)  # a tab of a text file
    assert rows_of(session)[0][3] == "甲\t乙"


def test_what_is_not_for_the_public_stays_so(qtbot: QtBot) -> None:
    session, block = opened(qtbot, {})
    cells = ((Cell("Ⅱ.3"), Cell("秘密の旧", ((0, 2),))), (Cell("Ⅱ.4"), Cell("秘密", ((0, 2),))))
    QGuiApplication.clipboard().setMimeData(clipping(cells))
    QTest.keyClick(field_of(block, ITEM), *PASTE)
    rows = session.root.entries((TABLE,)).values()
    assert [node.withheld for node in rows] == [{BEFORE: ((0, 2),)}] * 2


def test_too_many_rows_are_told_and_change_nothing(qtbot: QtBot) -> None:
    session, block = opened(qtbot, {})
    put("R8.4.1\t甲\r\n" * 600)
    QTest.keyClick(field_of(block, DAY), *PASTE)
    assert rows_of(session) == [("",) * 5]
    assert "600" in words_on(dialog())
    dialog().close()
    free()


# ---- elsewhere


def test_cells_in_a_short_answer_are_told_and_can_be_taken_back(qtbot: QtBot) -> None:
    session = open_session("yoshiki3")
    page = open_page(qtbot, session, "I")
    strip = UndoStrip(session, page)
    path = path_of(session, "I.1.1")
    field = editor_of(page, path).passage_field()
    assert field is not None
    field.setFocus()
    put("甲\t乙\r\n丙\t\r\n")
    QTest.keyClick(field, *PASTE)
    assert session.answer(path) == "甲\u3000乙\n丙"
    assert strip.isVisibleTo(page)
    assert "3" in strip.words.text()


def test_a_range_pasted_into_a_cell_of_a_table_fills_its_neighbours(qtbot: QtBot) -> None:
    table = Figure((DataTable((("", ""), ("古", ""))),))
    annex = Node({"annex.body": table})
    session = open_session("yoshiki3", Node().with_entries((ANNEXES,), {"k1": annex}))
    page = open_page(qtbot, session, ANNEXES)
    row = page.findChild(TableRow)
    assert isinstance(row, TableRow)
    put("一\t二\r\n三\t四\r\n")
    row.view.setCurrentIndex(row.model.index(1, 0))
    row.view.edit(row.view.currentIndex())
    field = row.view.findChild(CellText)
    assert isinstance(field, CellText)
    QTest.keyClick(field, *PASTE)
    assert row.table.rows == (("", ""), ("一", "二"), ("三", "四"))
    assert session.undo_stack.count() == 1


@pytest.mark.parametrize("text", ["介護\r\n", "介護\n", "\t介護\t\r\n"])
def test_a_cell_is_found_by_its_words(qtbot: QtBot, text: str) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    field = FindField(holder, "検索")
    put(text)
    QTest.keyClick(field, *PASTE)
    assert field.text() == "介護"
    session = open_session("yoshiki3", Node({"I.1.1": "介護保険"}))
    assert len(find_all(session.snapshot(), Query(field.text()))) == 1


def test_cells_in_one_line_stand_in_one_line(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    field = LineField(holder)
    put("甲\t乙\r\n丙\t丁\r\n")
    QTest.keyClick(field, *PASTE)
    assert field.text() == "甲 乙 丙 丁"
    field.clear()
    QGuiApplication.clipboard().setMimeData(clipping(((Cell("甲\n乙"),),)))
    field.paste()
    assert field.text() == "甲 乙"
