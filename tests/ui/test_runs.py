"""A run of text and pictures in the window: put together, moved and withheld, by the keyboard too."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.node import Node
from pia_desktop.assessment.search import Query, find_all
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Figure, Picture, PictureSize
from tests.strategies import png
from tests.ui.pages import editor_of, open_page, open_session
from ui.context.session import Session
from ui.form.figure import FigureEditor
from ui.form.run_blocks import PassageRow, PictureRow
from ui.form.withheld import toggle_at_cursor
from ui.widgets.pasted_words import words_on

PATH = ("A1.figure",)


def opened(qtbot: QtBot, run: Figure | None = None) -> tuple[Session, FigureEditor]:
    root = Node({"A1.figure": run} if run else {}, {FILES: {"f": Node()}})
    session = open_session("yoshiki4", root)
    editor = editor_of(open_page(qtbot, session, "A1"), PATH)
    assert isinstance(editor, FigureEditor)
    return session, editor


def blocks(session: Session) -> list[object]:
    """Passages as they are, of pictures their captions."""
    value = session.answer(PATH)
    assert isinstance(value, Figure)
    return [(one.caption or one.width) if isinstance(one, Picture) else one for one in value.blocks]


def passage(editor: FigureEditor, index: int) -> PassageRow:
    row = editor.row(index)
    assert isinstance(row, PassageRow)
    return row


def picture(editor: FigureEditor, index: int) -> PictureRow:
    row = editor.row(index)
    assert isinstance(row, PictureRow)
    return row


PIC = Picture("0" * 64, "image/png", 4, 3, "図１")
OTHER = Picture("1" * 64, "image/png", 4, 3, "図２")


def test_text_figure_text_figure_is_put_together_in_order(qtbot: QtBot) -> None:
    session, editor = opened(qtbot)
    QTest.keyClicks(editor.field, "one")
    editor.additions.add_data(png(4, 3), "a.png")
    assert blocks(session) == ["one", 4]
    QTest.keyClicks(editor.field, "two")
    editor.field.setFocus()
    editor.additions.add_data(png(5, 3), "b.png")
    assert blocks(session) == ["one", 4, "two", 5]
    while session.undo_stack.can_undo():
        session.undo_stack.undo()
    assert session.answer(PATH) is None
    while session.undo_stack.can_redo():
        session.undo_stack.redo()
    assert blocks(session) == ["one", 4, "two", 5]


def test_a_picture_parts_the_text_at_the_line_of_the_cursor(qtbot: QtBot) -> None:
    session, editor = opened(qtbot, Figure(("甲の文\n乙の文\n丙の文",)))
    session.withhold(PATH, ((4, 6),))
    editor.field.mark(5, 5)
    editor.additions.add_data(png(4, 3), "a.png")
    assert blocks(session) == ["甲の文\n乙の文", 4, "丙の文"]
    assert session.root.withheld_at(PATH) == ((4, 6),)
    passage(editor, 2).field.mark(0, 0)
    editor.additions.add_data(png(5, 3), "b.png")
    assert blocks(session) == ["甲の文\n乙の文", 4, 5, "丙の文"]


def test_who_pastes_a_picture_while_writing_goes_on_behind_it(qtbot: QtBot) -> None:
    session, editor = opened(qtbot)
    editor.field.setFocus()
    QTest.keyClicks(editor.field, "one")
    for width in (4, 5):
        editor.additions.add_data(png(width, 3), "a.png")
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "two")
    assert blocks(session) == ["one", 4, 5, "two"]


def test_blocks_are_moved_by_the_keyboard_and_keep_the_cursor(qtbot: QtBot) -> None:
    session, editor = opened(qtbot, Figure(("前", PIC, "後")))
    down = picture(editor, 1).down
    down.setFocus()
    QTest.keyClick(down, Qt.Key.Key_Space)
    assert blocks(session) == ["前", "後", "図１"]
    assert QApplication.focusWidget() is picture(editor, 2).up
    session.undo_stack.undo()
    assert blocks(session) == ["前", "図１", "後"]
    up = passage(editor, 2).up
    up.setFocus()
    QTest.keyClick(up, Qt.Key.Key_Space)
    QTest.keyClick(up, Qt.Key.Key_Space)
    assert blocks(session) == ["後", "前", "図１"]
    QTest.keyClick(passage(editor, 0).out, Qt.Key.Key_Space)
    assert blocks(session) == ["前", "図１"]


def test_an_empty_passage_is_put_in_and_typed_into(qtbot: QtBot) -> None:
    session, editor = opened(qtbot, Figure((PIC, OTHER)))
    picture(editor, 0).caption.setFocus()
    editor.text_button.click()
    field = passage(editor, 1).field
    assert field.hasFocus()
    QTest.keyClicks(field, "between")
    assert blocks(session) == ["図１", "between", "図２"]
    editor.text_button.click()
    assert blocks(session) == ["図１", "between", "", "図２"]
    QTest.keyClicks(passage(editor, 3 + 1).field, "x")
    assert blocks(session) == ["図１", "between", "", "図２", "x"]


def test_passages_and_pictures_are_withheld_each_by_itself(qtbot: QtBot) -> None:
    session, editor = opened(qtbot, Figure(("前", PIC, "秘密の文")))
    passage(editor, 2).withhold.click()
    assert session.root.withheld_at(PATH) == ((2, 6),)
    picture(editor, 1).withhold.click()
    passage(editor, 2).up.click()
    assert session.root.withheld_at(PATH) == ((2, 6),)
    assert blocks(session) == ["前", "秘密の文", "図１"]
    assert passage(editor, 1).withhold.isChecked()
    assert picture(editor, 2).withhold.isChecked()
    passage(editor, 1).withhold.click()
    assert session.root.withheld_at(PATH) is None
    field = passage(editor, 1).field
    field.setFocus()
    field.mark(0, 2)
    assert toggle_at_cursor(session)
    assert session.root.withheld_at(PATH) == ((2, 4),)
    session.withhold(PATH, WHOLE)
    assert passage(editor, 0).withhold.isChecked()


def test_size_and_caption_are_chosen(qtbot: QtBot) -> None:
    session, editor = opened(qtbot, Figure((PIC,)))
    box = picture(editor, 0).size_box
    QTest.keyClick(box, Qt.Key.Key_Down)
    place = picture(editor, 0).place_box
    QTest.keyClick(place, Qt.Key.Key_Down)
    value = session.answer(PATH)
    assert isinstance(value, Figure)
    assert value.pictures[0].size is PictureSize.WIDTH
    assert value.pictures[0].above
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert [box.currentData(), place.currentData()] == [PictureSize.OWN, False]


def test_found_words_are_marked_in_their_passage(qtbot: QtBot) -> None:
    run = Figure(("甲の文", PIC, "乙の文"))
    session = open_session("yoshiki4", Node({"A1.figure": run}, {FILES: {"f": Node()}}))
    page = open_page(qtbot, session, "A1")
    (hit,) = find_all(session.snapshot(), Query("乙の"))
    page.show_words(hit.path, hit.spot, hit.start, hit.end)
    editor = editor_of(page, PATH)
    assert isinstance(editor, FigureEditor)
    field = passage(editor, 2).field
    assert field.textCursor().selectedText() == "乙の"


def test_names_tell_the_blocks_apart(qtbot: QtBot) -> None:
    _session, editor = opened(qtbot, Figure(("前", PIC, "後", OTHER)))
    names = [
        widget.accessibleName()
        for row in (editor.row(at) for at in range(5))
        for widget in (row.up, row.down, row.out, row.withhold, row.target())
    ]
    assert all(names)
    assert len(set(names)) == len(names)


def test_what_is_typed_and_taken_back_leaves_no_empty_block(qtbot: QtBot) -> None:
    session, editor = opened(qtbot, Figure((PIC,)))
    QTest.keyClicks(editor.field, "x")
    QTest.keyClick(editor.field, Qt.Key.Key_Backspace)
    assert session.answer(PATH) == Figure((PIC,))
    assert editor.field.mapTo(editor, QPoint(0, 0)).y() > picture(editor, 0).y()


def test_the_caption_of_a_withheld_picture_is_copied_as_withheld(qtbot: QtBot) -> None:
    session, editor = opened(qtbot, Figure(("前", PIC, OTHER)))
    picture(editor, 1).withhold.click()
    held, free = (picture(editor, index).caption for index in (1, 2))
    for caption, passages in ((held, ((0, 2),)), (free, None)):
        caption.selectAll()
        caption.copy()
        words = words_on(QGuiApplication.clipboard().mimeData())
        assert words is not None
        assert words.withheld == passages
    assert session.root.withheld_at(PATH) is None
