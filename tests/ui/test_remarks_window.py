"""The open remarks of all assessments in one list, and the list of assessments itself, as files too."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from db.cabinet import Cabinet
from db.records import Note
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from tests.db.writing import write
from tests.ui.shell import MakeCoordinator, choose_next, dialog, dialogs
from ui.app.coordinator import Coordinator
from ui.cabinet.actions import OPEN_REMARKS, SAVE_LIST
from ui.office.remarks_window import RemarksWindow
from ui.printing.purpose import PurposeDialog
from ui.printing.remnants import RemnantsDialog
from ui.widgets.dialogs import MessageDialog

SECRET = "秘密計画"


@pytest.fixture
def coordinator(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for number in (1, 2, 3):
            title = f"{SECRET}の事務" if number == 1 else f"=事務{number}"
            marks = {"cover.title": ((0, len(SECRET)),)} if number == 1 else {}
            cabinet.new(
                find_form("yoshiki3"), Node({"cover.number": str(number), "cover.title": title}, {}, marks)
            )
        for key, owner, path_, done in (
            ("a", 1, ("I.1.2",), False),
            ("b", 2, (), False),
            ("c", 2, ("I.1.1",), True),
            ("d", 3, ("files", "gone", "II.1"), False),
        ):
            note = Note(key, owner, path_, "remark", f"{SECRET}への指摘{key}", "審査会", done=done)
            write(cabinet, lambda work, note=note: work.put_note(note), owner)  # type: ignore[misc]
    made = make_coordinator()
    assert made.open_cabinet(path)
    made.show_cabinet()
    return made


def opened(qtbot: QtBot, coordinator: Coordinator) -> RemarksWindow:
    coordinator.cabinet_window.actions_[OPEN_REMARKS].trigger()
    window = coordinator.cabinet_window.commands.office.window("remarks")
    assert isinstance(window, RemarksWindow)
    qtbot.waitUntil(lambda: len(window.model.rows) == 3)
    return window


def test_open_remarks_are_listed_filtered_and_lead_to_their_item(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    window = opened(qtbot, coordinator)
    assert [row.note.id for row in window.model.rows] == ["a", "b", "d"]
    assert window.model.rows[0].place.endswith("②事務の内容")
    window.words.setText("指摘ａ")
    assert [row.note.id for row in window.model.rows] == ["a"]
    window.open_current()
    assert coordinator.windows[1].session.current_path == ("I.1.2",)


def test_read_anew_the_remark_that_was_chosen_is_opened(qtbot: QtBot, coordinator: Coordinator) -> None:
    window, store = opened(qtbot, coordinator), coordinator.store
    assert store is not None
    window.table.selectRow(1)
    note = Note("e", 1, ("I.1.1",), "remark", "もう一つの指摘")
    store.submit_work(1, lambda work: work.put_note(note))
    store.settle()
    store.list_changed.emit()
    qtbot.waitUntil(lambda: len(window.model.rows) == 4)
    assert [row.note.id for row in window.model.rows].index("b") == 2
    window.open_current()
    assert list(coordinator.windows) == [2]


@pytest.mark.parametrize("public", [False, True])
def test_they_are_saved_for_a_purpose(
    qtbot: QtBot, coordinator: Coordinator, tmp_path: Path, public: bool
) -> None:
    window = opened(qtbot, coordinator)
    target = tmp_path / "指摘.html"
    choose_next(window, target)
    window.save()
    (asked,) = dialogs(PurposeDialog)
    assert isinstance(asked, PurposeDialog)
    asked.purpose.choose(int(public))
    asked.accept()
    qtbot.waitUntil(target.is_file)
    text = target.read_text(encoding="utf-8")
    assert "審査会" in text
    assert "への指摘b" in text
    assert (SECRET in text) is not public  # in a remark on another assessment, too
    qtbot.waitUntil(lambda: not window.tables.running)
    dialog().close()


def test_a_name_that_says_what_is_withheld_is_asked_about_first(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    path, target = tmp_path / "台帳.pia", tmp_path / "指摘.html"
    with Cabinet.create(path) as cabinet:
        answers = {"I.1.1": SECRET, "cover.title": f"{SECRET}の事務"}
        cabinet.new(find_form("yoshiki3"), Node(dict(answers), {}, {"I.1.1": ((0, len(SECRET)),)}))
        write(cabinet, lambda work: work.put_note(Note("a", 1, (), "remark", "根拠は何か")), 1)
    made = make_coordinator()
    assert made.open_cabinet(path)
    made.show_cabinet()
    made.cabinet_window.actions_[OPEN_REMARKS].trigger()
    window = made.cabinet_window.commands.office.window("remarks")
    assert isinstance(window, RemarksWindow)
    qtbot.waitUntil(lambda: len(window.model.rows) == 1)
    choose_next(window, target)
    window.save()
    (asked,) = dialogs(PurposeDialog)
    assert isinstance(asked, PurposeDialog)
    asked.purpose.choose(1)
    asked.accept()
    qtbot.waitUntil(lambda: bool(dialogs(RemnantsDialog)))
    assert not target.exists()
    (remaining,) = dialogs(RemnantsDialog)
    remaining.close()


def damage(coordinator: Coordinator, assessment_id: int) -> None:
    """Make one unreadable while the cabinet is open."""
    assert coordinator.store is not None
    with closing(sqlite3.connect(coordinator.store.path, isolation_level=None)) as raw:
        raw.execute(
            "UPDATE answer SET value = '{' WHERE assessment_id = ? AND item_id = 'cover.title'",
            (assessment_id,),
        )


def test_remarks_on_one_that_cannot_be_read_are_listed(qtbot: QtBot, coordinator: Coordinator) -> None:
    damage(coordinator, 2)
    window = opened(qtbot, coordinator)
    assert [row.note.id for row in window.model.rows] == ["a", "b", "d"]
    assert [row.title for row in window.model.rows][1] == "=事務2"


def test_the_list_for_the_public_leaves_out_what_cannot_be_read_and_says_so_first(
    qtbot: QtBot, coordinator: Coordinator, tmp_path: Path
) -> None:
    damage(coordinator, 3)
    window, target = coordinator.cabinet_window, tmp_path / "一覧.html"
    choose_next(window, target)
    window.actions_[SAVE_LIST].trigger()
    (asked,) = dialogs(PurposeDialog)
    assert isinstance(asked, PurposeDialog)
    asked.purpose.choose(1)
    asked.accept()
    (said,) = dialogs(MessageDialog)
    assert isinstance(said, MessageDialog)
    assert "1件" in said.heading
    (listed,) = said.findChildren(QPlainTextEdit)
    assert "=事務3" in listed.toPlainText()
    assert not target.exists()
    go_on = next(one for one in said.findChildren(QPushButton) if one.text().startswith(_("Go On")))
    go_on.click()
    qtbot.waitUntil(target.is_file)
    page = target.read_text(encoding="utf-8")
    assert "=事務2" in page
    assert "=事務3" not in page
    qtbot.waitUntil(lambda: bool(dialogs()))
    dialog().close()


@pytest.mark.parametrize("public", [False, True])
def test_the_list_itself_is_saved_as_it_is_shown(
    qtbot: QtBot, coordinator: Coordinator, tmp_path: Path, public: bool
) -> None:
    window = coordinator.cabinet_window
    target = tmp_path / "一覧.xlsx"
    choose_next(window, target)
    window.actions_[SAVE_LIST].trigger()
    (asked,) = dialogs(PurposeDialog)
    assert isinstance(asked, PurposeDialog)
    asked.purpose.choose(int(public))
    asked.accept()
    qtbot.waitUntil(target.is_file)
    cells = [
        str(cell)
        for row in CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
        for cell in row
    ]
    assert "=事務2" in cells
    assert (f"{SECRET}の事務" in cells) is not public
    qtbot.waitUntil(lambda: bool(dialogs()))
    dialog().close()
