"""The clipboard as people use it: what comes out of other programs, and what travels inside this one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.withheld import WHOLE, Spans
from pia_desktop.forms.values import Checked, Figure
from tests.strategies import png
from tests.ui.pages import editor_of, open_page, open_session, path_of, words_on
from tests.ui.shell import dialog, free
from ui.context.session import Session
from ui.form.choices import ChecksEditor
from ui.form.clipping import MOST_AT_ONCE
from ui.form.figure import FigureEditor
from ui.form.texts import GrowingText

TEXT = "I.1.2"
CUT = (Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
COPY = (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
PASTE = (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def session() -> Session:
    return open_session("yoshiki4")


def field_of(qtbot: QtBot, session: Session, item: str = TEXT, part: str = "I") -> GrowingText:
    page = open_page(qtbot, session, part)
    field = editor_of(page, path_of(session, item)).passage_field()
    assert field is not None
    field.setFocus()
    return field


def put(text: str = "", *, html: str = "", picture: bool = False, files: tuple[Path, ...] = ()) -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    if picture:
        image = QImage(3, 2, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.red)
        data.setImageData(image)
    if files:
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    QGuiApplication.clipboard().setMimeData(data)


def mark(field: GrowingText, start: int, end: int) -> None:
    cursor = QTextCursor(field.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)


SHEET = "<html><table><tr><td>甲</td></tr></table></html>"


@pytest.mark.parametrize(
    ("text", "html", "pasted"),
    [
        ('"①資格の確認\n②""証""の交付"\r\n', "", '①資格の確認\n②"証"の交付'),
        ('"①資格\n②証"\r\n', SHEET, "①資格\n②証"),
        ("甲\r\n", SHEET, "甲"),
        ("甲\t乙\r\n丙\t\r\n", SHEET, "甲\u3000乙\n丙"),
        ("甲\r\n乙", "<p>甲<p>乙", "甲\n乙"),
        ('"引用"', "", '"引用"'),
        ("", "<p>甲<b>乙</b></p>", "甲乙"),
        ("⽅法\u200bと⼾籍", "", "方法と戸籍"),
        ("甲\u00a0乙", "", "甲\u00a0乙"),
    ],
)
def test_words_of_other_programs_arrive_as_words(
    qtbot: QtBot, session: Session, text: str, html: str, pasted: str
) -> None:
    field = field_of(qtbot, session)
    put(text, html=html, picture=True)
    QTest.keyClick(field, *PASTE)
    assert session.answer(path_of(session, TEXT)) == pasted
    assert field.text() == pasted
    assert session.undo_stack.count() == 1


def test_a_copied_file_is_never_its_path(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    field = field_of(qtbot, session)
    put("/home/甲/図.png", files=(tmp_path / "図.png",))
    QTest.keyClick(field, *PASTE)
    put(files=(tmp_path / "図.png", tmp_path / "表.xlsx"))
    QTest.keyClick(field, *PASTE)
    assert session.root.empty


def test_too_much_at_once_is_told_and_changes_nothing(qtbot: QtBot, session: Session) -> None:
    field = field_of(qtbot, session)
    put("字" * (MOST_AT_ONCE + 1))
    QTest.keyClick(field, *PASTE)
    assert session.root.empty
    assert f"{MOST_AT_ONCE:,}" in words_on(dialog())
    dialog().close()
    free()
    put("字" * 50_000)
    QTest.keyClick(field, *PASTE)
    assert session.answer(path_of(session, TEXT)) == "字" * 50_000


# ---- figures


def figure_of(qtbot: QtBot, session: Session) -> FigureEditor:
    page = open_page(qtbot, session, "A1")
    editor = editor_of(page, ("A1.figure",))
    assert isinstance(editor, FigureEditor)
    editor.field.setFocus()
    return editor


def shown(session: Session) -> Figure:
    value = session.answer(("A1.figure",))
    return value if isinstance(value, Figure) else Figure()


def test_a_screenshot_becomes_a_picture_of_the_figure(qtbot: QtBot, session: Session) -> None:
    editor = figure_of(qtbot, session)
    put(picture=True)
    QTest.keyClick(editor.field, *PASTE)
    editor.paste_button.click()
    assert [(one.width, one.height) for one in shown(session).pictures] == [(3, 2), (3, 2)]
    assert shown(session).text == ""


def test_cells_with_a_picture_of_them_are_words_in_a_figures_text(qtbot: QtBot, session: Session) -> None:
    editor = figure_of(qtbot, session)
    put("甲\r\n", html=SHEET, picture=True)
    QTest.keyClick(editor.field, *PASTE)
    assert shown(session) == Figure("甲")


def test_picture_files_become_pictures_in_their_order(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    files = (tmp_path / "二.png", tmp_path / "一.PNG")
    for number, file in enumerate(files, 2):
        file.write_bytes(png(number, 5))
    editor = figure_of(qtbot, session)
    put("\n".join(map(str, files)), files=files)
    QTest.keyClick(editor.field, *PASTE)
    assert [one.width for one in shown(session).pictures] == [2, 3]
    assert shown(session).text == ""


# ---- what is not for the public travels with the words


def withheld(session: Session, item: str = TEXT) -> Spans | None:
    return session.root.withheld_at(path_of(session, item))


def words_withheld(session: Session, item: str = TEXT) -> list[str]:
    value = session.answer(path_of(session, item))
    assert isinstance(value, str)
    return [value[start:end] for start, end in withheld(session, item) or ()]


def secret(
    qtbot: QtBot, session: Session, text: str = "甲の秘密は乙", span: tuple[int, int] = (2, 4)
) -> GrowingText:
    path = path_of(session, TEXT)
    session.set_answer(path, text)
    session.withhold(path, (span,))
    field = field_of(qtbot, session)
    field.show_text(text)
    return field


def test_cut_and_pasted_at_its_place_it_stays_withheld(qtbot: QtBot, session: Session) -> None:
    field = secret(qtbot, session)
    mark(field, 1, 5)
    QTest.keyClick(field, *CUT)
    assert withheld(session) is None
    QTest.keyClick(field, *PASTE)
    assert field.text() == "甲の秘密は乙"
    assert words_withheld(session) == ["秘密"]
    session.undo_stack.undo()
    assert field.text() == "甲乙"
    assert withheld(session) is None
    session.undo_stack.redo()
    assert words_withheld(session) == ["秘密"]


def test_copied_elsewhere_it_stays_withheld(qtbot: QtBot, session: Session) -> None:
    field = secret(qtbot, session)
    mark(field, 0, 3)
    QTest.keyClick(field, *COPY)
    assert QGuiApplication.clipboard().text() == "甲の秘"
    mark(field, 6, 6)
    QTest.keyClick(field, *PASTE)
    assert field.text() == "甲の秘密は乙甲の秘"
    assert words_withheld(session) == ["秘密", "秘"]
    other = open_session("yoshiki3")
    there = field_of(qtbot, other)
    QTest.keyClick(there, *PASTE)
    assert words_withheld(other) == ["秘"]
    assert other.undo_stack.count() == 1


def test_beyond_the_bmp_the_marks_stand_right(qtbot: QtBot, session: Session) -> None:
    field = secret(qtbot, session, "𠮷𠮷秘密𠮷", (2, 4))
    mark(field, 2, 8)
    QTest.keyClick(field, *COPY)
    mark(field, 0, 0)
    QTest.keyClick(field, *PASTE)
    assert field.text() == "𠮷秘密𠮷𠮷𠮷秘密𠮷"
    assert words_withheld(session) == ["秘密", "秘密"]


def test_of_an_answer_withheld_as_a_whole_all_words_are(qtbot: QtBot, session: Session) -> None:
    path = path_of(session, TEXT)
    field = secret(qtbot, session)
    session.withhold(path, WHOLE)
    mark(field, 0, 1)
    QTest.keyClick(field, *COPY)
    other = open_session()
    there = field_of(qtbot, other)
    QTest.keyClick(there, *PASTE)
    assert words_withheld(other) == ["甲"]


def test_dragged_inside_its_text_it_stays_withheld(qtbot: QtBot, session: Session) -> None:
    """Qt takes the words out and puts them in as one change of the document."""
    field = secret(qtbot, session, "甲秘密乙", (1, 3))
    mark(field, 0, 1)
    source = field.createMimeDataFromSelection()
    cursor = field.textCursor()
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    mark(field, 2, 2)
    field.insertFromMimeData(source)
    cursor.endEditBlock()
    assert field.text() == "秘密甲乙"
    assert words_withheld(session) == ["秘密"]


def test_pasted_over_public_words_it_is_withheld_and_nothing_else(qtbot: QtBot, session: Session) -> None:
    field = secret(qtbot, session)
    mark(field, 2, 4)
    QTest.keyClick(field, *COPY)
    mark(field, 0, 1)
    QTest.keyClick(field, *PASTE)
    assert field.text() == "秘密の秘密は乙"
    assert words_withheld(session) == ["秘密", "秘密"]


def test_in_the_brackets_of_a_box_the_whole_answer_is_withheld(qtbot: QtBot, session: Session) -> None:
    """There are no passages there, and what cannot be marked must not become public."""
    field = secret(qtbot, session)
    mark(field, 0, 4)
    QTest.keyClick(field, *COPY)
    key = path_of(session, "II.3.1")
    page = open_page(qtbot, session, "II")
    editor = editor_of(page, key)
    assert isinstance(editor, ChecksEditor)
    label, box = next(iter(editor.texts.items()))
    box.setFocus()
    QTest.keyClick(box, *PASTE)
    value = session.answer(key)
    assert isinstance(value, Checked)
    assert value.text(label) == "甲の秘密"
    assert session.root.withheld_at(key) == WHOLE
    session.undo_stack.undo()
    assert session.answer(key) is None


def test_copying_keeps_no_break_spaces(qtbot: QtBot, session: Session) -> None:
    session.set_answer(path_of(session, TEXT), "甲\u00a0乙")
    field = field_of(qtbot, session)
    mark(field, 0, 3)
    QTest.keyClick(field, *COPY)
    mark(field, 3, 3)
    QTest.keyClick(field, *PASTE)
    assert field.text() == "甲\u00a0乙甲\u00a0乙"
