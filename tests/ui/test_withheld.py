"""Keeping words from the public in the window: the marks follow typing, undo and redo."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.exchange.cells import Cell
from pia_desktop.forms.kinds import ChoiceKind
from pia_desktop.forms.values import Checked, clean_text
from tests.strategies import spans
from tests.ui.pages import editor_of, open_page, open_session, path_of, words_on
from ui.context.session import Session
from ui.form.texts import GrowingText
from ui.form.withheld import toggle_at_cursor
from ui.widgets.own_words import one_text
from ui.widgets.utf16 import utf16_length

TITLE = ("cover.title",)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_undo_and_redo_of_a_burst_of_typing_restore_the_marks(qtbot: QtBot, data: st.DataObject) -> None:
    """Keystrokes before, in and behind a passage are one step; one difference of texts cannot tell them."""
    text = data.draw(st.text("甲乙丙", min_size=2, max_size=8))
    session = open_session("yoshiki3")
    session.set_answer(TITLE, text)
    session.withhold(TITLE, data.draw(spans(text)))
    start = session.root
    for _number in range(data.draw(st.integers(1, 6))):
        at, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        text = clean_text(text[:at] + data.draw(st.text("甲乙丁", max_size=2)) + text[end:])
        session.set_answer(TITLE, text or None, typing=True)
    after, count = session.root, session.undo_stack.count()
    while session.undo_stack.index() > 2:
        session.undo_stack.undo()
    assert session.root == start
    while session.undo_stack.index() < count:
        session.undo_stack.redo()
    assert session.root == after
    session.undo_stack.undo()
    session.undo_stack.redo()
    assert session.root == after


def marked_words(field: GrowingText) -> list[str]:
    return [selection.cursor.selectedText() for selection in field.extraSelections()]


def select(session: Session, path: NodePath, field: GrowingText, words: str) -> None:
    field.setFocus()
    session.enter_item(path)
    start = utf16_length(field.text()[: field.text().index(words)])
    cursor = field.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + utf16_length(words), cursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)


def test_a_selected_passage_is_withheld_and_shown_again(qtbot: QtBot) -> None:
    session = open_session()
    path = path_of(session, "I.1.2")
    session.set_answer(path, "𠮷野家に\n委託する")
    page = open_page(qtbot, session, "I")
    editor = editor_of(page, path)
    field = editor.passage_field()
    assert field is not None
    with qtbot.waitActive(page.window()):
        page.window().activateWindow()
    select(session, path, field, "野家に\n委")
    assert toggle_at_cursor(session)
    assert session.root.withheld_at(path) == ((1, 6),)
    assert marked_words(field) == ["野家に\u2029委"]
    assert editor.focus_target().accessibleDescription()
    assert "▨" in words_on(page)
    for text in ("前𠮷野家に\n委託する", "前𠮷野家に\n再委託する"):
        session.set_answer(path, text)
    assert marked_words(field) == ["野家に\u2029再委"]
    for _step in range(2):
        session.undo_stack.undo()
    assert marked_words(field) == ["野家に\u2029委"]
    select(session, path, field, "家")
    assert toggle_at_cursor(session)
    assert session.root.withheld_at(path) == ((1, 2), (3, 6))
    for _step in range(2):
        session.undo_stack.undo()
    assert marked_words(field) == []
    assert not editor.focus_target().accessibleDescription()


class OfDesktop:
    """A clipboard of a desktop on which what is selected can be pasted at once."""

    def __init__(self) -> None:
        self.selected = QMimeData()

    def supportsSelection(self) -> bool:
        return True

    def ownsSelection(self) -> bool:
        return True

    def setMimeData(self, data: QMimeData, mode: QClipboard.Mode) -> None:
        assert mode is QClipboard.Mode.Selection
        self.selected = data


def test_what_was_selected_before_it_was_withheld_is_pasted_as_withheld(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    path = path_of(session, "I.1.2")
    session.set_answer(path, "公開と秘密")
    page = open_page(qtbot, session, "I")
    field = editor_of(page, path).passage_field()
    assert field is not None
    with qtbot.waitActive(page.window()):
        page.window().activateWindow()
    select(session, path, field, "秘密")
    clipboard = OfDesktop()
    with monkeypatch.context() as here:
        here.setattr(QGuiApplication, "clipboard", staticmethod(lambda: clipboard))
        toggle_at_cursor(session)
    assert one_text(clipboard.selected) == Cell("秘密", ((0, 2),))


def test_without_a_selection_the_whole_answer_is_withheld_whatever_its_kind(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "I")
    text, choice = path_of(session, "I.1.2"), path_of(session, "I.1.3")
    checks = path_of(session, "I.2.3")
    options = session.form.item("I.1.3").kind
    label = next(box.label for box in session.form.item("I.2.3").kind.boxes)  # type: ignore[attr-defined]
    words = options.options[0].words  # type: ignore[attr-defined]
    session.set_answer(text, "内容")
    session.set_answer(choice, words)
    session.set_answer(checks, Checked.of([label]))
    for path in (text, choice, checks):
        session.enter_item(path)
        assert toggle_at_cursor(session)
        assert session.root.withheld_at(path) == WHOLE
        assert editor_of(page, path).focus_target().accessibleDescription()
        assert toggle_at_cursor(session)
        assert session.root.withheld_at(path) is None
        assert not editor_of(page, path).focus_target().accessibleDescription()
    session.set_answer(text, None)
    session.enter_item(text)
    assert not toggle_at_cursor(session)


def test_a_page_shows_what_was_withheld_before_it_was_opened(qtbot: QtBot) -> None:
    session = open_session()
    path = path_of(session, "I.1.2")
    session.set_answer(path, "内容のこと")
    session.withhold(path, ((0, 2),))
    field = editor_of(open_page(qtbot, session, "I"), path).passage_field()
    assert field is not None
    assert marked_words(field) == ["内容"]


@pytest.mark.parametrize("item", ["I.1.2", "I.1.3"])
def test_a_click_on_the_notice_focuses_its_field(qtbot: QtBot, item: str) -> None:
    session = open_session()
    path = path_of(session, item)
    kind = session.form.item(item).kind
    session.set_answer(path, kind.options[0].words if isinstance(kind, ChoiceKind) else "内容")
    session.withhold(path, WHOLE)
    page = open_page(qtbot, session, "I")
    (notice,) = (label for label in page.findChildren(QLabel) if label.text().startswith("▨"))
    QTest.mouseClick(notice, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is editor_of(page, path).focus_target()
    assert session.current_path == path
    session.withhold(path, None)
    assert not notice.isVisible()
