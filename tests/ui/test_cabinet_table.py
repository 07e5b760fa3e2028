"""The cabinet as a table: sorted by what the columns mean, grouped, filtered; put away, deleted and back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolBar
from pytestqt.qtbot import QtBot

from db.backup import back_up, backups_under
from db.cabinet import Cabinet
from db.errors import CabinetDamaged
from db.records import AssessmentInfo, FindingCounts
from pia_desktop.assessment.node import Node
from pia_desktop.cabinet_lists.assessment_rows import (
    DUE,
    EDITED,
    FINDINGS,
    FORM,
    NUMBER,
    PUBLISHED,
    STATE,
    make_row,
)
from pia_desktop.cabinet_lists.row_choice import Choice, Drawer, Grouping, chosen_rows, grouped
from pia_desktop.exchange.interchange import write_document
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from pia_desktop.paper.purpose import Copy
from pia_desktop.rules.stages import Stage
from pia_desktop.wareki import ParsedDate
from tests.ui.shell import MakeCoordinator, dialog, dialogs
from ui.app.coordinator import Coordinator
from ui.cabinet.actions import (
    ARCHIVE,
    BRING_BACK,
    COPY,
    DELETE,
    EXPORT,
    MOVES,
    NEW,
    OPEN,
    PURGE,
    RESTORE,
    SHOW_DRAWER,
    TAKE_IN,
    UNDO,
)
from ui.cabinet.batch_dialog import BatchDialog
from ui.cabinet.table import CabinetTable
from ui.widgets.actions import Action
from ui.widgets.text_size import step_text_size

TODAY = date(2026, 11, 21)


def info(one: int, /, **changes: object) -> AssessmentInfo:
    known: dict[str, object] = {
        "form": "yoshiki4",
        "version": "平成30年5月",
        "number": str(one),
        "title": f"評価書{one}",
        "agency": "青葉野市長",
        "published_on": "",
        "created_at": "2026-01-01T00:00:00Z",
        "edited_at": "2026-01-01T00:00:00Z",
    }
    return AssessmentInfo(one, **{**known, **changes})  # type: ignore[arg-type]


def ids(infos: list[AssessmentInfo], choice: Choice) -> list[int]:
    return [row.info.id for row in chosen_rows([make_row(one, TODAY) for one in infos], choice)]


def make(path: Path, count: int) -> None:
    form = find_form("yoshiki3")
    with Cabinet.create(path) as cabinet:
        for number in range(1, count + 1):
            cabinet.new(form, Node({"cover.number": str(number), "cover.title": f"評価書{number}"}))


def opened(coordinator: Coordinator, tmp_path: Path, count: int = 3) -> Path:
    path = tmp_path / "台帳.pia"
    make(path, count)
    assert coordinator.open_cabinet(path)
    coordinator.cabinet_window.show()
    coordinator.cabinet_window.table.sortByColumn(NUMBER, Qt.SortOrder.AscendingOrder)
    return path


def shown(coordinator: Coordinator) -> list[int]:
    return [row.info.id for row in coordinator.cabinet_window.model.shown]


def on_disk(path: Path) -> dict[int, AssessmentInfo]:
    with Cabinet.open(path, read_only=True) as cabinet:
        return {one.id: one for one in cabinet.list()}


# ---- rows


def test_who_looks_for_a_number_finds_no_count_of_findings_and_no_time() -> None:
    found = FindingCounts(error=20, confirm=3)
    infos = [info(1, number="20"), info(2, findings=found), info(3, edited_at="2026-01-20T20:20:00Z")]
    assert ids(infos, Choice(words="20")) == [1]
    assert ids(infos, Choice(words="誤り")) == []


@pytest.mark.parametrize("down", [False, True])
def test_numbers_and_dates_sort_by_what_they_are_and_empty_ones_come_last(down: bool) -> None:
    infos = [
        info(1, number="10", published_on="令和元年5月1日"),
        info(2, number="９", published_on="平成31年4月30日"),
        info(3, number="", published_on=""),
        info(4, number="100", published_on="令和10年1月1日"),
    ]
    order = [2, 1, 4]
    expected = [*(reversed(order) if down else order), 3]
    assert ids(infos, Choice(column=NUMBER, descending=down)) == expected
    assert ids(infos, Choice(column=PUBLISHED, descending=down)) == expected


def test_what_has_been_due_longest_comes_first_and_says_so_in_words() -> None:
    late = info(1, published_on="令和6年1月31日", state="published")
    soon = info(2, published_on="令和7年12月1日", state="published")
    none = info(3)
    assert ids([none, soon, late], Choice(column=DUE, descending=False)) == [1, 2, 3]
    row = make_row(late, TODAY)
    assert row.overdue
    assert _("Overdue: {due}").partition("{")[0] in row.words[DUE]
    assert not make_row(soon, TODAY).overdue
    assert make_row(none, TODAY).words[DUE] == ""
    assert make_row(info(4, published_on="令和6年1月31日", deleted_at="x"), TODAY).dues == ()


def test_findings_that_were_never_counted_are_no_zero() -> None:
    infos = [info(1), info(2, findings=FindingCounts(0, 0)), info(3, findings=FindingCounts(2, 1))]
    words = [make_row(one, TODAY).words[FINDINGS] for one in infos]
    assert len(set(words)) == 3
    assert ids(infos, Choice(column=FINDINGS, descending=True)) == [3, 2, 1]
    assert ids(infos, Choice(column=FINDINGS, descending=False)) == [2, 3, 1]


def test_each_drawer_holds_its_own_and_filters_narrow_it() -> None:
    infos = [
        info(1),
        info(2, archived_at="x", state="ended"),
        info(3, deleted_at="x"),
        info(4, form="yoshiki2", version="令和6年10月", state="published", title="予防接種"),
    ]
    choice = Choice(column=NUMBER, descending=False)
    assert ids(infos, choice) == [1, 4]
    assert ids(infos, Choice(column=NUMBER, descending=False, drawer=Drawer.ARCHIVED_TOO)) == [1, 2, 4]
    assert ids(infos, Choice(column=NUMBER, descending=False, drawer=Drawer.TRASH)) == [3]
    assert ids(infos, Choice(stage=Stage.PUBLISHED)) == [4]
    assert ids(infos, Choice(form="yoshiki4")) == [1]
    assert ids(infos, Choice(words="青葉野 予防")) == [4]


def test_groups_hold_every_row_once_in_the_order_of_their_headings() -> None:
    infos = [
        info(1, published_on="令和6年1月31日", state="published"),
        info(2),
        info(3, published_on=ParsedDate.of(TODAY - timedelta(days=340)).wareki(), state="published"),
        info(4, state="hearing", form="yoshiki2"),
    ]
    rows = [make_row(one, TODAY) for one in infos]
    for grouping in Grouping:
        found = grouped(rows, grouping, TODAY)
        assert sorted(row.info.id for group in found for row in group.rows) == [1, 2, 3, 4]
    by_state = grouped(rows, Grouping.STATE, TODAY)
    assert [group.heading for group in by_state] == [
        stage.label for stage in (Stage.DRAFT, Stage.HEARING, Stage.PUBLISHED)
    ]
    by_due = [[row.info.id for row in group.rows] for group in grouped(rows, Grouping.DUE, TODAY)]
    assert by_due == [[1], [3], [2, 4]]


# ---- the window


def test_headings_sort_and_order_and_widths_are_there_the_next_time(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path, 11)
    table = coordinator.cabinet_window.table
    assert shown(coordinator) == list(range(1, 12))
    header = table.header()
    place = QPoint(header.sectionViewportPosition(NUMBER) + 10, 5)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown(coordinator) == list(range(11, 0, -1))
    header.resizeSection(STATE, 177)
    header.moveSection(header.visualIndex(STATE), 2)
    coordinator.cabinet_window.close()
    again = CabinetTable(coordinator.cabinet_window.model, coordinator.cabinet_window)
    assert again.header().sectionSize(STATE) == 177
    assert again.header().visualIndex(STATE) == 2
    assert again.header().sortIndicatorSection() == NUMBER
    assert coordinator.cabinet_window.model.choice.descending


def test_another_text_size_is_no_choice_of_widths(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path, 2)
    window, table = coordinator.cabinet_window, coordinator.cabinet_window.table
    window.resize(1280, 760)
    QApplication.processEvents()
    header = table.header()
    before = header.sectionSize(STATE)
    try:
        step_text_size(1)
        qtbot.waitUntil(lambda: header.sectionSize(STATE) > before)
        step_text_size(1)
        step_text_size(0)
        qtbot.waitUntil(lambda: header.sectionSize(STATE) == before)
        window.resize(1000, 760)
        qtbot.waitUntil(lambda: header.sectionSize(STATE) < before)
    finally:
        step_text_size(0)


def test_the_names_of_forms_have_room_in_a_window_of_usual_width(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path, 2)
    window, table = coordinator.cabinet_window, coordinator.cabinet_window.table
    window.resize(1280, 760)
    QApplication.processEvents()
    assert table.header().sectionSize(FORM) >= table.sizeHintForColumn(FORM)


@pytest.mark.parametrize("points", [9, 10, 11])
def test_all_columns_are_seen_at_first_and_a_width_that_was_chosen_stays(
    qapp: QApplication, make_coordinator: MakeCoordinator, tmp_path: Path, points: int
) -> None:
    before = QFont(qapp.font())
    try:
        qapp.setFont(QFont(before.family(), points))
        coordinator = make_coordinator()
        opened(coordinator, tmp_path, 2)
        window, table = coordinator.cabinet_window, coordinator.cabinet_window.table
        window.resize(1280, 760)
        QApplication.processEvents()
        header = table.header()
        assert header.length() <= table.viewport().width()
        assert all(header.sectionSize(one) >= header.sectionSizeHint(one) for one in range(header.count()))
        window.resize(1000, 760)
        QApplication.processEvents()
        narrow = table.header().sectionSize(STATE)
        table.remember()
        again = CabinetTable(window.model, window)
        again.resize(1600, 600)
        again.show()
        QApplication.processEvents()
        assert again.header().sectionSize(STATE) > narrow, "only a width that was chosen is kept"
        again.hide()
        table.header().resizeSection(STATE, 177)
        window.resize(1100, 760)
        QApplication.processEvents()
        assert table.header().sectionSize(STATE) == 177
    finally:
        qapp.setFont(before)


def test_what_is_marked_stays_marked_when_rows_move_or_are_grouped(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path, 5)
    cabinet_window = coordinator.cabinet_window
    cabinet_window.pick(2, 4)
    cabinet_window.table.sortByColumn(NUMBER, Qt.SortOrder.DescendingOrder)
    assert {one.id for one in cabinet_window.picked_all()} == {2, 4}
    cabinet_window.bar.grouping.setCurrentIndex(1)
    assert cabinet_window.model.is_grouped
    assert {one.id for one in cabinet_window.picked_all()} == {2, 4}
    assert cabinet_window.model.rowCount() == 1
    assert cabinet_window.model.rowCount(cabinet_window.model.index(0, 0)) == 5
    cabinet_window.bar.words.setText("評価書4")
    assert [one.id for one in cabinet_window.picked_all()] == [4]
    QTest.keyClick(cabinet_window.table, Qt.Key.Key_Return)
    assert list(coordinator.windows) == [4]


def test_deleting_goes_to_the_trash_and_comes_back_as_the_same(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path)
    cabinet_window, actions = coordinator.cabinet_window, coordinator.cabinet_window.actions_
    assert coordinator.store is not None
    before = write_document(coordinator.store.cabinet.load(2), coordinator.store)
    cabinet_window.pick(2, 3)
    with qtbot.waitActive(cabinet_window):
        cabinet_window.activateWindow()
    cabinet_window.table.setFocus()
    QTest.keyClick(cabinet_window.table, Qt.Key.Key_Delete)
    assert shown(coordinator) == [1]
    assert [one.trashed for one in on_disk(path).values()] == [False, True, True]
    QTest.keyClick(cabinet_window.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown(coordinator) == [1, 2, 3]
    assert {one.id for one in cabinet_window.picked_all()} == {2, 3}
    assert not actions[UNDO].isEnabled()
    cabinet_window.pick(2)
    actions[DELETE].trigger()
    cabinet_window.show_drawer(Drawer.TRASH)
    assert shown(coordinator) == [2]
    assert not actions[OPEN].isEnabled()
    actions[RESTORE].trigger()
    assert shown(coordinator) == []
    cabinet_window.show_drawer(Drawer.IN_WORK)
    assert write_document(coordinator.store.cabinet.load(2), coordinator.store) == before
    assert not any(one.trashed for one in on_disk(path).values())


def test_a_key_held_down_deletes_once_and_the_next_row_is_marked_then(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path)
    window = coordinator.cabinet_window
    with qtbot.waitActive(window):
        window.activateWindow()
    window.table.setFocus()
    first, second, third = shown(coordinator)
    window.pick(second)
    QTest.keyPress(window.table, Qt.Key.Key_Delete)
    for _again in range(3):
        held = QKeyEvent(
            QKeyEvent.Type.KeyPress, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, autorep=True
        )
        QApplication.sendEvent(window.windowHandle(), held)
    QTest.keyRelease(window.table, Qt.Key.Key_Delete)
    assert shown(coordinator) == [first, third]
    assert [one.id for one in window.picked_all()] == [third]
    QTest.keyClick(window.table, Qt.Key.Key_Delete)
    assert [one.id for one in window.picked_all()] == [first]
    assert sum(one.trashed for one in on_disk(path).values()) == 2


@pytest.mark.parametrize(("row", "left"), [(DELETE, 2), (COPY, 4)])
def test_a_double_click_on_a_tool_does_once_what_it_says(
    make_coordinator: MakeCoordinator, tmp_path: Path, row: Action[Any], left: int
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    window = coordinator.cabinet_window
    (tools,) = window.findChildren(QToolBar)
    button = tools.widgetForAction(window.actions_[row])
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    assert len(shown(coordinator)) == left


def test_only_what_is_in_the_trash_can_be_deleted_for_good_and_only_after_a_question(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path)
    cabinet_window, actions = coordinator.cabinet_window, coordinator.cabinet_window.actions_
    cabinet_window.pick(1)
    assert not actions[PURGE].isEnabled()
    actions[DELETE].trigger()
    cabinet_window.show_drawer(Drawer.TRASH)
    actions[PURGE].trigger()
    dialog().button(_("Keep It")).click()
    assert 1 in on_disk(path)
    actions[PURGE].trigger()
    dialog().button(_("Delete for Good")).click()
    assert sorted(on_disk(path)) == [2, 3]
    assert shown(coordinator) == []
    assert not actions[UNDO].isEnabled()  # there is nothing left to take back


def test_what_still_holds_the_words_of_a_deleted_one_is_named_and_cleared(
    make_coordinator: MakeCoordinator, tmp_path: Path, qtbot: QtBot
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    assert coordinator.store is not None
    uid = coordinator.store.cabinet.uid
    back_up(coordinator.store.path)
    cabinet_window, actions = coordinator.cabinet_window, coordinator.cabinet_window.actions_
    cabinet_window.pick(1)
    actions[DELETE].trigger()
    cabinet_window.show_drawer(Drawer.TRASH)
    actions[PURGE].trigger()
    asked = dialog()
    QTest.keyClick(asked, Qt.Key.Key_Return)  # Enter alone deletes nothing
    actions[PURGE].trigger()
    dialog().button(_("Delete for Good")).click()
    named = dialog()
    assert len(backups_under(uid)) == 1
    named.button(_("Clear Backups and Index")).click()
    qtbot.waitUntil(lambda: len(backups_under(uid)) == 1)
    with Cabinet.open(backups_under(uid)[0]) as kept:
        assert 1 not in [info.id for info in kept.list()]


def test_an_open_assessment_is_closed_and_saved_before_it_goes_to_the_trash(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path)
    window = coordinator.open_assessment(1)
    assert window is not None
    window.session.set_answer(("cover.title",), "最後の言葉")
    coordinator.cabinet_window.pick(1)
    coordinator.cabinet_window.actions_[DELETE].trigger()
    assert not coordinator.windows
    found = on_disk(path)[1]
    assert (found.title, found.trashed) == ("最後の言葉", True)


def test_a_button_beside_what_was_done_takes_it_back(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    window = coordinator.cabinet_window
    window.show()
    assert not window.status.undo_button.isVisible()
    window.pick(2, 3)
    window.actions_[DELETE].trigger()
    assert window.status.undo_button.isVisible()
    window.status.undo_button.click()
    assert shown(coordinator) == [1, 2, 3]
    assert not window.status.undo_button.isVisible()
    window.actions_[DELETE].trigger()
    window.notify("ほかの知らせ")
    assert not window.status.undo_button.isVisible()
    window.actions_[DELETE].trigger()
    window.actions_[UNDO].trigger()
    assert not window.status.undo_button.isVisible(), "it would undo what was done before"


def test_archived_ones_are_out_of_sight_until_asked_for(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path)
    cabinet_window, actions = coordinator.cabinet_window, coordinator.cabinet_window.actions_
    cabinet_window.pick(1, 2)
    actions[ARCHIVE].trigger()
    assert shown(coordinator) == [3]
    assert [one.archived for one in on_disk(path).values()] == [True, True, False]
    actions[SHOW_DRAWER[Drawer.ARCHIVED_TOO]].trigger()
    assert shown(coordinator) == [1, 2, 3]
    cabinet_window.pick(2)
    assert actions[BRING_BACK].isVisible()
    actions[BRING_BACK].trigger()
    assert not on_disk(path)[2].archived
    actions[UNDO].trigger()
    assert on_disk(path)[2].archived


@pytest.mark.parametrize("suffix", [".json", ".xlsx", ".docx", ".html", ".pdf"])
def test_several_are_exported_into_a_folder_under_names_of_their_own(
    make_coordinator: MakeCoordinator,
    chosen: list[Path | None],
    tmp_path: Path,
    qtbot: QtBot,
    suffix: str,
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / f"1 評価書1{suffix}").write_text("mine", encoding="utf-8")
    coordinator.cabinet_window.pick(1, 2)
    coordinator.cabinet_window.actions_[EXPORT].trigger()
    (asked,) = dialogs(BatchDialog)
    assert isinstance(asked, BatchDialog)
    assert asked.suffix == ".xlsx"
    asked.format_.choose([".pdf", ".xlsx", ".docx", ".html", ".json"].index(suffix))
    assert asked.look.isVisible() is (suffix == ".pdf")
    assert asked.purpose.copy.public is (suffix == ".html")
    asked.purpose.choose_copy(Copy.SUBMISSION)
    chosen.append(folder)
    asked.accept()
    batch = coordinator.cabinet_window.commands.outputs.batch
    qtbot.waitUntil(lambda: batch.report is not None)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"1 評価書1 (2){suffix}", f"1 評価書1{suffix}", f"2 評価書2{suffix}"]
    assert (folder / f"1 評価書1{suffix}").read_text(encoding="utf-8") == "mine"
    assert all(path.stat().st_size > 50 for path in folder.iterdir() if "1." not in path.name)
    assert batch.report is not None
    batch.report.close()


def test_nothing_is_written_in_a_cabinet_that_is_only_read(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    path = tmp_path / "c.pia"
    make(path, 2)
    with Cabinet.open(path):
        coordinator = make_coordinator()
        coordinator.open_cabinet(path)
        coordinator.cabinet_window.show()
        coordinator.cabinet_window.pick(1)
        actions = coordinator.cabinet_window.actions_
        assert not any(actions[row].isEnabled() for row in (NEW, TAKE_IN, COPY, *MOVES))
        assert coordinator.cabinet_window.banner.isVisible()
        coordinator.shut()


def test_a_thousand_rows_are_not_looked_at_again_when_one_changes() -> None:
    from ui.cabinet.model import CabinetModel

    model = CabinetModel()
    infos = [info(number) for number in range(1, 1001)]
    model.show_infos(infos, TODAY)
    before = {row.info.id: row for row in model.all_rows}
    infos[4] = info(5, title="別の名前")
    model.show_infos(infos, TODAY)
    changed = [row.info.id for row in model.all_rows if row is not before[row.info.id]]
    assert changed == [5]


def test_a_damage_that_is_found_later_is_told_in_the_banner(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path)
    assert coordinator.store is not None
    assert not coordinator.cabinet_window.banner.isVisible()
    fault = CabinetDamaged(path, "page 7")
    coordinator.store.damaged.emit(fault)
    assert coordinator.cabinet_window.banner.isVisible()
    words = " ".join(label.text() for label in coordinator.cabinet_window.banner.findChildren(QLabel))
    assert fault.message in words
    assert fault.remedy in words
    coordinator.cabinet_window.refresh()
    assert coordinator.cabinet_window.banner.isVisible()


@pytest.mark.parametrize(
    "moment", ["", "yesterday", "2026-13-01T00:00:00Z", "2026-01-01", "0001-01-01T00:00:00Z"]
)
def test_a_time_that_is_none_is_shown_as_it_is(moment: str) -> None:
    row = make_row(info(1, edited_at=moment), TODAY)
    assert isinstance(row.words[EDITED], str)
    assert ids([info(1, edited_at=moment), info(2)], Choice())  # and sorts


def test_enter_on_a_heading_folds_it_and_it_stays_folded(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    cabinet_window = coordinator.cabinet_window
    cabinet_window.bar.grouping.setCurrentIndex(1)
    heading = cabinet_window.model.index(0, 0)
    cabinet_window.table.setCurrentIndex(heading)
    QTest.keyClick(cabinet_window.table, Qt.Key.Key_Return)
    assert not cabinet_window.table.isExpanded(cabinet_window.model.index(0, 0))
    assert not coordinator.windows
    cabinet_window.table.sortByColumn(NUMBER, Qt.SortOrder.DescendingOrder)
    assert not cabinet_window.table.isExpanded(cabinet_window.model.index(0, 0))


def test_how_many_are_marked_is_told(make_coordinator: MakeCoordinator, tmp_path: Path) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    before = coordinator.cabinet_window.status.count.text()
    coordinator.cabinet_window.table.selectAll()
    assert len(coordinator.cabinet_window.picked_all()) == 3
    assert coordinator.cabinet_window.status.count.text() != before


def test_what_is_said_in_passing_is_seen_beside_the_counts(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    cabinet_window = coordinator.cabinet_window
    cabinet_window.pick(1)
    cabinet_window.actions_[ARCHIVE].trigger()
    assert cabinet_window.status.notice.isVisible()
    assert cabinet_window.status.notice.text()
    assert cabinet_window.status.count.isVisible()
    assert not cabinet_window.statusBar().currentMessage()
    assert cabinet_window.status.notice.geometry().right() < cabinet_window.status.count.geometry().left()
    assert cabinet_window.status.notice_ends.isActive()
    cabinet_window.status.notice_ends.timeout.emit()
    assert not cabinet_window.status.notice.isVisible()


def test_where_all_that_was_chosen_has_been_deleted_the_trash_is_named(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    page, actions = coordinator.cabinet_window, coordinator.cabinet_window.actions_
    nothing = page.full.nothing
    hint = _("What was deleted lies in the trash, which the choice above shows as well.")
    page.bar.words.setText("どこにもない")
    assert nothing.isVisible()
    assert hint not in nothing.text(), "nothing was deleted"
    page.bar.words.setText("評価書2")
    assert shown(coordinator) == [2]
    page.pick(2)
    actions[DELETE].trigger()
    assert shown(coordinator) == []
    assert nothing.isVisible()
    assert hint in nothing.text()
    page.show_drawer(Drawer.TRASH)
    assert shown(coordinator) == [2]
