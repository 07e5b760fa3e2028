"""What is typed is what is stored: dates, counts and compositions are completed before anything reads."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.counts import read_count
from pia_desktop.forms.kinds import CountKind, DateKind, TextKind
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Checked
from tests.ui.pages import editor_of, open_page, open_session, path_of, words_on
from ui.context.session import Session
from ui.form.choices import ChecksEditor
from ui.form.days_editor import DaysEditor
from ui.form.editor import DateEditor
from ui.form.page import PartPage
from ui.form.texts import GrowingText


def compose(field: GrowingText, words: str) -> None:
    QApplication.sendEvent(field, QInputMethodEvent(words, []))


def press(field: QWidget, character: str) -> None:
    no = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, no, character))


def a_count(qtbot: QtBot) -> tuple[Session, NodePath, QLineEdit, PartPage]:
    session = open_session()
    item = next(
        item
        for item in (place.item for place in session.form.places.values())
        if isinstance(item.kind, CountKind)
    )
    part = session.form.places[item.id].part
    assert part is not None
    page = open_page(qtbot, session, part.id)
    path = path_of(session, item.id)
    field = editor_of(page, path).focus_target()
    assert isinstance(field, QLineEdit)
    field.setFocus()
    return session, path, field, page


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,200", 1200), ("１２件", 12), ("１，２００", 1200), (" 5 ", 5), ("007", 7), ("0", 0),
        ("9999", 9999),
        ("-3", None), ("3.5", None), ("abc", None), ("1234567", None), ("10000", None), ("1,2", None),
        ("", None), ("件", None), ("12名", None),
        ("5²", None), ("①", None), ("⑩件", None), ("½", None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(text: str, number: int | None) -> None:
    assert read_count(text, "件") == number


@pytest.mark.parametrize("text", ["-3", "3.5", "abc", "1234567", "5x"])
def test_what_is_no_number_stays_to_be_seen_and_the_answer_as_it_was(qtbot: QtBot, text: str) -> None:
    session, path, field, page = a_count(qtbot)
    session.set_answer(path, 5)
    other = next(e for e in page.registry.editors.values() if e.path != path).focus_target()
    other.setFocus()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    assert field.text() == text
    other.setFocus()
    assert field.text() == text
    assert session.answer(path) == 5
    assert any(text in mark.words for mark in session.marks.at(path))
    assert text in words_on(page)
    assert "▨" not in words_on(page)  # the hatching says that something is withheld
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "1,200")
    other.setFocus()
    assert session.answer(path) == 1200
    assert field.text() == "1200"
    assert not session.marks.at(path)


def test_a_count_among_boxes_ticks_its_box_and_what_is_no_number_stays(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "II")
    editor = next(e for e in page.registry.editors.values() if isinstance(e, ChecksEditor) and e.numbers)
    label, field = next(iter(editor.numbers.items()))
    field.setFocus()
    for character in "１２件":
        press(field, character)
    assert session.answer(editor.path) == Checked.of([label], {}, {label: 12})
    session.complete()
    assert field.text() == "12"
    field.selectAll()
    QTest.keyClicks(field, "abc")
    session.complete()
    assert field.text() == "abc"
    assert session.answer(editor.path) == Checked.of([label], {}, {label: 12})


def a_date(qtbot: QtBot) -> tuple[Session, DateEditor]:
    session = open_session()
    item = next(item for item in session.form.cover if isinstance(item.kind, DateKind))
    editor = editor_of(open_page(qtbot, session, None), (item.id,))
    assert isinstance(editor, DateEditor)
    editor.field.setFocus()
    return session, editor


def test_a_date_is_complete_before_the_contents_are_read(qtbot: QtBot) -> None:
    session, editor = a_date(qtbot)
    QTest.keyClicks(editor.field, "R7.3.9")
    assert session.answer(editor.path) == "R7.3.9"
    assert session.snapshot().root.answer(editor.path) == "令和7年3月9日"
    assert editor.field.text() == "令和7年3月9日"


def test_an_undone_completion_shows_what_was_typed_until_the_field_is_left(qtbot: QtBot) -> None:
    session, editor = a_date(qtbot)
    QTest.keyClicks(editor.field, "R7.3.9")
    session.complete()
    session.set_answer(("cover.title",), "後の記載")
    before = session.undo_stack.count()
    for _step in range(2):
        session.undo_stack.undo()
    assert editor.field.text() == "R7.3.9"
    QTest.keyClick(editor.field, Qt.Key.Key_Tab)
    assert session.answer(editor.path) == "令和7年3月9日"
    assert session.undo_stack.count() == before, "what was undone after it can still be redone"
    session.undo_stack.redo()
    assert session.answer(("cover.title",)) == "後の記載"
    for _step in range(2):
        session.undo_stack.undo()
    editor.field.setFocus()
    assert session.snapshot().root.answer(editor.path) == "令和7年3月9日", "reading completes it, too"
    for _step in range(2):
        session.undo_stack.undo()
    session.complete()
    assert session.answer(editor.path) is None


def test_a_withheld_date_is_completed_again_and_stays_withheld(qtbot: QtBot) -> None:
    session, editor = a_date(qtbot)
    QTest.keyClicks(editor.field, "R7.3.")
    session.withhold(editor.path, WHOLE)
    QTest.keyClicks(editor.field, "9")
    session.complete()
    count = session.undo_stack.count()
    session.undo_stack.undo()
    assert session.answer(editor.path) == "R7.3.9"
    session.complete()
    assert session.answer(editor.path) == "令和7年3月9日"
    assert session.root.withheld_at(editor.path) == WHOLE
    assert session.undo_stack.count() == count


def test_a_composition_is_complete_before_the_contents_are_read(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "I")
    path = path_of(session, "I.1.2")
    field = editor_of(page, path).focus_target()
    assert isinstance(field, GrowingText)
    field.setFocus()
    QTest.keyClicks(field, "ab")
    compose(field, "個人番号")
    assert session.answer(path) == "ab"
    assert session.snapshot().root.answer(path) == "ab個人番号"
    assert session.snapshot().root.answer(path) == "ab個人番号"
    compose(field, "消す")
    compose(field, "")
    assert session.snapshot().root.answer(path) == "ab個人番号"
    compose(field, "窓を移る")
    QApplication.sendEvent(field, QEvent(QEvent.Type.WindowDeactivate))
    assert session.snapshot().root.answer(path) == "ab個人番号窓を移る"


def test_a_composition_is_complete_when_the_cursor_leaves_and_undo_takes_it_back(qtbot: QtBot) -> None:
    """Left in its field, it would come in the middle of the undo that shows the field anew."""
    session = open_session()
    page = open_page(qtbot, session, "I")
    path, other = path_of(session, "I.1.2"), editor_of(page, path_of(session, "I.1.1"))
    field = editor_of(page, path).focus_target()
    assert isinstance(field, GrowingText)
    field.setFocus()
    compose(field, "")
    QTest.keyClicks(field, "ab")
    session.end_burst()
    compose(field, "変換中")
    other.focus_target().setFocus()
    assert session.answer(path) == "ab変換中"
    session.undo_stack.undo()
    assert (session.answer(path), field.text()) == ("ab", "ab")
    session.undo_stack.undo()
    assert (session.answer(path), field.text()) == (None, "")
    session.undo_stack.redo()
    session.undo_stack.redo()
    assert (session.answer(path), field.text()) == ("ab変換中", "ab変換中")


_DAY_LABEL = re.compile(r"[①-⑳]?(?:.*日|実施日・期間)(?:　.*)?$")


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: f"{form.id} {form.version}")
def test_every_item_of_days_completes_them_and_has_a_calendar(form: Form) -> None:
    for item_id, place in form.places.items():
        if _DAY_LABEL.match(place.item.label or ""):
            kind = place.item.kind
            assert isinstance(kind, DateKind) or (isinstance(kind, TextKind) and kind.days), item_id


def cursor_before(field: GrowingText, words: str) -> QTextCursor:
    cursor = field.textCursor()
    cursor.setPosition(field.text().index(words))
    return cursor


def test_the_days_of_a_period_are_completed_and_the_calendar_writes_at_the_cursor(qtbot: QtBot) -> None:
    session = open_session("yoshiki3")
    path = path_of(session, "V.2.2")
    editor = editor_of(open_page(qtbot, session, "V"), path)
    assert isinstance(editor, DaysEditor)
    editor.field.setFocus()
    QTest.keyClicks(editor.field, "R7.3.9")
    editor.field.insertPlainText("～（30日間）")
    editor.field.setTextCursor(cursor_before(editor.field, "（"))
    editor.complete()  # the calendar takes the focus
    editor.put_day("令和7年4月8日")
    assert session.answer(path) == "令和7年3月9日～令和7年4月8日（30日間）"
