"""変更箇所の案: what is proposed, how the clerk works on it, and what stands in the table then."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.edits import Edit, InsertEntry, SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.i18n import _
from pia_desktop.revisions.proposals import columns_of
from tests.ui.history import (
    AFTER,
    BEFORE,
    FORM,
    TABLE,
    WHY,
    WORK,
    on_disk,
    open_history,
    versions_of,
)
from tests.ui.shell import MakeCoordinator, dialog, dialogs, newest
from ui.assessment.actions import PROPOSE
from ui.assessment.form_tab import form_tab
from ui.assessment.window import AssessmentWindow
from ui.changes.proposals_dialog import ProposalsDialog
from ui.changes.proposals_model import STATE, WHEN, Standing
from ui.form.changes import ChangesBlock

COLUMNS = columns_of(FORM)


@pytest.fixture
def window(make_coordinator: MakeCoordinator, tmp_path: Path) -> AssessmentWindow:
    return open_history(make_coordinator, tmp_path)


def propose(window: AssessmentWindow) -> ProposalsDialog:
    window.actions_[PROPOSE].trigger()
    return newest(ProposalsDialog)


def items(shown: ProposalsDialog) -> list[str]:
    return [line.words("item").split(" ")[-1] for line in shown.model.shown]


def row_of(shown: ProposalsDialog, item: str) -> int:
    return next(row for row, words in enumerate(items(shown)) if words.startswith(item))


def rows(window: AssessmentWindow) -> list[Node]:
    return list(on_disk(window).entries((TABLE,)).values())


def test_what_is_ticked_becomes_rows_in_one_step(window: AssessmentWindow) -> None:
    was = on_disk(window)
    shown = propose(window)
    assert items(shown) == ["②事務の内容", "システム2", "①事務実施上の必要性"]
    row = row_of(shown, "システム2")
    index = shown.model.index(row, STATE)
    shown.model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    shown.day.setText("R6.9.30")
    shown.add_button.click()
    [first, second] = rows(window)
    assert first.answers[COLUMNS.before] == BEFORE
    assert first.answers[COLUMNS.after] == AFTER
    assert first.answers[COLUMNS.day] == "令和6年9月30日"
    assert str(second.answers[COLUMNS.item]).endswith("①事務実施上の必要性")
    assert window.session.current_path == (TABLE, next(iter(on_disk(window).entries((TABLE,)))), COLUMNS.day)
    window.undo()
    assert on_disk(window) == was
    window.redo()
    again = propose(window)
    assert items(again) == ["システム2"]
    again.recorded.setChecked(True)
    assert [line.standing for line in again.model.shown] == [Standing.NEW, *[Standing.RECORDED] * 2]
    again.tick_button.click()
    assert len(again.model.ticked) == 1
    again.reject()


def test_what_the_clerk_wrote_is_what_is_added(window: AssessmentWindow, qtbot: QtBot) -> None:
    shown = propose(window)
    shown.view.selectRow(row_of(shown, "②事務の内容"))
    reason = shown.fields.texts["reason"]
    reason.selectAll()
    QTest.keyClicks(reason, "as ordered")
    cell = shown.model.index(0, WHEN)
    shown.view.setCurrentIndex(cell)
    shown.view.edit(cell)
    box = shown.view.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    other = next(one for one in ("事前", "事後") if one != shown.model.shown[0].proposal.when)
    box.setCurrentText(other)
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown.model.shown[0].proposal.when == other)
    assert shown.fields.when.currentText() == other
    shown.accept()
    first = rows(window)[0]
    assert first.answers[COLUMNS.reason] == "as ordered"
    assert first.answers[COLUMNS.when] == other


def test_rows_are_merged_taken_apart_cut_and_dropped(window: AssessmentWindow) -> None:
    shown = propose(window)
    model = shown.model
    proposals = list(model.ticked)
    shown.view.selectAll()
    shown.merge_button.click()
    [merged] = model.ticked
    assert merged.item.startswith("（１）")
    assert len(merged.sources) == sum(len(one.sources) for one in proposals)
    shown.split_button.click()
    assert model.ticked == proposals
    shown.view.selectRow(row_of(shown, "②事務の内容"))
    for name, words in (("before", BEFORE), ("after", AFTER)):
        field = shown.fields.texts[name]
        cursor = field.textCursor()
        cursor.setPosition(words.index("台帳"))
        field.setTextCursor(cursor)
    shown.split_button.click()
    head, tail = model.ticked[:2]
    assert (head.before.text + tail.before.text, head.after.text + tail.after.text) == (BEFORE, AFTER)
    assert tail.item == f"{head.item}（続き）"
    shown.view.selectRow(2)
    shown.drop_button.click()
    assert len(model.lines) == len(proposals)
    shown.accept()
    assert len(rows(window)) == len(proposals)
    again = propose(window)
    assert items(again) == ["システム2"]
    again.reject()


def test_the_cursor_at_an_edge_cuts_nothing(window: AssessmentWindow) -> None:
    shown = propose(window)
    count = len(shown.model.lines)
    shown.split_button.click()
    assert len(shown.model.lines) == count
    assert shown.said.text()
    shown.reject()


def test_long_texts_are_shortened_but_never_the_clerks_own(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    window = open_history(make_coordinator, tmp_path)
    long = "受付の記録を確かめ、結果を通知する。" * 8
    session = window.session
    session.set_answer(WORK, long + "件数を集計する。")
    session.set_answer(WHY, long + "毎月確かめる。")
    versions_of(window).version_store.close_version("二", date(2024, 1, 1))
    session.set_answer(WORK, long + "件数及び金額を集計する。")
    session.set_answer(WHY, long + "毎週確かめる。")
    shown = propose(window)
    shown.version.setCurrentIndex(0)
    shown.version.activated.emit(0)
    shown.view.selectRow(1)
    shown.fields.texts["after"].setPlainText("手で書いた記載")
    shown.shorten.setChecked(True)
    assert shown.model.ticked[0].after.text == "（略）件数及び金額を集計する。"
    assert shown.model.ticked[1].after.text == "手で書いた記載"
    shown.shorten.setChecked(False)
    assert shown.model.ticked[0].after.text == long + "件数及び金額を集計する。"
    shown.reject()


def test_rows_that_no_longer_agree_are_shown_and_found(window: AssessmentWindow) -> None:
    propose(window).accept()
    window.session.set_answer(WHY, "別の理由で用いる。")
    shown = propose(window)
    [line] = shown.model.shown
    assert line.standing is Standing.DIFFERS
    assert shown.model.ticked == []
    assert not shown.add_button.isEnabled()
    shown.go_button.click()
    keys = list(window.session.root.entries((TABLE,)))
    assert window.session.current_path == (TABLE, keys[2], COLUMNS.day)
    assert len(keys) == 3


def test_what_the_clerk_wrote_is_not_lost_by_looking_elsewhere(window: AssessmentWindow) -> None:
    shown = propose(window)
    shown.fields.texts["after"].setPlainText("手で書いた記載")
    shown.version.activated.emit(0)
    dialog().button(_("Stay Here")).click()
    assert shown.model.ticked[0].after.text == "手で書いた記載"
    shown.reject()


def test_a_day_that_is_none_adds_nothing(window: AssessmentWindow) -> None:
    shown = propose(window)
    shown.day.setText("soon")
    shown.accept()
    assert rows(window) == []
    assert shown.isVisible()
    shown.day.clear()
    shown.accept()
    assert all(COLUMNS.day not in row.answers for row in rows(window))


def test_what_is_withheld_stays_withheld_in_a_row_that_was_edited(window: AssessmentWindow) -> None:
    window.session.withhold(WORK, ((0, 3),))
    shown = propose(window)
    shown.view.selectRow(row_of(shown, "②事務の内容"))
    shown.fields.texts["after"].setPlainText("新しく、" + AFTER)
    shown.accept()
    row = rows(window)[row_of_table(window)]
    [(start, end)] = row.withheld[COLUMNS.after]
    assert str(row.answers[COLUMNS.after])[start:end] == AFTER[:3]


def row_of_table(window: AssessmentWindow) -> int:
    return next(
        n for n, row in enumerate(rows(window)) if str(row.answers[COLUMNS.item]).endswith("②事務の内容")
    )


def test_what_is_withheld_now_is_so_in_what_stood_before(window: AssessmentWindow) -> None:
    hidden = "台帳に記録する"
    start = AFTER.index(hidden)
    window.session.push(SetWithheld(WORK, ((start, start + len(hidden)),)))
    shown = propose(window)
    shown.add_button.click()
    first = rows(window)[0]
    was = BEFORE.index(hidden)
    assert first.withheld[COLUMNS.before] == ((was, was + len(hidden)),)
    assert first.withheld[COLUMNS.after] == ((start, start + len(hidden)),)


def test_rows_of_the_clerks_own_stay_as_they_are(window: AssessmentWindow) -> None:
    own: Edit = InsertEntry((TABLE,), "own", 0, Node({COLUMNS.item: "用語の統一"}))
    window.session.push(own)
    shown = propose(window)
    assert [line.standing for line in shown.model.shown].count(Standing.UNKNOWN) == 1
    shown.accept()
    written = on_disk(window).entries((TABLE,))
    assert next(iter(written)) == "own"
    assert written["own"].answers == {COLUMNS.item: "用語の統一"}
    assert len(written) == 4


def test_the_table_itself_offers_proposals(
    make_coordinator: MakeCoordinator, tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_history(make_coordinator, tmp_path, form_tab)
    window.session.item_requested.emit((TABLE,))
    page = window.page(window.tabs.currentIndex())
    qtbot.waitUntil(lambda: page.findChild(ChangesBlock) is not None)
    block = page.findChild(ChangesBlock)
    assert isinstance(block, ChangesBlock)
    qtbot.waitUntil(block.offer.isVisible)
    button = block.offer.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.click()
    [shown] = dialogs(ProposalsDialog)
    assert isinstance(shown, ProposalsDialog)
    shown.accept()
    qtbot.waitUntil(lambda: len(block.model.keys) == 3)


def test_marks_alone_propose_nothing(window: AssessmentWindow) -> None:
    propose(window).accept()
    window.session.push(SetWithheld(WORK, ((0, 2),)))
    window.session.push(SetAnswer(("cover.number",), "9"))
    shown = propose(window)
    assert shown.model.shown == []
    assert not shown.add_button.isEnabled()
    shown.reject()


def test_rows_are_worked_out_when_they_are_added(window: AssessmentWindow) -> None:
    """A replacement over all assessments may change this one while its proposals are on the screen."""
    shown = propose(window)
    window.session.set_answer(WORK, "福祉課が申請を受け付ける。")
    shown.add_button.click()
    assert shown.isVisible()
    assert rows(window) == []
    assert any("福祉課" in line.words("after") for line in shown.model.shown)
    shown.add_button.click()
    assert not shown.isVisible()
    assert any("福祉課" in str(one.answers.values()) for one in rows(window))
