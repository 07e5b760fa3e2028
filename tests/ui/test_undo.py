"""Undo that a writer trusts: nothing that stood on the screen for a second is out of reach."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.edits import RemoveEntry
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.forms.kinds import LineKind, TextKind
from pia_desktop.forms.values import Checked, Value
from tests.conftest import ROOT
from tests.ui.pages import open_page, open_session
from ui.context.past_states import PastStates, State
from ui.context.steps import TextChange
from ui.form.choices import ChecksEditor
from ui.form.editor import TextEditor
from ui.form.page import PartPage
from ui.form.texts import GrowingText


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Typing:
    """A session with a simulated clock, the fields that are typed into, and what was kept."""

    def __init__(self, qtbot: QtBot) -> None:
        self.clock = Clock()
        self.session = open_session()
        self.session.steps.clock = self.clock
        self.kept: list[tuple[NodePath, Value]] = []
        self.session.past = PastStates(self.keep, self.clock)
        self.page = open_page(qtbot, self.session, "II")
        editors = [e for e in self.page.registry.editors.values() if type(e) is TextEditor]
        self.line = next(e for e in editors if isinstance(e.item.kind, LineKind))
        self.editor = next(e for e in editors if isinstance(e.item.kind, TextKind))
        self.path = self.editor.path
        self.fields = [self.line.field, self.editor.field, words_of_a_box(self.page)]

    def keep(self, states: Sequence[State]) -> None:
        """Note what is to be kept."""
        self.kept += [(path, value) for path, value, _withheld in states]


def words_of_a_box(page: PartPage) -> GrowingText:
    editor = next(e for e in page.registry.editors.values() if isinstance(e, ChecksEditor) and e.texts)
    return next(iter(editor.texts.values()))


def press(field: GrowingText, character: str) -> None:
    key = Qt.Key.Key_Return if character == "\n" else Qt.Key.Key_A
    event = QKeyEvent(
        QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, character.replace("\n", "\r")
    )
    QApplication.sendEvent(field, event)


def commit(field: GrowingText, words: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(field, event)


def paste(field: GrowingText, words: str) -> None:
    data = QMimeData()
    data.setText(words)
    field.insertFromMimeData(data)


def mark(field: GrowingText, start: int, end: int) -> None:
    cursor = field.textCursor()
    length = field.document().characterCount() - 1
    cursor.setPosition(min(start, length))
    cursor.setPosition(min(end, length), QTextCursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)


@pytest.fixture
def typing(qtbot: QtBot) -> Typing:
    return Typing(qtbot)


def undone(typing: Typing) -> list[Node]:
    """Every state on the way back to the beginning; then forward again."""
    stack = typing.session.undo_stack
    states = [typing.session.root]
    while stack.can_undo():
        stack.undo()
        states.append(typing.session.root)
    while stack.can_redo():
        stack.redo()
    return states


WORDS = st.text("あいうえ漢字ab。\n", min_size=1, max_size=30)
STEP = st.one_of(
    st.tuples(st.just("type"), st.integers(0, 2), WORDS),
    st.tuples(st.just("commit"), st.integers(0, 2), WORDS.filter(lambda words: "\n" not in words)),
    st.tuples(st.just("paste"), st.integers(0, 2), WORDS),
    st.tuples(st.just("mark"), st.integers(0, 2), st.tuples(st.integers(0, 40), st.integers(0, 40))),
    st.tuples(st.just("backspace"), st.integers(0, 2), st.integers(1, 4)),
    st.tuples(st.just("delete"), st.integers(0, 2), st.integers(1, 4)),
    st.tuples(st.just("cut"), st.integers(0, 2), st.none()),
    st.tuples(st.just("undo"), st.just(0), st.integers(1, 4)),
    st.tuples(st.just("redo"), st.just(0), st.integers(1, 4)),
    st.tuples(st.just("wait"), st.just(0), st.sampled_from([0.3, 0.9, 1.0, 2.0])),
)


def act(typing: Typing, name: str, number: int, what: object) -> None:
    field, stack = typing.fields[number], typing.session.undo_stack
    keys = {"backspace": Qt.Key.Key_Backspace, "delete": Qt.Key.Key_Delete}
    if name == "type":
        for character in str(what):
            press(field, character)
    elif name == "commit":
        commit(field, str(what))
    elif name == "paste":
        paste(field, str(what))
    elif name == "mark":
        assert isinstance(what, tuple)
        mark(field, *what)
    elif name == "cut":
        QTest.keyClick(field, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    elif isinstance(what, int):
        for _time in range(what):
            if name in keys:
                QTest.keyClick(field, keys[name])
            elif name == "undo":
                stack.undo()
            elif name == "redo":
                stack.redo()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=st.lists(STEP, max_size=25))
def test_all_that_stood_for_a_second_comes_back(
    typing: Typing, script: list[tuple[str, int, object]]
) -> None:
    session = typing.session
    session.undo_stack.clear()
    typing.kept.clear()
    typing.session.past = PastStates(typing.keep, typing.clock)
    typing.clock.now += 10
    first, stood = session.root, [session.root]
    for name, number, what in script:
        act(typing, name, number, what)
        if name == "wait":
            assert isinstance(what, float)
            typing.clock.now += what
            if what >= 1.0:
                stood.append(session.root)
    last = session.root
    while session.undo_stack.can_redo():
        session.undo_stack.redo()
    end = session.root
    reachable = undone(typing)
    assert session.root == end
    assert reachable[-1] == first
    assert last in reachable
    paths = {path for root in stood for path in answered(root)}
    for path in paths:
        seen = {root.answer(path) for root in reachable} | {value for at, value in typing.kept if at == path}
        assert {root.answer(path) for root in stood} <= seen
    for editor in typing.page.registry.editors.values():
        if isinstance(editor, TextEditor):
            assert editor.field.text() == (session.answer(editor.path) or "")


def answered(root: Node) -> set[NodePath]:
    return {(*at, item) for at, node in root.walk() for item in node.answers}


def texts(typing: Typing) -> list[str]:
    """The words of a field on the way back."""
    return [str(root.answer(typing.path) or "") for root in undone(typing)]


def test_long_typing_is_cut_at_sentences_lines_and_lengths(typing: Typing) -> None:
    field = typing.fields[1]
    for character in "住民の転入。次の文です\n行":
        press(field, character)
    assert texts(typing) == ["住民の転入。次の文です\n行", "住民の転入。次の文です\n", "住民の転入。", ""]
    for character in "x" * 50:
        press(field, character)
    assert max(len(a) - len(b) for a, b in zip(texts(typing), texts(typing)[1:], strict=False)) <= 20


def test_what_is_not_typing_on_is_a_step_of_its_own(typing: Typing) -> None:
    field = typing.fields[1]
    for character in "abc":
        press(field, character)
    paste(field, "貼付")
    for character in "de":
        press(field, character)
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    mark(field, 0, 3)
    QTest.keyClick(field, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    mark(field, 0, 2)
    press(field, "z")
    press(field, "y")
    commit(field, "個人情報を取り扱う事務。")
    assert texts(typing) == [
        "zy個人情報を取り扱う事務。d", "zyd", "貼付d", "abc貼付d", "abc貼付de", "abc貼付", "abc", ""
    ]  # fmt: skip
    assert QGuiApplication.clipboard().text() == "abc"


def test_a_jump_of_the_cursor_and_a_pause_end_a_step(typing: Typing) -> None:
    field = typing.fields[1]
    for character in "abc":
        press(field, character)
    mark(field, 1, 1)
    press(field, "x")
    typing.clock.now += 0.9
    press(field, "y")
    typing.clock.now += 1.0
    press(field, "z")
    assert texts(typing) == ["axyzbc", "axybc", "abc", ""]


def test_words_of_two_boxes_are_steps_of_their_own(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "II")
    editor = next(
        e for e in page.registry.editors.values() if isinstance(e, ChecksEditor) and len(e.texts) > 1
    )
    one, two = list(editor.texts.values())[:2]
    press(one, "a")
    press(two, "b")
    press(one, "c")
    steps = session.undo_stack.count()
    assert steps == 3
    session.undo_stack.undo()
    session.undo_stack.undo()
    value = session.answer(editor.path)
    assert isinstance(value, Checked)
    assert [words for _label, words in value.texts] == ["a"]


def test_what_undo_drops_is_kept(typing: Typing) -> None:
    field = typing.fields[1]
    paste(field, "消えてはならない文")
    typing.session.undo_stack.undo()
    press(field, "x")
    assert not typing.session.undo_stack.can_redo()
    assert (typing.path, "消えてはならない文") in typing.kept


def test_a_state_that_only_grew_is_kept_now_and_then(typing: Typing) -> None:
    field = typing.fields[1]
    for _second in range(120):
        press(field, "x")
        typing.clock.now += 1.5
    assert 4 <= len(typing.kept) <= 8
    typing.kept.clear()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert typing.kept == [(typing.path, "x" * 120)]


@given(old=st.text("ab\n", max_size=30), new=st.text("ab\n", max_size=30))
def test_a_change_says_what_gave_way_to_what(old: str, new: str) -> None:
    change = TextChange.between(old, new)
    assert old[change.at : change.at + len(change.removed)] == change.removed
    assert old[: change.at] + change.inserted + old[change.at + len(change.removed) :] == new


def test_the_text_of_a_field_is_read_once_for_each_change_and_is_what_stands_there(typing: Typing) -> None:
    field = typing.editor.field

    def standing() -> str:
        return field.document().toRawText().replace("\u2029", "\n")

    acts: list[Callable[[], object]] = [
        lambda: press(field, "字"),
        lambda: press(field, "\n"),
        lambda: commit(field, "仮名"),
        lambda: paste(field, "𠮷\n野"),
        lambda: field.show_text("ほかの\n記載"),
        field.textCursor().deletePreviousChar,
        typing.session.undo_stack.undo,
        field.clear,
    ]
    for act in acts:
        act()
        assert field.text() == standing()
        assert field.text() is field.text()


def test_sessions_end_whatever_the_collector_finds_first() -> None:
    command = [sys.executable, "-m", "tests.ui.session_garbage"]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def test_a_step_that_cannot_be_applied_changes_nothing() -> None:
    session = open_session()
    session.set_answer((session.form.roles.title,), "題名")
    session.undo_stack.undo()
    moved: list[int] = []
    session.undo_stack.index_changed.connect(moved.append)
    with pytest.raises(KeyError):
        session.push(RemoveEntry(("no such list",), "key"))
    assert session.undo_stack.can_redo()
    assert (session.undo_stack.count(), moved) == (1, [])
