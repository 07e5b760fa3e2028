"""横断一覧 in its window: rows lead to their items, follow what is typed, and are given away as words."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.registers.loader import all_registers
from tests.ui.shell import MakeCoordinator, dialog, dialogs
from ui.app.coordinator import Coordinator
from ui.cabinet.actions import REGISTERS
from ui.office.alike_names import UnifyDialog
from ui.office.register_window import RegisterWindow
from ui.office.rows_table import shared_widths
from ui.printing.purpose import PurposeDialog

NAMES = ("株式会社日の出", "（株）日の出", "=1+1")
CONTRACTORS = [one.id for one in all_registers()].index("contractors")


@pytest.fixture
def coordinator(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for number, name in enumerate(NAMES, 1):
            entry = Node({"II.4.e.3": name}, {}, {"II.4.e.3": ((0, 2),)} if number == 3 else {})
            files = {FILES: {"k": Node({}, {"II.4.e": {"e": entry}})}}
            cabinet.new(find_form("yoshiki3"), Node({"cover.title": f"事務{number}"}, files))
    made = make_coordinator()
    assert made.open_cabinet(path)
    made.show_cabinet()
    return made


def opened(qtbot: QtBot, coordinator: Coordinator) -> RegisterWindow:
    coordinator.cabinet_window.actions_[REGISTERS].trigger()
    window = coordinator.cabinet_window.commands.office.window("registers")
    assert isinstance(window, RegisterWindow)
    window.list.setCurrentRow(CONTRACTORS)
    qtbot.waitUntil(lambda: len(window.model.rows) == len(NAMES))
    return window


def names(window: RegisterWindow) -> list[str]:
    return [row.name for row in window.model.rows]


def test_a_row_leads_to_its_item(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = opened(qtbot, coordinator)
    window.table.selectRow(1)
    QTest.keyClick(window.table, Qt.Key.Key_Return)
    session = coordinator.windows[2].session
    assert session.current_path == (FILES, "k", "II.4.e", "e", "II.4.e.3")


def test_rows_follow_what_is_typed_filtered_and_sorted(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = opened(qtbot, coordinator)
    other = coordinator.open_assessment(2)
    assert other is not None
    other.session.push(SetAnswer((FILES, "k", "II.4.e", "e", "II.4.e.3"), "月の入合同会社"))
    qtbot.waitUntil(lambda: "月の入合同会社" in names(window))
    window.words.setText("ひので 株式")
    qtbot.waitUntil(lambda: names(window) == [])
    window.words.setText("日の出")
    qtbot.waitUntil(lambda: names(window) == ["株式会社日の出"])
    window.words.clear()
    qtbot.waitUntil(lambda: len(names(window)) == 3)
    window.table._clicked(0)
    qtbot.waitUntil(lambda: names(window) == ["=1+1", "月の入合同会社", "株式会社日の出"])


def test_copied_rows_are_words_to_a_spreadsheet_and_what_is_withheld_is_asked_about(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    window = opened(qtbot, coordinator)
    window.table.clearSelection()
    window.copy()
    (asked,) = dialogs(PurposeDialog)
    assert isinstance(asked, PurposeDialog)
    asked.accept()
    text = QGuiApplication.clipboard().text()
    assert "'=1+1" in text
    assert len(text.splitlines()) == 1 + len(NAMES)
    window.table.selectRow(0)
    for copying, count in ((window.copy, 1), (window.copy_all, len(NAMES))):
        copying()
        for one in dialogs(PurposeDialog):
            cast(PurposeDialog, one).accept()
        assert len(QGuiApplication.clipboard().text().splitlines()) == 1 + count
    window.table.clearSelection()
    window.copy()
    (asked,) = dialogs(PurposeDialog)
    assert isinstance(asked, PurposeDialog)
    asked.purpose.choose(1)
    asked.accept()
    qtbot.waitUntil(lambda: "=1" not in QGuiApplication.clipboard().text())
    assert "【非公表】" in QGuiApplication.clipboard().text()


def test_ways_of_writing_are_made_one_by_the_replacement(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = opened(qtbot, coordinator)
    window.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(window.alike.groups) == 1)
    window.alike.unify()
    (asked,) = dialogs(UnifyDialog)
    assert isinstance(asked, UnifyDialog)
    asked.other.setText("日の出株式会社")
    asked.accept()
    for left in (True, False):
        qtbot.waitUntil(
            lambda: (
                coordinator.cabinet_replacer.dialog is not None
                and coordinator.cabinet_replacer.dialog.replace_button.isEnabled()
            )
        )
        found = coordinator.cabinet_replacer.dialog
        assert found is not None
        assert found.replacement.text() == "日の出株式会社"
        found.replace()
        message = dialog()
        message.buttons.buttons()[0].click() if left else message.close()
    qtbot.waitUntil(lambda: sorted(names(window)) == ["=1+1", "日の出株式会社", "日の出株式会社"])


def test_the_window_goes_with_its_cabinet(qtbot: QtBot, coordinator: Coordinator, tmp_path: Path) -> None:
    window = opened(qtbot, coordinator)
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    assert coordinator.open_cabinet(tmp_path / "ほか.pia", create=True)
    assert closed
    assert coordinator.cabinet_window.commands.office.window("registers") is None
    assert not dialogs(QDialog)


def test_no_heading_is_cut_however_narrow_the_window(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = opened(qtbot, coordinator)
    window.resize(window.minimumSizeHint())
    header = window.table.horizontalHeader()
    window.table.show_widths([1] * header.count())
    assert all(header.sectionSize(at) >= header.sectionSizeHint(at) for at in range(header.count()))


@pytest.mark.parametrize("room", [400, 700, 1500])
@pytest.mark.parametrize("shares", [[12, 16, 12, 10, 24, 30], [1, 1, 98], [5], []])
def test_the_columns_fill_the_room_unless_each_has_its_least(shares: list[int], room: int) -> None:
    least = [60 + 5 * at for at in range(len(shares))]
    widths = shared_widths(shares, room, least)
    assert all(width >= one for width, one in zip(widths, least, strict=True))
    assert sum(widths) <= max(room, sum(least))
    assert sum(widths) >= min(room - 2 * len(shares), room) or not shares
