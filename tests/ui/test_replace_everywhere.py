"""Replacing in all assessments: each place is seen first, all is one step, and one action takes it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet, Writes
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.noted import noted
from pia_desktop.assessment.search import Query
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.exchange.cells import Cell
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.i18n import _
from pia_desktop.reuse.cabinet_replacement import places
from tests.db.writing import archive, trash
from tests.ui.shell import MakeCoordinator, dialog, free, let_pass
from ui.app.coordinator import Coordinator
from ui.assessment.actions import REPLACE_ALL, TAKE_BACK
from ui.assessment.form_tab import form_tab
from ui.cabinet import actions as of_cabinet
from ui.reuse.leaving_out import LeavingOutButton
from ui.reuse.replace_dialog import ReplaceDialog
from ui.reuse.replacement_request import ReplacementRequest
from ui.reuse.take_back_dialog import TakeBackDialog
from ui.widgets.own_words import one_text

OLD, NEW = "住民課", "市民課"
PATH = ("I.1.2",)
COUNT = 6


@pytest.fixture
def coordinator(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    """Six assessments; the first has the words in its record of changes, too."""
    path = tmp_path / "台帳.pia"
    form = find_form("yoshiki3")
    column = form.lists[form.roles.changes].item_ids[2]
    with Cabinet.create(path) as cabinet:
        for number in range(COUNT):
            lists = {FILES: {"k": Node()}}
            if not number:
                lists[form.roles.changes] = {"r": Node({column: OLD})}
            answers = {form.roles.title: f"事務{number + 1}", PATH[0]: f"{OLD}が受け付け、{OLD}が記録する。"}
            cabinet.new(form, Node(dict(answers), lists))
    made = make_coordinator()
    assert made.open_cabinet(path)
    return made


def opened(qtbot: QtBot, coordinator: Coordinator, words: str = "") -> ReplaceDialog:
    window = coordinator.open_assessment(1)
    assert window is not None
    coordinator.cabinet_replacer.ask(window, words)
    found = coordinator.cabinet_replacer.dialog
    assert found is not None
    return found


def looked(qtbot: QtBot, coordinator: Coordinator, words: str = OLD, other: str = NEW) -> ReplaceDialog:
    found = opened(qtbot, coordinator)
    found.words.insert(words)
    found.replacement.selectAll()
    found.replacement.insert(other)
    with qtbot.waitSignal(found._reader.ended):
        QTest.keyClick(found.words, Qt.Key.Key_Return)
    return found


def on_disk(coordinator: Coordinator) -> list[str]:
    assert coordinator.store is not None
    coordinator.store.flush()
    return [
        str(coordinator.store.cabinet.load(info.id).root.answer(PATH)) for info in coordinator.store.infos()
    ]


def test_every_place_is_listed_and_the_past_is_not_ticked(qtbot: QtBot, coordinator: Coordinator) -> None:
    found = looked(qtbot, coordinator)
    rows = list(found.tree.rows())
    assert len(rows) == 2 * COUNT + 1
    unticked = [found.tree.found(row) for row in rows if row.checkState(0) != Qt.CheckState.Checked]
    assert [one.record for one in unticked] == [True]
    assert found.before.toPlainText() == f"{OLD}が受け付け、{OLD}が記録する。"
    assert found.after.toPlainText() == f"{NEW}が受け付け、{OLD}が記録する。"
    assert [OLD in words for words in on_disk(coordinator)] == [True] * COUNT


def test_what_is_unticked_stays_and_the_rest_is_done(qtbot: QtBot, coordinator: Coordinator) -> None:
    found = looked(qtbot, coordinator)
    second = found.tree.topLevelItem(2)  # the first has a row for its records of the past, too
    assert second is not None
    second.setCheckState(0, Qt.CheckState.Unchecked)
    last = list(found.tree.rows())[-1]
    last.setCheckState(0, Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: "9" in found.replace_button.text())
    QTest.mouseClick(found.replace_button, Qt.MouseButton.LeftButton)
    words = on_disk(coordinator)
    assert words[1] == f"{OLD}が受け付け、{OLD}が記録する。"
    assert words[-1] == f"{NEW}が受け付け、{OLD}が記録する。"
    assert all(OLD not in text for text in (*words[:1], *words[2:-1]))
    dialog().close()


def test_a_half_ticked_heading_goes_to_none_and_never_ticks_the_past(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    found = looked(qtbot, coordinator)
    first, past = found.tree.topLevelItem(0), found.tree.topLevelItem(1)
    assert first is not None
    assert past is not None
    assert past.checkState(0) == Qt.CheckState.Unchecked
    assert "変更箇所" in past.text(0)
    next(found.tree.rows()).setCheckState(0, Qt.CheckState.Unchecked)
    assert first.checkState(0) == Qt.CheckState.PartiallyChecked
    found.tree.setCurrentItem(first)
    QTest.keyClick(found.tree, Qt.Key.Key_Space)
    assert first.checkState(0) == Qt.CheckState.Unchecked
    assert 1 not in found.tree.ticked()
    first.setCheckState(0, Qt.CheckState.Checked)
    assert [one.record for one in found.tree.ticked()[1]] == [False, False]
    qtbot.waitUntil(lambda: not found._soon.isActive())
    quiet = found.message.text()
    past.setCheckState(0, Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: found.message.text() != quiet)
    assert [one.record for one in found.tree.ticked()[1]] == [False, False, True]


def test_places_that_hold_the_new_words_already_are_left_out(qtbot: QtBot, coordinator: Coordinator) -> None:
    assert coordinator.store is not None
    for number in range(2, COUNT + 1):
        coordinator.store.cabinet.delete(number)
    coordinator.store.cabinet.apply(1, [SetAnswer(PATH, "市民課窓口と市民課")])
    found = looked(qtbot, coordinator, "市民課", "市民課窓口")
    assert len(list(found.tree.rows())) == 1
    found.replace()
    assert on_disk(coordinator) == ["市民課窓口と市民課窓口"]
    dialog().close()


def test_taking_words_out_is_asked_about(qtbot: QtBot, coordinator: Coordinator) -> None:
    found = looked(qtbot, coordinator, OLD, "")
    found.replace()
    asked = dialog()
    QTest.keyClick(asked, Qt.Key.Key_Return)
    assert [OLD in words for words in on_disk(coordinator)] == [True] * COUNT
    found.replace()
    dialog().button("取り除く").click()
    assert [OLD in words for words in on_disk(coordinator)] == [False] * COUNT
    dialog().close()


def test_an_open_window_shows_it_at_once_and_has_it_as_one_step(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    found = looked(qtbot, coordinator)
    session = coordinator.windows[1].session
    steps = session.undo_stack.count()
    changed: list[object] = []
    session.answers_changed.connect(changed.extend)
    found.replace()
    assert session.answer(PATH) == f"{NEW}が受け付け、{NEW}が記録する。"
    assert changed == [PATH]
    assert session.undo_stack.count() == steps + 1
    session.undo_stack.undo()
    assert session.answer(PATH) == f"{OLD}が受け付け、{OLD}が記録する。"
    assert [OLD in words for words in on_disk(coordinator)] == [True, *[False] * (COUNT - 1)]
    dialog().close()


def test_one_action_takes_it_back_in_all_open_or_not(qtbot: QtBot, coordinator: Coordinator) -> None:
    assert coordinator.store is not None
    before = [coordinator.store.cabinet.load(number).root for number in range(1, COUNT + 1)]
    found = looked(qtbot, coordinator)
    found.rows.setChecked(True)
    found.replace()
    dialog().close()
    free()
    changes = find_form("yoshiki3").roles.changes
    assert len(coordinator.store.cabinet.load(2).root.entries((changes,))) == 1
    actions = coordinator.windows[1].actions_
    actions.refresh()
    actions[TAKE_BACK].trigger()
    coordinator.windows[1].findChildren(TakeBackDialog)[-1].button.click()
    coordinator.store.flush()
    after = [coordinator.store.cabinet.load(number).root for number in range(1, COUNT + 1)]
    assert [root.answers for root in after] == [root.answers for root in before]
    assert [len(root.entries((changes,))) for root in after] == [1, *[0] * (COUNT - 1)]
    assert coordinator.windows[1].session.root.answers == before[0].answers
    assert coordinator.cabinet_replacer.standing == ()


def test_what_was_typed_since_is_not_taken_back(qtbot: QtBot, coordinator: Coordinator) -> None:
    looked(qtbot, coordinator).replace()
    dialog().close()
    coordinator.windows[1].session.set_answer(PATH, f"{NEW}の窓口")
    done, left = coordinator.cabinet_replacer.take_back(coordinator.cabinet_replacer.standing[0].id)
    assert (done.kept, left) == (1, [])
    assert coordinator.cabinet_replacer.standing == ()
    assert on_disk(coordinator)[0] == f"{NEW}の窓口"
    assert [OLD in words for words in on_disk(coordinator)[1:]] == [True] * (COUNT - 1)


def test_the_way_back_outlasts_the_window_and_waits_for_what_was_put_away(
    qtbot: QtBot, coordinator: Coordinator, make_coordinator: MakeCoordinator
) -> None:
    assert coordinator.store is not None
    path = coordinator.store.path
    looked(qtbot, coordinator).replace()
    dialog().close()
    for window in list(coordinator.windows.values()):
        window.close_unsaved()
    coordinator.shut()
    again = make_coordinator()
    assert again.open_cabinet(path)
    assert again.store is not None
    archive(again.store.cabinet, 3)
    (kept,) = again.cabinet_replacer.standing
    assert (kept.find, kept.words, len(kept.parts)) == (OLD, NEW, COUNT)
    _done, left = again.cabinet_replacer.take_back(kept.id)
    assert left == ["事務3"]
    assert [OLD in words for words in on_disk(again)] == [True, True, False, True, True, True]
    archive(again.store.cabinet, 3, archived=False)
    again.cabinet_replacer.take_back(again.cabinet_replacer.standing[0].id)
    assert [OLD in words for words in on_disk(again)] == [True] * COUNT
    assert again.cabinet_replacer.standing == ()


def test_what_could_not_be_taken_back_is_told_by_name(qtbot: QtBot, coordinator: Coordinator) -> None:
    looked(qtbot, coordinator).replace()
    dialog().close()
    assert coordinator.store is not None
    archive(coordinator.store.cabinet, 3)
    coordinator.windows[1].commands.replacing.ask_take_back()
    coordinator.windows[1].findChildren(TakeBackDialog)[-1].button.click()
    told = dialog()
    assert told.heading == _("Not all of it could be taken back.")
    assert any("事務3" in label.text() for label in told.findChildren(QLabel))
    told.close()


def test_archived_and_deleted_ones_are_left_out(qtbot: QtBot, coordinator: Coordinator) -> None:
    assert coordinator.store is not None
    archive(coordinator.store.cabinet, 3)
    trash(coordinator.store.cabinet, 4)
    found = looked(qtbot, coordinator)
    assert {found.tree.found(row).assessment_id for row in found.tree.rows()} == {1, 2, 5, 6}
    trash(coordinator.store.cabinet, 5)  # while the dialog stands
    found.replace()
    assert [OLD in words for words in on_disk(coordinator)] == [False, False, True, True, True, False]
    dialog().close()


def test_an_assessment_that_changed_since_it_was_looked_at_is_read_again(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    found = looked(qtbot, coordinator)
    window = coordinator.open_assessment(2)
    assert window is not None
    window.session.set_answer(PATH, f"新しく、{OLD}が受け付ける。")
    window.close()
    free()
    found.replace()
    assert on_disk(coordinator)[1] == f"新しく、{OLD}が受け付ける。"  # not what was ticked
    assert NEW in on_disk(coordinator)[2]
    dialog().close()


def test_what_cannot_be_in_one_changes_none(qtbot: QtBot, coordinator: Coordinator) -> None:
    found = looked(qtbot, coordinator, other="長" * 30_000)
    chosen = {id_: [one.hit for one in ones] for id_, ones in found.tree.ticked().items()}
    before = on_disk(coordinator)
    with pytest.raises(UserError):
        coordinator.cabinet_replacer.replace(
            ReplacementRequest(chosen, Query(OLD), "長" * 600_000, False, found._known)
        )
    assert on_disk(coordinator) == before
    assert coordinator.cabinet_replacer.standing == ()
    found.reject()


def test_nothing_is_changed_while_saving_fails(
    qtbot: QtBot, coordinator: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert coordinator.store is not None
    found = looked(qtbot, coordinator)
    monkeypatch.setattr(coordinator.store, "flush", lambda: False)
    chosen = {2: [one.hit for one in places(2, coordinator.store.cabinet.load(2), Query(OLD))]}
    with pytest.raises(CabinetError):
        coordinator.cabinet_replacer.replace(ReplacementRequest(chosen, Query(OLD), NEW, False, {}))
    monkeypatch.undo()
    assert OLD in on_disk(coordinator)[1]
    found.reject()


def test_other_words_in_the_field_clear_the_places(qtbot: QtBot, coordinator: Coordinator) -> None:
    found = looked(qtbot, coordinator)
    assert found.replace_button.isEnabled()
    found.words.insert("だ")
    assert not list(found.tree.rows())
    assert not found.replace_button.isEnabled()


def test_the_words_from_a_pane_are_looked_for_at_once(qtbot: QtBot, coordinator: Coordinator) -> None:
    found = opened(qtbot, coordinator, OLD)
    qtbot.waitUntil(lambda: sum(1 for _row in found.tree.rows()) == 2 * COUNT + 1)
    assert not found.replace_button.isEnabled()  # with the same words
    found.replacement.selectAll()
    found.replacement.insert(NEW)
    assert found.replace_button.isEnabled()


def test_closing_while_it_reads_is_safe(qtbot: QtBot, coordinator: Coordinator) -> None:
    found = opened(qtbot, coordinator)
    found.words.insert(OLD)
    found.look()
    found.reject()
    free()
    let_pass(qtbot)
    assert [OLD in words for words in on_disk(coordinator)] == [True] * COUNT


def offered(coordinator: Coordinator) -> list[tuple[bool, bool]]:
    """Whether the list and the first window offer to replace in all, and to take a replacement back."""
    listed, shown = coordinator.cabinet_window.actions_, coordinator.windows[1].actions_
    listed.refresh()
    shown.refresh()
    return [
        (listed[of_cabinet.REPLACE_ALL].isEnabled(), listed[of_cabinet.TAKE_BACK].isEnabled()),
        (shown[REPLACE_ALL].isEnabled(), shown[TAKE_BACK].isEnabled()),
    ]


def test_taking_back_is_offered_once_there_is_something(qtbot: QtBot, coordinator: Coordinator) -> None:
    coordinator.show_cabinet()
    coordinator.open_assessment(1)
    assert offered(coordinator) == [(True, False)] * 2
    looked(qtbot, coordinator).replace()
    dialog().close()
    assert offered(coordinator) == [(True, True)] * 2
    coordinator.cabinet_replacer.take_back(coordinator.cabinet_replacer.standing[0].id)
    assert offered(coordinator) == [(True, False)] * 2


def test_a_second_window_brings_the_dialog_that_is_open_to_the_front(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    first = opened(qtbot, coordinator)
    coordinator.show_cabinet()
    coordinator.cabinet_replacer.ask(coordinator.cabinet_window)
    assert coordinator.cabinet_replacer.dialog is first
    first.reject()
    coordinator.cabinet_replacer.ask(coordinator.cabinet_window)
    free()  # the first is gone for good only now
    second = coordinator.cabinet_replacer.dialog
    assert second is not None
    assert second.isVisible()
    second.reject()


def test_all_of_it_is_one_transaction_and_so_is_taking_it_back(
    qtbot: QtBot, coordinator: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert coordinator.store is not None
    cabinet, written = coordinator.store.cabinet, []
    write = cabinet.apply_all

    def spy(writes: Writes, *others: Any) -> None:  # noqa: ANN401
        written.append({assessment_id for assessment_id, _edit in writes})
        write(writes, *others)

    found = looked(qtbot, coordinator)
    monkeypatch.setattr(cabinet, "apply_all", spy)
    found.replace()
    dialog().close()
    coordinator.cabinet_replacer.take_back(coordinator.cabinet_replacer.standing[0].id)
    assert [ids for ids in written if ids] == [set(range(1, COUNT + 1))] * 2


# ---- other writings, and what is left out


def test_other_writings_are_told_of_and_replaced_where_one_says_so(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    assert coordinator.store is not None
    texts = ["第19条第7号", "第十九条第七号と第１９条第７号", "番号法19条7号", "住民課"]
    for number, text in enumerate(texts, 1):
        coordinator.store.cabinet.apply(number, [SetAnswer(PATH, text)])
    found = looked(qtbot, coordinator, "第19条第7号", "第19条第8号")
    assert [found.tree.found(row).assessment_id for row in found.tree.rows()] == [1, 2]
    assert found.writings.isVisible()
    assert found.writings.message.text() == "ほかの書き方：第十九条第七号（1か所）、19条7号（1か所）"
    found.writings.box.setFocus()
    QTest.keyClick(found.writings.box, Qt.Key.Key_Space)
    assert [found.tree.found(row).assessment_id for row in found.tree.rows()] == [1, 2, 2, 3]
    assert [found.tree.new_words(row) for row in found.tree.rows()][1:] == [
        "第十九条第八号",
        "第１９条第８号",
        "19条8号",
    ]
    qtbot.waitUntil(lambda: "4" in found.replace_button.text())
    found.replace()
    dialog().close()
    texts = on_disk(coordinator)[:4]
    assert texts == ["第19条第8号", "第十九条第八号と第１９条第８号", "番号法19条8号", "住民課"]
    coordinator.cabinet_replacer.take_back(coordinator.cabinet_replacer.standing[0].id)
    assert on_disk(coordinator)[1] == "第十九条第七号と第１９条第７号"


def test_without_the_box_other_writings_stay_and_where_there_are_none_nothing_is_told(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    assert coordinator.store is not None
    coordinator.store.cabinet.apply(2, [SetAnswer(PATH, "第十九条")])
    found = looked(qtbot, coordinator, "第19条", "第20条")
    assert not list(found.tree.rows())
    assert not found.replace_button.isEnabled()
    assert found.writings.isVisible()
    found.words.selectAll()
    found.words.insert(OLD)
    assert not found.writings.isVisible()
    with qtbot.waitSignal(found._reader.ended):
        found.look()
    assert not found.writings.isVisible()
    found.replace()
    dialog().close()
    assert on_disk(coordinator)[1] == "第十九条"


def test_states_and_forms_can_be_left_out_and_taken_in_again(qtbot: QtBot, coordinator: Coordinator) -> None:
    assert coordinator.store is not None
    four = find_form("yoshiki4")
    coordinator.store.cabinet.new(four, Node({four.roles.title: OLD}))
    coordinator.store.cabinet.set_stages(2, "ended", {})
    found = looked(qtbot, coordinator)

    def shown() -> set[int]:
        return {found.tree.found(row).assessment_id for row in found.tree.rows()}

    def choose(button: LeavingOutButton, words: str) -> None:
        menu = button.menu()
        next(action for action in menu.actions() if words in action.text()).trigger()

    every = set(range(1, COUNT + 2))
    assert shown() == every
    found.tree.setCurrentItem(
        next(row for row in found.tree.rows() if found.tree.found(row).assessment_id == 2)
    )
    assert OLD in found.before.toPlainText()
    choose(found.states, "終了")
    assert shown() == every - {2}
    assert found.before.toPlainText() == ""
    assert "終了を除く" in found.states.text()
    choose(found.forms, "様式４")
    assert shown() == every - {2, COUNT + 1}
    choose(found.states, "終了")
    assert shown() == every - {COUNT + 1}
    choose(found.states, "終了")
    with qtbot.waitSignal(found._reader.ended):
        found.look()  # what is left out stays so
    assert shown() == every - {2, COUNT + 1}
    found.replace()
    dialog().close()
    assert [OLD in words for words in on_disk(coordinator)[:COUNT]] == [False, True, *[False] * (COUNT - 2)]


def test_words_that_were_selected_keep_what_of_them_is_withheld(
    qtbot: QtBot, make_coordinator: MakeCoordinator, coordinator: Coordinator
) -> None:
    """In the field to look in as a mark, in the other one in words, which become a mark in the form."""
    assert coordinator.store is not None
    path = coordinator.store.path
    coordinator.shut()
    coordinator = make_coordinator(form_tab)
    assert coordinator.open_cabinet(path)
    window = coordinator.open_assessment(1)
    assert window is not None
    with qtbot.waitActive(window):
        window.activateWindow()
    window.session.withhold(PATH, ((0, len(OLD)),))
    window.go_to(PATH)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QPlainTextEdit | QTextEdit))
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit | QTextEdit)
    cursor = field.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(len(OLD), cursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
    window.actions_[REPLACE_ALL].trigger()
    found = coordinator.cabinet_replacer.dialog
    assert found is not None
    assert (found.words.text(), found.replacement.text()) == (OLD, noted(OLD, WHOLE))
    for line in (found.words, found.replacement):
        line.selectAll()
        assert one_text(line.marked()) == Cell(OLD, ((0, len(OLD)),))
    found.reject()
    free()
    # and from a field to look in, into which they were taken
    panel = window.panes.find.show()
    panel.begin(OLD, ((0, len(OLD)),))
    window.activateWindow()
    panel.words.setFocus()
    qtbot.waitUntil(panel.words.hasFocus)
    panel.words.selectAll()
    window.actions_[REPLACE_ALL].trigger()
    again = coordinator.cabinet_replacer.dialog
    assert again is not None
    again.words.selectAll()
    assert one_text(again.words.marked()) == Cell(OLD, ((0, len(OLD)),))
