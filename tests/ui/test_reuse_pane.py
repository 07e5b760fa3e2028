"""他の評価書 beside the form: what others say is shown and taken over as one step, with its marks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from tests.db.writing import trash
from tests.ui.shell import MakeCoordinator, free, let_pass, open_reuse
from ui.app.coordinator import Coordinator
from ui.assessment.form_tab import form_tab
from ui.assessment.window import AssessmentWindow
from ui.reuse.insertion import field_at
from ui.reuse.pane import ReusePane

PATH = ("I.1.2",)
HERE = "税務課の職員が、申請書を受け付けて台帳に記録する。毎月、課長がこれを点検する。"
NEAR = "税務課の職員が、届出書を受け付けて台帳に記録する。毎月、課長がこれを点検する。"
FAR = "庁舎の入退室は、静脈認証により管理している。"


@pytest.fixture
def coordinator(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    """1: the one at hand; 2 and 3: near it, 3 in another form; 4: far; 5: deleted."""
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for number, words in enumerate((HERE, NEAR, NEAR, FAR, HERE), 1):
            form = find_form("yoshiki4" if number == 3 else "yoshiki3")
            answers = {form.roles.title: f"事務{number}", PATH[0]: words}
            assert cabinet.new(form, Node(dict(answers), {FILES: {"k": Node()}})) == number
        trash(cabinet, 5)
    made = make_coordinator(form_tab)
    assert made.open_cabinet(path)
    return made


def opened(qtbot: QtBot, coordinator: Coordinator, number: int = 1) -> tuple[AssessmentWindow, ReusePane]:
    window, pane = open_reuse(qtbot, coordinator, number, PATH)
    window.focus_form()
    qtbot.waitUntil(lambda: pane._looked is not None)
    return window, pane


def put_cursor(window: AssessmentWindow, first: int, last: int | None = None) -> None:
    field = field_at(window, PATH)
    assert field is not None
    cursor = field.textCursor()
    cursor.setPosition(first)
    if last is not None:
        cursor.setPosition(last, cursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)


def pick(pane: ReusePane, words: str) -> None:
    for row in range(pane.others.list.count()):
        pane.others.list.setCurrentRow(row)
        current = pane.others.current()
        if current is not None and current.text == words:
            return
    raise AssertionError(f"{words} is not offered")


def test_the_others_are_listed_with_who_says_so_and_the_deleted_are_not(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    _window, pane = opened(qtbot, coordinator)
    assert pane._looked is not None
    assert [one.text for one in pane._looked.suggestions] == [NEAR, FAR]
    assert {one.assessment_id for one in pane._looked.suggestions[0].where} == {2, 3}
    assert "事務2" in pane.others.who.text()
    assert "事務3" in pane.others.who.text()
    assert pane.others.preview.toPlainText() == NEAR


def test_replacing_is_one_step_and_on_disk(qtbot: QtBot, coordinator: Coordinator) -> None:
    window, pane = opened(qtbot, coordinator)
    steps = window.session.undo_stack.count()
    pick(pane, FAR)
    QTest.mouseClick(pane.others.replace, Qt.MouseButton.LeftButton)
    assert window.session.answer(PATH) == FAR
    assert window.session.undo_stack.count() == steps + 1
    assert coordinator.store is not None
    coordinator.store.flush()
    assert coordinator.store.cabinet.load(1).root.answer(PATH) == FAR
    window.session.undo_stack.undo()
    assert window.session.answer(PATH) == HERE


def test_inserting_goes_where_the_cursor_is_and_replaces_what_is_marked(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    window, pane = opened(qtbot, coordinator)
    pick(pane, FAR)
    put_cursor(window, 0)
    QTest.mouseClick(pane.others.insert, Qt.MouseButton.LeftButton)
    assert window.session.answer(PATH) == FAR + HERE
    put_cursor(window, 0, len(FAR))
    QTest.mouseClick(pane.others.insert, Qt.MouseButton.LeftButton)
    assert window.session.answer(PATH) == FAR + HERE
    field = field_at(window, PATH)
    assert field is not None
    assert field.textCursor().position() == len(FAR)
    assert QApplication.focusWidget() is field


def test_positions_count_characters_beyond_the_first_plane(qtbot: QtBot, coordinator: Coordinator) -> None:
    window, pane = opened(qtbot, coordinator)
    window.session.set_answer(PATH, "𠮷野町の𠮷野課")
    pick(pane, FAR)
    put_cursor(window, 2)  # behind 𠮷, which is two units
    QTest.mouseClick(pane.others.insert, Qt.MouseButton.LeftButton)
    assert window.session.answer(PATH) == f"𠮷{FAR}野町の𠮷野課"


@pytest.mark.parametrize("spans", [((0, 3),), WHOLE])
def test_what_is_not_for_the_public_stays_so_where_it_is_taken_over(
    qtbot: QtBot, coordinator: Coordinator, spans: tuple[tuple[int, int], ...]
) -> None:
    assert coordinator.store is not None
    coordinator.store.cabinet.apply(4, [SetWithheld(PATH, spans)])
    window, pane = opened(qtbot, coordinator)
    before = window.session.root
    pick(pane, FAR)
    put_cursor(window, 2)
    QTest.mouseClick(pane.others.insert, Qt.MouseButton.LeftButton)
    hidden = ((2, 5),) if spans != WHOLE else ((2, 2 + len(FAR)),)
    assert window.session.root.withheld_at(PATH) == hidden
    window.session.undo_stack.undo()
    assert window.session.root == before
    QTest.mouseClick(pane.others.replace, Qt.MouseButton.LeftButton)
    assert window.session.root.withheld_at(PATH) == spans
    window.session.undo_stack.undo()
    assert window.session.root == before


def test_what_was_wholly_withheld_here_stays_so(qtbot: QtBot, coordinator: Coordinator) -> None:
    window, pane = opened(qtbot, coordinator)
    window.session.withhold(PATH, WHOLE)
    pick(pane, FAR)
    QTest.mouseClick(pane.others.replace, Qt.MouseButton.LeftButton)
    assert window.session.root.withheld_at(PATH) == WHOLE


def test_words_withheld_here_stay_so_in_the_answer_of_another(qtbot: QtBot, coordinator: Coordinator) -> None:
    window, pane = opened(qtbot, coordinator)
    hidden = "台帳に記録する"
    start = HERE.index(hidden)
    window.session.withhold(PATH, ((start, start + len(hidden)),))
    pick(pane, NEAR)
    QTest.mouseClick(pane.others.replace, Qt.MouseButton.LeftButton)
    start = NEAR.index(hidden)
    assert window.session.answer(PATH) == NEAR
    assert window.session.root.withheld_at(PATH) == ((start, start + len(hidden)),)
    pick(pane, FAR)
    QTest.mouseClick(pane.others.replace, Qt.MouseButton.LeftButton)
    assert window.session.root.withheld_at(PATH) is None


def test_a_sentence_that_others_have_is_recognised_and_leads_to_replacing(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    window, pane = opened(qtbot, coordinator)
    put_cursor(window, len(HERE) - 3)
    qtbot.waitUntil(pane.others.line.isVisible)
    assert "2" in pane.others.shared.text()
    QTest.mouseClick(pane.others.everywhere, Qt.MouseButton.LeftButton)
    dialog = coordinator.cabinet_replacer.dialog
    assert dialog is not None
    assert dialog.words.text() == "毎月、課長がこれを点検する。"
    dialog.reject()
    put_cursor(window, 3)
    qtbot.waitUntil(lambda: not pane.others.line.isVisible())


def test_the_other_assessment_opens_at_the_place(qtbot: QtBot, coordinator: Coordinator) -> None:
    _window, pane = opened(qtbot, coordinator)
    pick(pane, FAR)
    QTest.mouseClick(pane.others.open, Qt.MouseButton.LeftButton)
    other = coordinator.windows[4]
    qtbot.waitUntil(lambda: other.session.current_path == PATH)


def test_what_is_typed_changes_what_is_marked_but_not_the_order(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    window, pane = opened(qtbot, coordinator)
    assert pane.others.replace.isEnabled()
    window.session.set_answer(PATH, NEAR)
    qtbot.waitUntil(lambda: not pane.others.replace.isEnabled())
    first = pane.others.current()
    assert first is not None
    assert first.text == NEAR


def test_a_choice_is_offered_as_a_choice(qtbot: QtBot, coordinator: Coordinator) -> None:
    assert coordinator.store is not None
    path = ("I.1.3",)
    value = find_form("yoshiki3").item("I.1.3").kind.parse("30万人以上")
    coordinator.store.cabinet.apply_all([(2, SetAnswer(path, value))])
    window, pane = opened(qtbot, coordinator)
    pane._looked = None
    window.go_to(path)
    qtbot.waitUntil(lambda: pane._looked is not None)
    assert not pane.others.insert.isEnabled()
    QTest.mouseClick(pane.others.replace, Qt.MouseButton.LeftButton)
    assert window.session.answer(path) == value


def test_nothing_can_be_taken_over_where_one_may_only_read(
    qtbot: QtBot, coordinator: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, pane = opened(qtbot, coordinator)
    window.session.read_only = True
    pane._path = None
    pane._entered(PATH)
    qtbot.waitUntil(lambda: not pane.others.replace.isEnabled())
    assert not pane.others.insert.isEnabled()


def test_closing_the_window_while_it_looks_up_is_safe(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = coordinator.open_assessment(1)
    assert window is not None
    window.go_to(PATH)
    assert window.panes.reuse is not None
    pane = window.panes.reuse.show()
    pane._rested()
    window.close()
    free()
    let_pass(qtbot)
