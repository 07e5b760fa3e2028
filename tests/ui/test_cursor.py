"""After a search, typing goes on at the hit that was marked, wherever it stands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.forms.kinds import ChecksKind
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Checked
from tests.ui.pages import editor_of, open_page, open_session, path_of
from ui.assessment.actions import ADD_NOTE, FIND, FIND_NEXT
from ui.assessment.window import AssessmentWindow
from ui.form.file_pages import FilePages
from ui.form.texts import GrowingText
from ui.widgets.focus import first_field


@pytest.fixture
def window(blank_window: AssessmentWindow) -> AssessmentWindow:
    return blank_window


def words_of_boxes(window: AssessmentWindow) -> tuple[NodePath, str]:
    for place in window.session.form.places.values():
        kind = place.item.kind
        if isinstance(kind, ChecksKind) and place.part and place.part.per_file and len(place.scope) == 1:
            for box in kind.boxes:
                if box.text:
                    return path_of(window.session, place.item.id), box.label
    raise AssertionError


def look_for(window: AssessmentWindow, words: str) -> None:
    window.actions_[FIND].trigger()
    panel = window.panes.find.panel
    panel.words.setText(words)
    QTest.qWait(300)  # the search has long run when Enter is pressed
    QTest.keyClick(panel.words, Qt.Key.Key_Return)
    QTest.qWait(20)
    QTest.keyClick(panel.words, Qt.Key.Key_Escape)
    QTest.qWait(20)


def cursor_in(window: AssessmentWindow) -> GrowingText:
    field = QApplication.focusWidget()
    assert isinstance(field, GrowingText)
    return field


def test_enter_goes_to_the_first_hit_first_and_typing_goes_on_there(window: AssessmentWindow) -> None:
    window.session.set_answer(("cover.title",), "さがす語と次のさがす語")
    look_for(window, "さがす語")
    assert window.session.current_path == ("cover.title",)
    assert cursor_in(window).textCursor().selectedText() == "さがす語"
    QTest.keyClicks(cursor_in(window), "x")
    assert window.session.answer(("cover.title",)) == "xと次のさがす語"


def test_the_second_enter_goes_to_the_second_hit(window: AssessmentWindow) -> None:
    window.session.set_answer(("cover.title",), "さがす語と次のさがす語")
    look_for(window, "さがす語")
    window.actions_[FIND_NEXT].trigger()
    assert window.panes.find.panel.list.currentIndex().row() == 1


def test_shift_and_enter_go_back_from_hit_to_hit(window: AssessmentWindow) -> None:
    window.session.set_answer(("cover.title",), "さがす語と次のさがす語")
    window.actions_[FIND].trigger()
    panel = window.panes.find.panel
    panel.words.setText("さがす語")
    back = Qt.KeyboardModifier.ShiftModifier
    rows = []
    for held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.NoModifier, back, back):
        QTest.keyClick(panel.words, Qt.Key.Key_Return, held)
        rows.append(panel.list.currentIndex().row())
    assert rows == [0, 1, 0, 1]
    assert len(panel.model.hits) == 2


def test_a_hit_in_the_words_of_a_box(window: AssessmentWindow) -> None:
    path, label = words_of_boxes(window)
    window.session.set_answer(path, Checked.of([label], {label: "括弧の中のさがす語"}))
    look_for(window, "さがす語")
    QTest.keyClicks(cursor_in(window), "x")
    value = window.session.answer(path)
    assert isinstance(value, Checked)
    assert value.text(label) == "括弧の中のx"


def test_a_hit_in_a_row_of_changes(window: AssessmentWindow) -> None:
    session = window.session
    table = session.form.roles.changes
    column = session.form.lists[table].item_ids[2]
    keys = [session.add_entry((table,), None, Node({column: f"{n}行目のさがす語"})) for n in range(5)]
    session.set_answer((table, str(keys[3]), column), "この行の印")
    look_for(window, "この行")
    assert session.current_path == (table, keys[3], column)
    QTest.keyClicks(cursor_in(window), "x")
    assert session.answer((table, str(keys[3]), column)) == "xの印"


def test_a_hit_in_the_second_file_tells_the_file(window: AssessmentWindow) -> None:
    session = window.session
    second = session.add_entry((FILES,))
    name = session.form.roles.file_name
    assert second
    assert name
    session.set_answer((FILES, second, name), "二つ目のファイル名")
    path = path_of(session, "II.3.3")
    look_for_path = (FILES, second, path[-1])
    session.set_answer(look_for_path, "さがす語")
    look_for(window, "さがす語")
    assert session.current_path == look_for_path
    model = window.panes.find.panel.model
    assert "二つ目のファイル名" in model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert cursor_in(window).textCursor().selectedText() == "さがす語"


def test_many_lines_that_are_pasted_are_followed_by_the_page(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    page = open_page(qtbot, session, "I")
    field = editor_of(page, path_of(session, "I.1.2")).passage_field()
    assert field is not None
    field.setFocus()
    data = QMimeData()
    data.setText("一行の文。\n" * 120)
    QGuiApplication.clipboard().setMimeData(data)
    field.paste()
    view = page.viewport()
    qtbot.waitUntil(lambda: view.rect().contains(field.mapTo(view, field.cursorRect().center())))


def test_escape_in_any_pane_brings_the_cursor_back_to_where_it_was(
    window: AssessmentWindow, qtbot: QtBot
) -> None:
    page = window.current_page()
    qtbot.waitUntil(lambda: page.isAncestorOf(QApplication.focusWidget() or window))
    before = QApplication.focusWidget()
    note = window.panes.notes.show()
    window.actions_[ADD_NOTE].trigger()
    QTest.qWait(20)
    for pane in window.panes:
        panel = pane.show()
        QTest.qWait(20)
        field = first_field(panel)
        if panel is note:
            field = panel.findChild(GrowingText)
        assert field is not None, pane.spec.name
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is before, pane.spec.name


@pytest.mark.parametrize("item_id", ["II.2.6", "II.6.1", "III.7.others"])
def test_an_item_of_a_tab_that_was_not_open_yet_is_in_sight_and_stays_there(
    blank_window: AssessmentWindow, qtbot: QtBot, item_id: str
) -> None:
    window = blank_window
    window.resize(1366, 740)
    window.go_to(("V.1.1",))
    path = (FILES, window.session.file_key, item_id)
    window.session.item_requested.emit(path)
    page = window.current_page()
    assert isinstance(page, FilePages)
    area = page.page(window.session.file_key)
    for _round in range(3):
        qtbot.waitUntil(lambda: not area._calm.isActive())
        QApplication.processEvents()
    assert page.sees(path)


TALL = ("I.1.2",)
"""An item whose text is taller than the page."""


def line_in_sight(field: GrowingText) -> bool:
    return not field.viewport().visibleRegion().intersected(field.cursorRect()).isEmpty()


def with_tall_text(window: AssessmentWindow) -> None:
    window.resize(1000, 600)
    window.session.set_answer(TALL, "\n".join(["長い記載"] * 60 + ["下の方にある語句"] + ["長い記載"] * 60))


def test_a_hit_far_down_in_a_tall_text_is_in_sight(window: AssessmentWindow) -> None:
    with_tall_text(window)
    look_for(window, "下の方にある語句")
    field = cursor_in(window)
    assert field.textCursor().selectedText() == "下の方にある語句"
    assert line_in_sight(field)


def test_what_is_undone_far_down_in_a_tall_text_is_in_sight(window: AssessmentWindow) -> None:
    with_tall_text(window)
    window.go_to(TALL)
    field = cursor_in(window)
    field.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(field, "abc")
    window.go_to(("V.1.1",))
    QTest.qWait(20)
    window.undo()
    QTest.qWait(20)
    assert cursor_in(window) is field
    assert line_in_sight(field)


def test_the_focus_goes_along_to_the_pane_that_covers_another(window: AssessmentWindow) -> None:
    panes = list(window.panes)
    for behind, front in ((one, other) for one in panes for other in panes if one is not other):
        field = first_field(behind.show())
        QTest.qWait(5)
        assert field is not None
        field.setFocus()
        front.toggle()
        QTest.qWait(5)
        in_focus = [pane.spec.name for pane in panes if pane.has_focus]
        same_side = behind.on_left == front.on_left
        if front.seen:
            assert in_focus == [(front if same_side else behind).spec.name], behind.spec.name


def test_a_pane_whose_list_is_empty_takes_the_focus_all_the_same(window: AssessmentWindow) -> None:
    before = cursor_in(window)
    window.panes.findings.show()
    QTest.qWait(20)
    window.panes.step()
    assert window.panes.findings.has_focus
    window.panes.step()
    assert cursor_in(window) is before
