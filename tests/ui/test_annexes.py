"""The tab 別紙: sheets added, named, moved, removed; tables pasted and written in place."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.model import ANNEX_BODY, ANNEX_TITLE, ANNEXES
from pia_desktop.forms.values import DataTable, Figure, Picture
from pia_desktop.i18n import _
from tests.ui.pages import editor_of, open_page, open_session
from ui.context.session import Session
from ui.form.cells import sheet_width
from ui.form.entries import EntriesBlock
from ui.form.figure import FigureEditor
from ui.form.page import PartPage
from ui.form.table_block import TableRow, with_pasted
from ui.form.table_cells import CellText


def opened(qtbot: QtBot) -> tuple[Session, PartPage, EntriesBlock]:
    session = open_session("yoshiki3")
    page = open_page(qtbot, session, ANNEXES)
    block = page.lists[(ANNEXES,)]
    assert isinstance(block, EntriesBlock)
    return session, page, block


def body_of(session: Session, page: PartPage, number: int = 0) -> FigureEditor:
    key = list(session.root.entries((ANNEXES,)))[number]
    editor = editor_of(page, (ANNEXES, key, ANNEX_BODY))
    assert isinstance(editor, FigureEditor)
    return editor


def put(text: str) -> None:
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def tables(session: Session) -> list[DataTable]:
    (node, *_others) = session.root.entries((ANNEXES,)).values()
    body = node.answers.get(ANNEX_BODY)
    return list(body.tables) if isinstance(body, Figure) else []


def table_row(editor: FigureEditor, index: int = 0) -> TableRow:
    row = editor.row(index)
    assert isinstance(row, TableRow)
    return row


def test_sheets_are_added_named_moved_and_removed(qtbot: QtBot) -> None:
    session, _page, block = opened(qtbot)
    for name in ("first", "second"):
        block.add_button.click()
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, name)
    keys = list(session.root.entries((ANNEXES,)))
    assert [session.answer((ANNEXES, key, ANNEX_TITLE)) for key in keys] == ["first", "second"]
    assert printed_path(session.form, (ANNEXES, keys[1], ANNEX_TITLE), session.root) == "別紙2 題名"
    session.move_entry((ANNEXES,), keys[1], 0)
    assert list(session.root.entries((ANNEXES,))) == [keys[1], keys[0]]
    assert printed_path(session.form, (ANNEXES, keys[1]), session.root) == "別紙1"
    session.remove_entry((ANNEXES,), keys[0])
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert list(session.root.entries((ANNEXES,))) == keys
    while session.undo_stack.can_undo():
        session.undo_stack.undo()
    assert not session.root.entries((ANNEXES,))


def test_a_sheet_becomes_narrower_than_the_paper_and_names_what_its_field_is_for(qtbot: QtBot) -> None:
    session, page, block = opened(qtbot)
    block.add_button.click()
    body = body_of(session, page)
    before = body.field.placeholderText()
    assert block.minimumSizeHint().width() < sheet_width(), "there is room for panes on both sides"
    session.set_answer(body.path, Figure((Picture("0" * 64, "image/png", 300, 200), "")))
    explained = body.field.placeholderText()
    assert explained == _("Explanation of the figure")
    assert before != explained
    assert block.minimumSizeHint().width() < sheet_width()


def test_cells_of_a_spreadsheet_become_a_table_where_the_cursor_is(qtbot: QtBot) -> None:
    session, page, block = opened(qtbot)
    block.add_button.click()
    editor = body_of(session, page)
    QTest.keyClicks(editor.field, "before")
    put('No\tName\r\n1\t"two\r\nlines"\r\n')
    QTest.keyClick(editor.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert tables(session) == [DataTable((("No", "Name"), ("1", "two\nlines")))]
    body = session.answer(editor.path)
    assert isinstance(body, Figure)
    assert body.blocks[0] == "before"
    session.undo_stack.undo()
    assert tables(session) == []
    put("words only")
    QTest.keyClick(editor.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert tables(session) == []


def test_cells_are_written_pasted_and_emptied_by_the_keyboard(qtbot: QtBot) -> None:
    session, page, block = opened(qtbot)
    block.add_button.click()
    editor = body_of(session, page)
    editor.table_button.click()
    view = table_row(editor).view
    assert view.hasFocus()
    QTest.keyClick(view, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    QTest.keyClicks(field, "head")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    following = QApplication.focusWidget()
    assert isinstance(following, QPlainTextEdit)
    QTest.keyClicks(following, "next")
    QTest.keyClick(following, Qt.Key.Key_Return)
    assert tables(session)[0].rows[0] == ("head", "next", "")
    assert view.hasFocus()
    session.undo_stack.undo()
    view.setCurrentIndex(view.model().index(3, 2))
    put("a\tb\nc\td")
    QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    table = tables(session)[0]
    assert (len(table.rows), table.columns) == (5, 4)
    assert [row[2:] for row in table.rows[3:]] == [("a", "b"), ("c", "d")]
    view.setCurrentIndex(view.model().index(4, 3))
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert tables(session)[0].rows[4] == ("", "", "c", "")
    for _number in range(2):
        session.undo_stack.undo()
    assert tables(session)[0].columns == 3
    assert tables(session)[0].rows[0][0] == "head"


def test_rows_and_columns_come_and_go(qtbot: QtBot) -> None:
    session, page, block = opened(qtbot)
    block.add_button.click()
    editor = body_of(session, page)
    session.set_answer(editor.path, Figure((DataTable((("a", "b"), ("c", "d"))),)))
    row = table_row(editor)
    row.view.setCurrentIndex(row.model.index(0, 0))
    row.row_in.click()
    row.column_in.click()
    assert tables(session)[0].rows == (("a", "", "b"), ("", "", ""), ("c", "", "d"))
    row.view.setCurrentIndex(row.model.index(1, 1))
    row.row_out.click()
    row.column_out.click()
    row.head_box.click()
    row.withhold.click()
    assert tables(session) == [DataTable((("a", "b"), ("c", "d")), head=False, withheld=True)]
    row.out.click()
    assert session.answer(editor.path) is None


def test_what_is_being_written_is_taken_before_anything_reads_it(qtbot: QtBot) -> None:
    session, page, block = opened(qtbot)
    block.add_button.click()
    editor = body_of(session, page)
    editor.table_button.click()
    QTest.keyClick(table_row(editor).view, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    QTest.keyClicks(field, "half")
    (node,) = session.snapshot().root.entries((ANNEXES,)).values()
    body = node.answers[ANNEX_BODY]
    assert isinstance(body, Figure)
    assert body.tables[0].rows[0][0] == "half"


def test_too_large_a_table_is_refused_with_its_limit(qtbot: QtBot) -> None:
    session, page, block = opened(qtbot)
    block.add_button.click()
    editor = body_of(session, page)
    put("\t".join("x" * 21))
    editor.rows_button.click()
    assert tables(session) == []
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible() and widget is not page:
            widget.close()


def test_a_pasted_range_lies_in_the_table() -> None:
    table = DataTable((("a", "b"),), head=False)
    assert with_pasted(table, DataTable((("x",),)), 0, 1).rows == (("a", "x"),)
    grown = with_pasted(table, DataTable((("x", "y"),), withheld=True), 1, 1)
    assert grown == DataTable((("a", "b", ""), ("", "x", "y")), head=False, withheld=True)


def test_words_of_a_withheld_table_stay_withheld_wherever_they_are_copied(qtbot: QtBot) -> None:
    """By cells, and out of a cell that is being written; into a passage and into another table."""
    session, page, block = opened(qtbot)
    block.add_button.click()
    editor = body_of(session, page)
    put("locked\troom\nshelf\tseven")
    editor.field.paste()
    table_row(editor).withhold.click()
    [table] = tables(session)
    assert table.withheld
    view = table_row(editor).view
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert withheld_when_pasted(qtbot)
    view.edit(view.currentIndex())
    [field] = view.findChildren(CellText)
    field.selectAll()
    field.copy()
    assert QGuiApplication.clipboard().text() == "locked"
    assert withheld_when_pasted(qtbot)


def withheld_when_pasted(qtbot: QtBot) -> bool:
    """Whether what lies on the clipboard is withheld in a new assessment, in a text and in a cell."""
    session, page, block = opened(qtbot)
    block.add_button.click()
    editor = body_of(session, page)
    editor.table_button.click()
    view = table_row(editor).view
    view.edit(view.currentIndex())
    [field] = view.findChildren(CellText)
    field.paste()
    QTest.keyClick(field, Qt.Key.Key_Return)
    title = next(iter(session.root.entries((ANNEXES,))))
    words = editor_of(page, (ANNEXES, title, ANNEX_TITLE)).passage_field()
    assert words is not None
    words.selectAll()
    words.paste()
    assert "locked" in tables(session)[0].rows[0][0]
    return tables(session)[0].withheld and session.root.withheld_at((ANNEXES, title, ANNEX_TITLE)) is not None


def test_cells_of_a_run_that_is_withheld_whole_are_copied_so(qtbot: QtBot) -> None:
    session, page, block = opened(qtbot)
    block.add_button.click()
    editor = body_of(session, page)
    put("locked\troom\nshelf\tseven")
    editor.field.paste()
    session.withhold(editor.path, WHOLE)
    view = table_row(editor).view
    view.setCurrentIndex(view.model().index(0, 0))
    view.copy()
    assert withheld_when_pasted(qtbot)
