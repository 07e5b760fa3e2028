"""Rows of widgets that go on below where there is no room."""

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.flowing_rows import FlowingRows
from ui.widgets.layouts import flush_column


def test_a_part_that_says_more_goes_on_in_a_row_of_its_own_and_back(qtbot: QtBot) -> None:
    outer = QWidget()
    qtbot.addWidget(outer)
    rows = FlowingRows(outer, 4)
    first, second = QPushButton("一", rows), QPushButton("二", rows)
    rows.add_row(first, second)
    flush_column(outer, 0, rows)
    outer.resize(2 * max(one.sizeHint().width() for one in (first, second)) + 40, 200)
    outer.show()
    qtbot.waitUntil(lambda: first.y() == second.y())
    first.setText("長い" * 20)
    qtbot.waitUntil(lambda: first.y() < second.y())
    first.setText("一")
    qtbot.waitUntil(lambda: first.y() == second.y())


def test_rows_begin_below_each_other_and_parts_keep_their_gap(qtbot: QtBot) -> None:
    outer = QWidget()
    qtbot.addWidget(outer)
    rows = FlowingRows(outer, 4, gap=20)
    parts = [QPushButton(words, rows) for words in ("一", "二", "三")]
    rows.add_row(*parts[:2])
    rows.add_row(parts[2])
    flush_column(outer, 0, rows)
    outer.resize(600, 200)
    outer.show()
    qtbot.waitUntil(lambda: parts[1].x() > 0)
    assert parts[1].x() - parts[0].geometry().right() - 1 == 20
    assert parts[2].x() == parts[0].x()
