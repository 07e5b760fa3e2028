"""Replacing in all assessments: each place is seen first, all is one step, and one action takes it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet, Writes
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.search import Query
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.reuse.everywhere import places
from tests.db.writing import archive, trash
from tests.ui.shell import MakeDesk, dialog, free
from ui.app.coordinator import Coordinator
from ui.reuse.replace_dialog import ReplaceDialog
from ui.reuse.replacement_request import ReplacementRequest
from ui.reuse.take_back_dialog import TakeBackDialog

OLD, NEW = "住民課", "市民課"
PATH = ("I.1.2",)
COUNT = 6


@pytest.fixture
def desk(make_desk: MakeDesk, tmp_path: Path) -> Coordinator:
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
    made = make_desk()
    assert made.open_cabinet(path)
    return made


def opened(qtbot: QtBot, desk: Coordinator, words: str = "") -> ReplaceDialog:
    window = desk.open_assessment(1)
    assert window is not None
    desk.everywhere.ask(window, words)
    found = desk.everywhere.dialog
    assert found is not None
    return found


def looked(qtbot: QtBot, desk: Coordinator, words: str = OLD, other: str = NEW) -> ReplaceDialog:
    found = opened(qtbot, desk)
    found.words.insert(words)
    found.replacement.selectAll()
    found.replacement.insert(other)
    with qtbot.waitSignal(found._reader.ended):
        QTest.keyClick(found.words, Qt.Key.Key_Return)
    return found


def on_disk(desk: Coordinator) -> list[str]:
    assert desk.store is not None
    desk.store.flush()
    return [str(desk.store.cabinet.load(info.id).root.answer(PATH)) for info in desk.store.infos()]


def test_every_place_is_listed_and_the_past_is_not_ticked(qtbot: QtBot, desk: Coordinator) -> None:
    found = looked(qtbot, desk)
    rows = list(found.tree.rows())
    assert len(rows) == 2 * COUNT + 1
    unticked = [found.tree.found(row) for row in rows if row.checkState(0) != Qt.CheckState.Checked]
    assert [one.record for one in unticked] == [True]
    assert found.before.toPlainText() == f"{OLD}が受け付け、{OLD}が記録する。"
    assert found.after.toPlainText() == f"{NEW}が受け付け、{OLD}が記録する。"
    assert [OLD in words for words in on_disk(desk)] == [True] * COUNT


def test_what_is_unticked_stays_and_the_rest_is_done(qtbot: QtBot, desk: Coordinator) -> None:
    found = looked(qtbot, desk)
    second = found.tree.topLevelItem(2)  # the first has a row for its records of the past, too
    assert second is not None
    second.setCheckState(0, Qt.CheckState.Unchecked)
    last = list(found.tree.rows())[-1]
    last.setCheckState(0, Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: "9" in found.replace_button.text())
    QTest.mouseClick(found.replace_button, Qt.MouseButton.LeftButton)
    words = on_disk(desk)
    assert words[1] == f"{OLD}が受け付け、{OLD}が記録する。"
    assert words[-1] == f"{NEW}が受け付け、{OLD}が記録する。"
    assert all(OLD not in text for text in (*words[:1], *words[2:-1]))
    dialog().close()


def test_a_half_ticked_heading_goes_to_none_and_never_ticks_the_past(qtbot: QtBot, desk: Coordinator) -> None:
    found = looked(qtbot, desk)
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
    quiet = found.told.text()
    past.setCheckState(0, Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: found.told.text() != quiet)
    assert [one.record for one in found.tree.ticked()[1]] == [False, False, True]


def test_places_that_hold_the_new_words_already_are_left_out(qtbot: QtBot, desk: Coordinator) -> None:
    assert desk.store is not None
    for number in range(2, COUNT + 1):
        desk.store.cabinet.delete(number)
    desk.store.cabinet.apply(1, [SetAnswer(PATH, "市民課窓口と市民課")])
    found = looked(qtbot, desk, "市民課", "市民課窓口")
    assert len(list(found.tree.rows())) == 1
    found.replace()
    assert on_disk(desk) == ["市民課窓口と市民課窓口"]
    dialog().close()


def test_taking_words_out_is_asked_about(qtbot: QtBot, desk: Coordinator) -> None:
    found = looked(qtbot, desk, OLD, "")
    found.replace()
    asked = dialog()
    QTest.keyClick(asked, Qt.Key.Key_Return)
    assert [OLD in words for words in on_disk(desk)] == [True] * COUNT
    found.replace()
    dialog().button("取り除く").click()
    assert [OLD in words for words in on_disk(desk)] == [False] * COUNT
    dialog().close()


def test_an_open_window_shows_it_at_once_and_has_it_as_one_step(qtbot: QtBot, desk: Coordinator) -> None:
    found = looked(qtbot, desk)
    session = desk.windows[1].session
    steps = session.undo_stack.count()
    changed: list[object] = []
    session.answer_changed.connect(changed.append)
    found.replace()
    assert session.answer(PATH) == f"{NEW}が受け付け、{NEW}が記録する。"
    assert changed == [PATH]
    assert session.undo_stack.count() == steps + 1
    session.undo_stack.undo()
    assert session.answer(PATH) == f"{OLD}が受け付け、{OLD}が記録する。"
    assert [OLD in words for words in on_disk(desk)] == [True, *[False] * (COUNT - 1)]
    dialog().close()


def test_one_action_takes_it_back_in_all_open_or_not(qtbot: QtBot, desk: Coordinator) -> None:
    assert desk.store is not None
    before = [desk.store.cabinet.load(number).root for number in range(1, COUNT + 1)]
    found = looked(qtbot, desk)
    found.rows.setChecked(True)
    found.replace()
    dialog().close()
    free()
    changes = find_form("yoshiki3").roles.changes
    assert len(desk.store.cabinet.load(2).root.entries((changes,))) == 1
    actions = desk.windows[1].actions_
    actions.refresh()
    actions.everywhere.take_back.trigger()
    desk.windows[1].findChildren(TakeBackDialog)[-1].button.click()
    desk.store.flush()
    after = [desk.store.cabinet.load(number).root for number in range(1, COUNT + 1)]
    assert [root.answers for root in after] == [root.answers for root in before]
    assert [len(root.entries((changes,))) for root in after] == [1, *[0] * (COUNT - 1)]
    assert desk.windows[1].session.root.answers == before[0].answers
    assert desk.everywhere.standing == ()


def test_what_was_typed_since_is_not_taken_back(qtbot: QtBot, desk: Coordinator) -> None:
    looked(qtbot, desk).replace()
    dialog().close()
    desk.windows[1].session.set_answer(PATH, f"{NEW}の窓口")
    done, left = desk.everywhere.take_back(desk.everywhere.standing[0].id)
    assert (done.kept, left) == (1, [])
    assert desk.everywhere.standing == ()
    assert on_disk(desk)[0] == f"{NEW}の窓口"
    assert [OLD in words for words in on_disk(desk)[1:]] == [True] * (COUNT - 1)


def test_the_way_back_outlasts_the_window_and_waits_for_what_was_put_away(
    qtbot: QtBot, desk: Coordinator, make_desk: MakeDesk
) -> None:
    assert desk.store is not None
    path = desk.store.path
    looked(qtbot, desk).replace()
    dialog().close()
    for window in list(desk.windows.values()):
        window.close_unsaved()
    desk.shut()
    again = make_desk()
    assert again.open_cabinet(path)
    assert again.store is not None
    archive(again.store.cabinet, 3)
    (kept,) = again.everywhere.standing
    assert (kept.find, kept.words, len(kept.parts)) == (OLD, NEW, COUNT)
    _done, left = again.everywhere.take_back(kept.id)
    assert left == ["事務3"]
    assert [OLD in words for words in on_disk(again)] == [True, True, False, True, True, True]
    archive(again.store.cabinet, 3, archived=False)
    again.everywhere.take_back(again.everywhere.standing[0].id)
    assert [OLD in words for words in on_disk(again)] == [True] * COUNT
    assert again.everywhere.standing == ()


def test_archived_and_deleted_ones_are_left_out(qtbot: QtBot, desk: Coordinator) -> None:
    assert desk.store is not None
    archive(desk.store.cabinet, 3)
    trash(desk.store.cabinet, 4)
    found = looked(qtbot, desk)
    assert {found.tree.found(row).assessment_id for row in found.tree.rows()} == {1, 2, 5, 6}
    trash(desk.store.cabinet, 5)  # while the dialog stands
    found.replace()
    assert [OLD in words for words in on_disk(desk)] == [False, False, True, True, True, False]
    dialog().close()


def test_an_assessment_that_changed_since_it_was_looked_at_is_read_again(
    qtbot: QtBot, desk: Coordinator
) -> None:
    found = looked(qtbot, desk)
    window = desk.open_assessment(2)
    assert window is not None
    window.session.set_answer(PATH, f"新しく、{OLD}が受け付ける。")
    window.close()
    free()
    found.replace()
    assert on_disk(desk)[1] == f"新しく、{OLD}が受け付ける。"  # not what was ticked
    assert NEW in on_disk(desk)[2]
    dialog().close()


def test_what_cannot_be_in_one_changes_none(qtbot: QtBot, desk: Coordinator) -> None:
    found = looked(qtbot, desk, other="長" * 30_000)
    chosen = {id_: [one.hit for one in ones] for id_, ones in found.tree.ticked().items()}
    before = on_disk(desk)
    with pytest.raises(UserError):
        desk.everywhere.replace(ReplacementRequest(chosen, Query(OLD), "長" * 600_000, False, found._known))
    assert on_disk(desk) == before
    assert desk.everywhere.standing == ()
    found.reject()


def test_nothing_is_changed_while_saving_fails(
    qtbot: QtBot, desk: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.store is not None
    found = looked(qtbot, desk)
    monkeypatch.setattr(desk.store, "flush", lambda: False)
    chosen = {2: [one.hit for one in places(2, desk.store.cabinet.load(2), Query(OLD))]}
    with pytest.raises(CabinetError):
        desk.everywhere.replace(ReplacementRequest(chosen, Query(OLD), NEW, False, {}))
    monkeypatch.undo()
    assert OLD in on_disk(desk)[1]
    found.reject()


def test_other_words_in_the_field_forget_the_places(qtbot: QtBot, desk: Coordinator) -> None:
    found = looked(qtbot, desk)
    assert found.replace_button.isEnabled()
    found.words.insert("だ")
    assert not list(found.tree.rows())
    assert not found.replace_button.isEnabled()


def test_the_words_from_a_pane_are_looked_for_at_once(qtbot: QtBot, desk: Coordinator) -> None:
    found = opened(qtbot, desk, OLD)
    qtbot.waitUntil(lambda: sum(1 for _row in found.tree.rows()) == 2 * COUNT + 1)
    assert not found.replace_button.isEnabled()  # with the same words
    found.replacement.selectAll()
    found.replacement.insert(NEW)
    assert found.replace_button.isEnabled()


def test_closing_while_it_reads_is_safe(qtbot: QtBot, desk: Coordinator) -> None:
    found = opened(qtbot, desk)
    found.words.insert(OLD)
    found.look()
    found.reject()
    free()
    qtbot.wait(50)
    assert [OLD in words for words in on_disk(desk)] == [True] * COUNT


def test_taking_back_is_offered_once_there_is_something(qtbot: QtBot, desk: Coordinator) -> None:
    desk.show_cabinet()
    for actions in (desk.start.actions_, desk.open_assessment(1).actions_):  # type: ignore[union-attr]
        actions.refresh()
        assert actions.everywhere.replace.isEnabled()
        assert not actions.everywhere.take_back.isEnabled()
    looked(qtbot, desk).replace()
    dialog().close()
    for actions in (desk.start.actions_, desk.windows[1].actions_):
        actions.refresh()
        assert actions.everywhere.take_back.isEnabled()
    desk.everywhere.take_back(desk.everywhere.standing[0].id)
    desk.start.actions_.refresh()
    assert not desk.start.actions_.everywhere.take_back.isEnabled()


def test_a_second_window_brings_the_dialog_that_is_open_to_the_front(qtbot: QtBot, desk: Coordinator) -> None:
    first = opened(qtbot, desk)
    desk.show_cabinet()
    desk.everywhere.ask(desk.start)
    assert desk.everywhere.dialog is first
    first.reject()
    desk.everywhere.ask(desk.start)
    free()  # the first is gone for good only now
    second = desk.everywhere.dialog
    assert second is not None
    assert second.isVisible()
    second.reject()


def test_all_of_it_is_one_transaction_and_so_is_taking_it_back(
    qtbot: QtBot, desk: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.store is not None
    cabinet, written = desk.store.cabinet, []
    write = cabinet.apply_all

    def spy(writes: Writes, *others: Any) -> None:  # noqa: ANN401
        written.append({assessment_id for assessment_id, _edit in writes})
        write(writes, *others)

    found = looked(qtbot, desk)
    monkeypatch.setattr(cabinet, "apply_all", spy)
    found.replace()
    dialog().close()
    desk.everywhere.take_back(desk.everywhere.standing[0].id)
    assert [ids for ids in written if ids] == [set(range(1, COUNT + 1))] * 2
