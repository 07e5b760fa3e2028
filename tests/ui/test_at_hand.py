"""The item at hand: what is done with it is done with one that is seen, whatever was shown before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.model import ANNEX_PART, FILES
from ui.assessment.actions import (
    ADD_NOTE,
    COPY_ANSWER,
    COPY_ENTRY,
    COPY_SECTION,
    ENTRIES,
    NEXT_MISSING,
    PAST,
    PRINT,
    REMOVE_ENTRY,
    SAVE,
    SAVE_PDF,
    WITHHOLD,
)
from ui.assessment.changed_entry import entry_to_show
from ui.assessment.window import AssessmentWindow
from ui.form.changes import RowsView
from ui.form.entries import EntriesBlock
from ui.form.file_pages import FilePages
from ui.form.page import PartPage
from ui.form.texts import GrowingText
from ui.widgets.actions import plain_words


@pytest.fixture
def window(blank_window: AssessmentWindow) -> AssessmentWindow:
    return blank_window


def acting(window: AssessmentWindow) -> list[QAction]:
    """Every action that does something with the item, entry or section at hand."""
    rows = (COPY_ANSWER, COPY_ENTRY, COPY_SECTION, WITHHOLD, PAST, ADD_NOTE, *ENTRIES.actions())
    return [window.actions_[row] for row in rows]


def test_the_first_field_has_the_cursor(window: AssessmentWindow, qtbot: QtBot) -> None:
    assert window.session.current_path == (window.session.form.cover[0].id,)
    for index in range(1, window.tabs.count()):
        QTest.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert window.tabs.currentIndex() == index
        part = window.tabs.parts[index]
        if part is not None and part.id not in ("A3", ANNEX_PART.id):  # a table alone, and nothing yet
            qtbot.waitUntil(lambda: window.session.current_path is not None)
            path = window.session.current_path
            assert path is not None
            assert window.tab_of(path) == index
        qtbot.waitUntil(lambda: window.current_page().isAncestorOf(QApplication.focusWidget() or window))


def test_rows_can_be_pasted_where_the_table_of_changes_is_opened(
    window: AssessmentWindow, qtbot: QtBot
) -> None:
    index = next(i for i, part in enumerate(window.tabs.parts) if part is not None and part.id == "A3")
    window.tabs.setCurrentIndex(index)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), RowsView))
    table = window.page(index).findChild(RowsView)
    assert isinstance(table, RowsView)
    QGuiApplication.clipboard().setText("R6.8.30\tⅡ.3\t旧\t新\r\n")
    QTest.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(window.session.root.entries(("A3.changes",))) == 1


def test_an_added_file_has_the_cursor_in_its_first_field(window: AssessmentWindow) -> None:
    index = next(i for i, part in enumerate(window.tabs.parts) if part is not None and part.per_file)
    window.tabs.setCurrentIndex(index)
    QTest.qWait(20)
    page = window.page(index)
    assert isinstance(page, FilePages)
    page.bar.buttons[0].click()
    QTest.qWait(20)
    key = list(window.session.root.entries((FILES,)))[-1]
    assert window.session.file_key == key
    assert window.session.current_path is not None
    assert window.session.current_path[:2] == (FILES, key)


def test_a_chosen_file_has_the_cursor_and_keys_that_need_an_entry_say_so(
    window: AssessmentWindow, qtbot: QtBot
) -> None:
    session = window.session
    second = session.add_entry((FILES,))
    assert second
    window.tabs.setCurrentIndex(next(i for i, part in enumerate(window.tabs.parts) if part and part.per_file))
    QTest.qWait(20)
    page = window.page(window.tabs.currentIndex())
    assert isinstance(page, FilePages)
    chooser = page.bar.chooser
    chooser.setFocus()
    QTest.keyClick(chooser, Qt.Key.Key_Home)
    QTest.keyClick(chooser, Qt.Key.Key_Down)
    assert session.file_key == second
    assert chooser.hasFocus(), "who steps through the files steps on"
    chooser.showPopup()
    QTest.keyClick(chooser.view(), Qt.Key.Key_Up)
    QTest.keyClick(chooser.view(), Qt.Key.Key_Return)
    first = next(iter(session.root.entries((FILES,))))
    assert session.file_key == first
    qtbot.waitUntil(lambda: session.current_path is not None and session.current_path[:2] == (FILES, first))
    field = QApplication.focusWidget()
    assert field is not None
    assert page.page(first).isAncestorOf(field)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(field, Qt.Key.Key_Delete, keys)
    assert plain_words(window.actions_[REMOVE_ENTRY].text()) in window.notice.text()
    window.notice.clear()
    chooser.setFocus()
    QTest.keyClick(chooser, Qt.Key.Key_Delete, keys)
    assert plain_words(window.actions_[REMOVE_ENTRY].text()) in window.notice.text()


def test_removing_a_file_is_undone_in_sight(window: AssessmentWindow) -> None:
    session = window.session
    first = session.file_key
    second = session.add_entry((FILES,))
    assert second
    session.set_answer((FILES, second, "II.1"), "二つ目のファイル")
    session.select_file(second)
    session.remove_entry((FILES,), second)
    assert session.file_key == first
    window.tabs.setCurrentIndex(0)
    window.undo()
    assert session.file_key == second
    part = window.tabs.parts[window.tabs.currentIndex()]
    assert part is not None
    assert part.per_file


def test_removing_an_entry_is_undone_in_sight(window: AssessmentWindow) -> None:
    session = window.session
    keys = [session.add_entry(("I.2",)) or "" for _entry in range(4)]
    second = keys[1]
    session.set_answer(("I.2", second, "I.2.1"), "二つ目のシステム")
    page = window.page(window.tab_of(("I.2",)))
    assert isinstance(page, PartPage)

    def shown() -> str | None:
        """The entry in which the focus is."""
        field = QApplication.focusWidget()
        block = page.lists[("I.2",)]
        assert isinstance(block, EntriesBlock)
        return next((key for key, one in block.blocks.items() if field and one.isAncestorOf(field)), None)

    window.go_to(("I.2", second, "I.2.1"))
    session.remove_entry(("I.2",), second)
    window.undo()
    assert shown() == second
    window.redo()
    assert shown() == keys[2], "it has taken the place of the one that is gone"
    session.move_entry(("I.2",), keys[3], 0)
    window.tabs.setCurrentIndex(0)
    window.undo()
    assert shown() == keys[3]


def test_after_a_step_with_an_entry_the_cursor_is_in_a_field(window: AssessmentWindow) -> None:
    """On a heading, what is typed next would be lost, and a space would fold the entry."""
    path = ("I.2",)
    for _number in range(2):
        window.session.add_entry(path)
    for act in (window.undo, window.redo, window.undo):
        act()
        QTest.qWait(50)
        assert isinstance(QApplication.focusWidget(), GrowingText), window.session.current_path
        assert window.session.current_path is not None
        assert window.session.current_path[:1] == path


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        ("abc", "ac", "c"),
        ("abc", "ab", "b"),
        ("a", "", None),
        ("ac", "abc", "b"),
        ("abcd", "bcda", "a"),
        ("abcd", "dabc", "d"),
        ("abc", "abc", None),
    ],
)
def test_the_entry_that_a_step_has_changed(before: str, now: str, shown: str | None) -> None:
    assert entry_to_show(before, now) == shown


def test_nothing_is_done_with_an_item_of_another_tab(window: AssessmentWindow) -> None:
    session = window.session
    key = session.add_entry(("I.2",))
    assert key
    path = ("I.2", key, "I.2.1")
    session.set_answer(path, "見えない欄")
    QGuiApplication.clipboard().clear()
    for action in acting(window):
        assert window.go_to(path)
        QTest.qWait(10)
        window.tabs.tabBar().setFocus()
        window.tabs.setCurrentIndex(0)
        QTest.qWait(10)
        before = session.root
        action.trigger()
        QTest.qWait(10)
        hand = session.current_path
        assert session.root.entries(("I.2",)) == before.entries(("I.2",)), action.text()
        assert session.root.withheld_at(path) is None, action.text()
        assert "見えない欄" not in QGuiApplication.clipboard().text(), action.text()
        assert hand is None or window.tab_of(hand) == window.tabs.currentIndex()


def test_an_item_out_of_sight_is_shown_before_anything_is_done(window: AssessmentWindow) -> None:
    session = window.session
    keys = [session.add_entry(("I.2",)) for _number in range(8)]
    path = ("I.2", str(keys[-1]), "I.2.1")
    assert window.go_to(path)
    QTest.qWait(30)
    page = window.page(window.tabs.currentIndex())
    assert isinstance(page, PartPage)
    page.verticalScrollBar().setValue(0)
    QTest.qWait(10)
    assert not page.sees(path)
    remove = window.actions_[REMOVE_ENTRY]
    remove.trigger()
    QTest.qWait(20)
    assert len(session.root.entries(("I.2",))) == 8
    assert page.sees(path)
    remove.trigger()
    assert len(session.root.entries(("I.2",))) == 7
    assert session.current_path is None or session.current_path[1] != keys[-1]


def test_the_next_missing_answer_is_looked_for_from_what_is_seen(window: AssessmentWindow) -> None:
    session = window.session
    window.tabs.setCurrentIndex(1)
    QTest.qWait(30)
    window.actions_[NEXT_MISSING].trigger()
    assert session.current_path is not None
    assert window.tab_of(session.current_path) == 1


def type_a_date(window: AssessmentWindow, path: NodePath, qtbot: QtBot) -> None:
    window.session.set_answer(path, None)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.go_to(path)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "R7.3.9")
    assert window.session.answer(path) == "R7.3.9"


def test_a_date_is_stored_complete_by_every_way_out(
    window: AssessmentWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    session = window.session
    path = (session.form.roles.published_on,)
    monkeypatch.setattr("ui.printing.dialog.open_print", lambda *_args, **_options: None)
    for way in (window.actions_[PRINT], window.actions_[SAVE_PDF], window.actions_[SAVE]):
        type_a_date(window, path, qtbot)
        way.trigger()
        assert session.answer(path) == "令和7年3月9日", way.text()
    type_a_date(window, path, qtbot)
    assert window.close()
    assert session.answer(path) == "令和7年3月9日"


def test_undo_brings_the_cursor_from_a_pane_to_what_it_changed(
    window: AssessmentWindow, qtbot: QtBot
) -> None:
    """A date that it shows as typed would stay so if the cursor were not there, to leave it again."""
    path = (window.session.form.roles.published_on,)
    tree = window.panes.outline.show().tree
    type_a_date(window, path, qtbot)
    field = QApplication.focusWidget()
    assert field is not None
    for _turn in range(2):
        tree.setFocus()
        assert window.session.answer(path) == "令和7年3月9日"
        window.undo()
        assert field.hasFocus()
        assert window.session.answer(path) == "R7.3.9"
    tree.setFocus()
    window.undo()
    window.undo()
    assert window.session.answer(path) != "R7.3.9"
    tree.setFocus()
    window.redo()
    assert field.hasFocus()
    assert window.session.answer(path) == "R7.3.9"
