"""計画管理書 in its window: the clerk's cells and columns are kept, versions are closed and read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from pia_desktop.office.plan_checks import PlanFinding
from tests.ui.pages import words_on
from tests.ui.shell import MakeCoordinator, choose_next, dialog, dialogs
from ui.app.coordinator import Coordinator
from ui.cabinet.actions import PLAN
from ui.office.name_dialog import NameDialog
from ui.office.plan_columns_dialog import PlanColumnsDialog
from ui.office.plan_window import PlanWindow
from ui.widgets.line_field import LineField


@pytest.fixture
def coordinator(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for number in (1, 2):
            answers = {"cover.number": str(number), "cover.title": f"事務{number}　重点項目評価書"}
            cabinet.new(find_form("yoshiki3"), Node(dict(answers)))
    made = make_coordinator()
    assert made.open_cabinet(path)
    made.show_cabinet()
    return made


def opened(qtbot: QtBot, coordinator: Coordinator) -> PlanWindow:
    coordinator.cabinet_window.actions_[PLAN].trigger()
    window = coordinator.cabinet_window.commands.office.window("plan")
    assert isinstance(window, PlanWindow)
    qtbot.waitUntil(lambda: len(window.model.rows) == 2)
    return window


def at(window: PlanWindow, column: str) -> int:
    assert window.view is not None
    return [one.id for one in window.view.shown].index(column)


def test_until_the_plan_is_read_the_window_says_so_and_offers_nothing(coordinator: Coordinator) -> None:
    coordinator.cabinet_window.actions_[PLAN].trigger()
    window = coordinator.cabinet_window.commands.office.window("plan")
    assert isinstance(window, PlanWindow)
    assert window.message.text() == _("Reading the assessments…")
    buttons = (window.open_button, window.columns_button, window.close_button, window.save_button)
    assert not any(button.isEnabled() for button in buttons)


def test_the_clerks_cells_are_kept_and_the_others_cannot_be_written(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    window = opened(qtbot, coordinator)
    planned, title = at(window, "planned"), at(window, "title")
    assert not window.model.flags(window.model.index(0, title)) & Qt.ItemFlag.ItemIsEditable
    assert window.model.setData(window.model.index(1, planned), "R9.4.1")
    qtbot.waitUntil(lambda: window.model.rows[1].cells[planned] == "令和9年4月1日")
    assert coordinator.store is not None
    assert coordinator.store.cabinet.plan_cells() == {2: {"planned": "令和9年4月1日"}}
    window.table.setCurrentIndex(window.model.index(1, 0))
    window.open_current()
    assert list(coordinator.windows) == [2]


def written_at(qtbot: QtBot, window: PlanWindow, row: int, column: int, words: str) -> LineField:
    """The field of a cell into which somebody writes."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.table.setCurrentIndex(window.model.index(row, column))
    window.table.edit(window.model.index(row, column))
    field = QApplication.focusWidget()
    assert isinstance(field, LineField)
    QTest.keyClicks(field, words)
    return field


def test_what_is_typed_is_not_lost_when_the_plan_is_read_anew(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = opened(qtbot, coordinator)
    planned, remarks, store = at(window, "planned"), at(window, "remarks"), coordinator.store
    assert store is not None
    QTest.keyClick(written_at(qtbot, window, 0, planned, "R9.4.1"), Qt.Key.Key_Tab)
    field = QApplication.focusWidget()
    assert isinstance(field, LineField)
    QTest.keyClicks(field, "by M")
    qtbot.waitUntil(lambda: window.model.rows[0].cells[planned] == "令和9年4月1日")
    assert QApplication.focusWidget() is field
    QTest.keyClicks(field, "arch")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.model.rows[0].cells[remarks] == "by March")
    assert store.cabinet.plan_cells() == {1: {"planned": "令和9年4月1日", "remarks": "by March"}}


def test_a_row_that_comes_waits_for_the_cell_that_is_edited(qtbot: QtBot, coordinator: Coordinator) -> None:
    window, store = opened(qtbot, coordinator), coordinator.store
    assert store is not None
    field = written_at(qtbot, window, 0, at(window, "remarks"), "by March")
    store.new(find_form("yoshiki3"), Node({"cover.number": "3", "cover.title": "事務3"}))
    qtbot.waitUntil(lambda: window._outdated)
    assert QApplication.focusWidget() is field
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.model.rows) == 3)
    assert window.model.rows[0].cells[at(window, "remarks")] == "by March"


def test_a_column_of_a_spreadsheet_goes_into_the_clerks_cells_all_or_none(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    window = opened(qtbot, coordinator)
    planned = at(window, "planned")

    def shown() -> list[str]:
        return [line.cells[planned] for line in window.model.rows]

    def paste(text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        window.table.setCurrentIndex(window.model.index(0, planned))
        window.pasted.paste()

    paste("R9.4.1\r\nR9.5.1\r\nR9.6.1\r\n")  # of three rows, one has no place
    dialog().close()
    assert shown() == ["", ""]
    paste("R9.4.1\r\nR9.5.1\r\n")
    qtbot.waitUntil(lambda: shown() == ["令和9年4月1日", "令和9年5月1日"])
    paste("R9.7.1\r\n令和9年5月1日\r\n")
    asked = dialog()
    assert "1" in words_on(asked)
    asked.button(_("&Replace the Words")).click()
    qtbot.waitUntil(lambda: shown() == ["令和9年7月1日", "令和9年5月1日"])


def test_columns_are_changed_and_a_version_keeps_what_was(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = opened(qtbot, coordinator)
    window.ask_version()
    (asked,) = dialogs(NameDialog)
    assert isinstance(asked, NameDialog)
    asked.name.setText("当初")
    asked.accept()
    qtbot.waitUntil(lambda: window.versions.count() == 2)
    window.ask_columns()
    (columns,) = dialogs(PlanColumnsDialog)
    assert isinstance(columns, PlanColumnsDialog)
    columns.add.click()
    columns.list.item(columns.list.count() - 1).setText("主管")
    columns.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    columns.accept()
    qtbot.waitUntil(lambda: window.model.heads[-1:] == ("主管",))
    assert window.model.heads[0] == "事務の名称"
    window.versions.setCurrentIndex(1)
    window.refresh()
    qtbot.waitUntil(lambda: window.model.heads[:1] == ("評価書番号",))
    assert not window.model.flags(window.model.index(0, 16)) & Qt.ItemFlag.ItemIsEditable
    assert not window.columns_button.isEnabled()


def test_the_plan_is_saved_as_a_file(qtbot: QtBot, coordinator: Coordinator, tmp_path: Path) -> None:
    window = opened(qtbot, coordinator)
    choose_next(window, tmp_path / "計画管理書.docx")
    window.save()
    qtbot.waitUntil(lambda: not window.tables.running)
    assert (tmp_path / "計画管理書.docx").is_file()
    dialog().close()


def test_read_again_the_marked_finding_is_marked_still(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = opened(qtbot, coordinator)
    view = window.view
    assert view is not None
    findings = [PlanFinding(0, "number", f"指摘{number}") for number in range(3)]
    window._found(replace(view, findings=tuple(findings)))
    window.findings.setCurrentRow(1)
    window._found(replace(view, findings=tuple(findings[1:])))
    assert window.findings.currentItem().text().endswith("指摘1")
