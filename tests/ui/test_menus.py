"""Right clicks, the menu 編集, the strip with the way back, wheels and double clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from pia_desktop.forms.model import FILES
from pia_desktop.i18n import _
from tests.ui.pages import turn
from ui.assessment.outline import GO_MISSING
from ui.assessment.part_tabs import OPEN
from ui.assessment.window import AssessmentWindow
from ui.form.editor import AnswerEditor
from ui.form.field_menu import COPY, CUT, PASTE, SELECT_ALL, TextActions
from ui.form.file_pages import FilePages
from ui.form.page import PartPage
from ui.form.texts import GrowingText
from ui.widgets.actions import give_room

NAME = ("I.1.1",)
_KEYBOARD = QContextMenuEvent.Reason.Keyboard


@pytest.fixture
def window(blank_window: AssessmentWindow) -> AssessmentWindow:
    blank_window.go_to(NAME)
    QTest.qWait(50)
    return blank_window


def page_of(window: AssessmentWindow) -> PartPage:
    page = window.current_page()
    assert isinstance(page, PartPage)
    return page


def menu_at(editor: AnswerEditor, field: GrowingText) -> dict[str, bool]:
    """The words of the menu at a field, and whether each can be chosen."""
    field.customContextMenuRequested.emit(QPoint(2, 2))
    menu = next(m for m in editor.findChildren(QMenu) if m.isVisible())
    found = {action.text().split("\t")[0]: action.isEnabled() for action in menu.actions() if action.text()}
    menu.close()
    return found


def test_a_right_click_offers_what_can_be_done(window: AssessmentWindow) -> None:
    editor = page_of(window).registry.editors[NAME]
    field = editor.focus_target()
    assert isinstance(field, GrowingText)
    QGuiApplication.clipboard().clear()
    found = menu_at(editor, field)
    undo, cut, paste = _("&Undo"), _("Cu&t"), _("&Paste")
    assert not found[undo]
    assert not found[cut]
    assert not found[paste]
    assert not found[_("&Withhold from the Public")]
    assert not found[_("&Keep What Is Marked as a Phrase…")]
    assert {_("&Withhold from the Public"), _("Put a N&ote on the Item")} <= found.keys()
    assert {_("&Keep What Is Marked as a Phrase…"), _("Earlier Answers of T&his Item…")} <= found.keys()
    QTest.keyClicks(field, "abc")
    field.selectAll()
    QGuiApplication.clipboard().setText("x")
    found = menu_at(editor, field)
    assert found[undo]
    assert found[cut]
    assert found[paste]
    assert found[_("&Withhold from the Public")]


def test_a_menu_is_announced_by_what_it_is_opened_at(window: AssessmentWindow) -> None:
    field = page_of(window).registry.editors[NAME].focus_target()
    tree, search = window.panes.outline.show().tree, window.panes.find.panel.words
    for at in (field, tree):
        at.setFocus()
        at.customContextMenuRequested.emit(at.rect().center())
        menu = next(one for one in window.findChildren(QMenu) if one.isVisible())
        assert menu.accessibleName() == _("Menu of {what}").format(what=at.accessibleName())
        menu.close()
    window.tabs.bar.customContextMenuRequested.emit(QPoint(5, 5))  # a click, while the cursor is elsewhere
    menu = next(one for one in window.findChildren(QMenu) if one.isVisible())
    assert menu.accessibleName() == _("Menu")
    menu.close()
    place = QPoint(3, 3)
    QApplication.sendEvent(search, QContextMenuEvent(_KEYBOARD, place, search.mapToGlobal(place)))
    menu = next(one for one in window.findChildren(QMenu) if one.isVisible())
    assert search.accessibleName() in menu.accessibleName()
    menu.close()


def test_the_menu_edit_acts_on_the_field_with_the_cursor(window: AssessmentWindow) -> None:
    field = QApplication.focusWidget()
    assert isinstance(field, GrowingText)
    QTest.keyClicks(field, "abc")
    text = window.commands.text
    text.refresh()
    text.select_all()
    text.refresh()
    assert text.actions_[CUT].isEnabled()
    text.actions_[CUT].trigger()
    assert window.session.answer(NAME) is None
    text.refresh()
    text.actions_[PASTE].trigger()
    assert window.session.answer(NAME) == "abc"


def test_in_a_field_that_is_only_read_words_are_copied_and_nothing_else(qtbot: QtBot) -> None:
    field = QPlainTextEdit("読むだけの記載")
    qtbot.addWidget(field)
    field.setReadOnly(True)
    QGuiApplication.clipboard().setText("x")
    text = TextActions(field, field)

    def offered() -> list[bool]:
        text.refresh()
        return [text.actions_[one].isEnabled() for one in (CUT, COPY, PASTE, SELECT_ALL)]

    assert offered() == [False, False, False, True]
    field.selectAll()
    assert offered() == [False, True, False, True]
    field.setReadOnly(False)
    assert offered() == [True, True, True, True]
    QGuiApplication.clipboard().clear()
    assert offered() == [True, True, False, True]


def test_saving_by_hand_is_answered(window: AssessmentWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert window.notice.text() == _("Everything is saved by itself.")


def test_tree_and_tabs_have_menus(window: AssessmentWindow) -> None:
    outline = window.panes.outline.panel
    outline.point_at(outline.shown.index(1, 0))
    outline.actions_[GO_MISSING].trigger()
    assert window.session.current_path is not None
    assert window.tab_of(window.session.current_path) == 1
    window.tabs.point_at(3)
    window.tabs.actions_[OPEN].trigger()
    assert window.tabs.currentIndex() == 3


def test_the_strip_takes_back_what_was_removed(window: AssessmentWindow) -> None:
    session = window.session
    key = session.add_entry(("I.2",))
    assert key
    session.set_answer(("I.2", key, "I.2.1"), "住民基本台帳")
    before = session.root
    assert not window.strip.isVisible()
    session.remove_entry(("I.2",), key)
    assert window.strip.isVisible()
    assert window.strip._ends.isActive(), "it goes by itself"
    window.strip.button.click()
    assert session.root == before
    assert not window.strip.isVisible()
    session.remove_entry(("I.2",), key)
    session.set_answer(NAME, "ほかの事をした")
    assert not window.strip.isVisible()


def test_the_longest_entry_of_a_menu_is_shown_whole(window: AssessmentWindow) -> None:
    """Qt counts the & of an access key when it draws an entry, and not when it measures the menu."""
    menu = QMenu(window)
    menu.addAction("窓口閲覧用の評価書(&C)…")
    measured = menu.sizeHint().width()
    give_room(menu)
    assert menu.minimumWidth() >= measured + menu.fontMetrics().horizontalAdvance("&")
    for entry in window.menuBar().actions():
        own = entry.menu()
        assert isinstance(own, QMenu)
        own.aboutToShow.emit()
        assert own.minimumWidth() > 0


def test_a_double_click_counts_once(window: AssessmentWindow) -> None:
    session = window.session
    for number in range(4):
        key = session.add_entry(("I.2",))
        session.set_answer(("I.2", str(key), "I.2.1"), f"システム{number}")
    QTest.qWait(30)
    for words, count in ((_("Duplicate"), 5), (_("Remove"), 4)):
        block = next(iter(page_of(window).lists[("I.2",)].blocks.values()))  # type: ignore[union-attr]
        button = next(b for b in block.findChildren(QToolButton) if b.property("action_words") == words)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        below = next(iter(page_of(window).lists[("I.2",)].blocks.values()))  # type: ignore[union-attr]
        under = next(b for b in below.findChildren(QToolButton) if b.property("action_words") == words)
        for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
            left, at = Qt.MouseButton.LeftButton, QPointF(under.rect().center())
            no = Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(under, QMouseEvent(kind, at, under.mapToGlobal(at), left, left, no))
        assert len(session.root.entries(("I.2",))) == count


def test_the_wheel_leaves_tabs_and_files_as_they_are(qtbot: QtBot, window: AssessmentWindow) -> None:
    bar = page_of(window).verticalScrollBar()
    index, before = window.tabs.currentIndex(), bar.value()
    turn(window.tabs.tabBar())
    assert window.tabs.currentIndex() == index
    assert bar.value() > before
    part = next(i for i, part in enumerate(window.tabs.parts) if part and part.per_file and part.id == "II")
    window.session.add_entry((FILES,))
    window.tabs.setCurrentIndex(part)
    QTest.qWait(50)
    page = window.current_page()
    assert isinstance(page, FilePages)
    qtbot.waitUntil(lambda: page.scroll_bar().maximum() > 100)
    page.scroll_bar().setValue(0)
    key, before = window.session.file_key, page.scroll_bar().value()
    turn(page.bar.chooser)
    assert window.session.file_key == key
    assert page.bar.chooser.currentData() == key
    assert page.scroll_bar().value() > before
