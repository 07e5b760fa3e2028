"""The clipboard as people use it: what comes out of other programs, and what travels inside this one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.edits import Batch, InsertEntry
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import WHOLE, Spans
from pia_desktop.forms.values import MAX_TEXT, Checked, Figure
from pia_desktop.paper.copies import public_copy
from tests.strategies import png
from tests.ui.pages import editor_of, open_page, open_session, path_of, words_on
from tests.ui.shell import dialog, free
from ui.assessment.undo_strip import UndoStrip
from ui.context.session import Session
from ui.form.changes import ChangesBlock
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
STYLES = ".xl1{mso-style-parent:style0; border:.5pt solid windowtext;}" * 3_000
LARGE_WORKBOOK = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId content=Excel.Sheet>'
    f"<style><!--{STYLES}--></style></head><body><table><!--StartFragment--><tr><td>甲</td></tr>"
    "<!--EndFragment--></table></body></html>"
)


@pytest.mark.parametrize(
    ("text", "html", "pasted"),
    [
        ('"①資格の確認\n②""証""の交付"\r\n', "", '①資格の確認\n②"証"の交付'),
        ('"①資格\n②証"\r\n', SHEET, "①資格\n②証"),
        ("甲\r\n", SHEET, "甲"),
        ("甲\r\n", LARGE_WORKBOOK, "甲"),
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
    assert shown(session) == Figure.of("甲")


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


PAGE_TABLE = (
    "<p>前置き</p><table><tr><th>項目</th><th>新</th></tr>"
    "<tr><td>Ⅱ.3</td><td><p>一</p><p>二</p></td></tr><tr><td></td><td>乙</td></tr></table>"
)


def test_cells_of_a_page_alone_stay_apart_as_those_of_a_spreadsheet(qtbot: QtBot, session: Session) -> None:
    field = field_of(qtbot, session)
    put(html=PAGE_TABLE)
    QTest.keyClick(field, *PASTE)
    assert session.answer(path_of(session, TEXT)) == "前置き\n項目\u3000新\nⅡ.3\u3000一\n二\n乙"


# ---- the table of changes


def table_of(qtbot: QtBot, session: Session) -> ChangesBlock:
    page = open_page(qtbot, session, "A3")
    block = page.findChild(ChangesBlock)
    assert isinstance(block, ChangesBlock)
    block.view.setFocus()
    return block


def changes(session: Session) -> list[list[str]]:
    return [
        [str(node.answers.get(column, "")) for column in _COLUMNS]
        for node in session.root.entries(("A3.changes",)).values()
    ]


_COLUMNS = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")
RANGE = (
    "変更日\t項目\t変更前の記載\t変更後の記載\t提出時期\t提出時期に係る説明\r\n"
    'R6.8.30\tⅡ.3\t"一\n""二"""\t新\t事後\t軽微\r\n'
    "\t\t\t\t\t\r\n"
    "令和7年1月1日\tⅡ.4\t旧\t新\r\n"
)


def test_a_range_becomes_rows_of_the_table_as_one_step(qtbot: QtBot, session: Session) -> None:
    block = table_of(qtbot, session)
    put(RANGE, html=SHEET, picture=True)
    QTest.keyClick(block.view, *PASTE)
    assert changes(session) == [
        ["令和6年8月30日", "Ⅱ.3", '一\n"二"', "新", "事後", "軽微"],
        ["令和7年1月1日", "Ⅱ.4", "旧", "新", "", ""],
    ]
    assert [index.row() for index in block.view.selectionModel().selectedRows()] == [0]
    session.undo_stack.undo()
    assert session.root.empty


def test_a_page_alone_becomes_rows_of_the_table(qtbot: QtBot, session: Session) -> None:
    block = table_of(qtbot, session)
    put(html="<table><tr><td>R6.8.30</td><td>Ⅱ.3</td><td>一<br>二</td><td>新</td></tr></table>")
    QTest.keyClick(block.view, *PASTE)
    assert changes(session) == [["令和6年8月30日", "Ⅱ.3", "一\n二", "新", "", ""]]


@pytest.mark.parametrize("held", [False, True])
def test_a_row_is_chosen_alone_even_while_ctrl_is_held(qtbot: QtBot, session: Session, held: bool) -> None:
    block = table_of(qtbot, session)
    put("甲\t乙\r\n丙\t丁\r\n", html=SHEET)
    QTest.keyClick(block.view, *PASTE)
    if held:
        QTest.keyPress(block.view, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    for row in (1, 1, 0):
        block.view.choose(row)
        assert [index.row() for index in block.view.selectionModel().selectedRows()] == [row]
    QTest.keyRelease(block.view, Qt.Key.Key_Control)


def test_rows_go_out_for_spreadsheets_and_come_back_with_their_marks(qtbot: QtBot, session: Session) -> None:
    block = table_of(qtbot, session)
    put(RANGE, html=SHEET)
    QTest.keyClick(block.view, *PASTE)
    key = next(iter(session.root.entries(("A3.changes",))))
    session.withhold(("A3.changes", key, "変更前の記載"), ((0, 1),))
    block.view.selectAll()
    QTest.keyClick(block.view, *COPY)
    clip = QGuiApplication.clipboard().mimeData()
    assert clip.text().splitlines()[0].endswith('\t"一')  # a line end inside its cell, in quotes
    assert clip.html().count("<tr>") == 2
    other = open_session()
    there = table_of(qtbot, other)
    QTest.keyClick(there.view, *PASTE)
    assert changes(other) == changes(session)
    (first, _second) = other.root.entries(("A3.changes",)).values()
    assert first.withheld == {"変更前の記載": ((0, 1),)}


def test_what_is_done_to_the_rows_is_done_to_all_that_are_marked(qtbot: QtBot, session: Session) -> None:
    block = table_of(qtbot, session)

    def order() -> str:
        return "".join(words for _day, words, *_others in changes(session))

    def marked() -> list[int]:
        return block.view.chosen()

    put("".join(f"R6.8.30\t{name}\r\n" for name in "甲乙丙丁"))
    QTest.keyClick(block.view, *PASTE)
    block.view.choose(1, 2)
    block.move_rows(1)
    assert (order(), marked()) == ("甲丁乙丙", [2, 3])
    block.move_rows(1)  # the last row is one of them
    assert (order(), marked()) == ("甲丁乙丙", [2, 3])
    block.move_rows(-1)
    assert (order(), marked()) == ("甲乙丙丁", [1, 2])
    block.duplicate()
    assert (order(), marked()) == ("甲乙丙乙丙丁", [3, 4])
    QTest.keyClick(block.view, Qt.Key.Key_Delete)
    assert order() == "甲乙丙丁"
    for before in ("甲乙丙乙丙丁", "甲乙丙丁", "甲丁乙丙", "甲乙丙丁"):
        session.undo_stack.undo()
        assert order() == before


def test_too_many_rows_are_told_and_change_nothing(qtbot: QtBot, session: Session) -> None:
    block = table_of(qtbot, session)
    put("甲\t乙\r\n" * 600, html=SHEET)
    QTest.keyClick(block.view, *PASTE)
    assert session.root.empty
    assert "600" in words_on(dialog())
    dialog().close()
    free()


def test_what_was_pasted_is_not_in_a_copy_for_the_public(qtbot: QtBot, session: Session) -> None:
    field = secret(qtbot, session)
    mark(field, 1, 5)
    QTest.keyClick(field, *CUT)
    mark(field, 2, 2)
    QTest.keyClick(field, *PASTE)
    public = public_copy(session.assessment.snapshot())
    assert "秘密" not in str(public.root.answer(path_of(session, TEXT)))


# ---- lines of a PDF

OUT_OF_A_PDF = (
    "当課における助成の事務は、条例及びその施行規則に基づいて、対象となる者の資格の確\n"
    "認及び助成の額の決定に関する事務並びに支払に関する事務を行うものであり、次に掲げ\n"
    "るとおりである。\n①その他"
)


def test_lines_of_a_pdf_are_offered_to_be_joined_as_a_step_of_its_own(qtbot: QtBot, session: Session) -> None:
    path = path_of(session, TEXT)
    session.set_answer(path, "秘密　")
    session.withhold(path, ((0, 2),))
    holder = QWidget()
    qtbot.addWidget(holder)
    strip = UndoStrip(session, holder)
    offers: list[Callable[[], None]] = []
    session.joining_offered.connect(offers.append)
    holder.show()
    field = field_of(qtbot, session)
    mark(field, 3, 3)
    put(OUT_OF_A_PDF)
    QTest.keyClick(field, *PASTE)
    assert field.text() == f"秘密　{OUT_OF_A_PDF}"
    assert strip.isVisibleTo(holder)
    session.withhold(path, ((0, 2), (42, 46)))
    assert not strip.isVisibleTo(holder)  # another step is the newest
    field.selectAll()
    QTest.keyClick(field, *PASTE)
    session.withhold(path, ((37, 43),))
    offers[-1]()
    lines = field.text().split("\n")
    assert [line[-4:] for line in lines] == ["りである。"[-4:], "①その他"]
    assert words_withheld(session) == [OUT_OF_A_PDF[37:43].replace("\n", "")]
    session.undo_stack.undo()
    assert field.text() == OUT_OF_A_PDF


def test_lines_that_end_are_not_offered_to_be_joined(qtbot: QtBot, session: Session) -> None:
    offers: list[object] = []
    session.joining_offered.connect(offers.append)
    field = field_of(qtbot, session)
    put("氏名\n住所\n生年月日")
    QTest.keyClick(field, *PASTE)
    assert not offers


def test_typing_beyond_the_longest_answer_is_taken_back_and_told(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[object] = []
    monkeypatch.setattr("sys.excepthook", lambda *fault: faults.append(fault))
    field = field_of(qtbot, session)
    whole = "漢" * MAX_TEXT
    session.set_answer(path_of(session, TEXT), whole)
    field.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClick(field, Qt.Key.Key_A)
    field.textCursor().insertText("字")
    assert field.text() == session.answer(path_of(session, TEXT)) == whole
    assert QToolTip.text()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_A)
    assert session.answer(path_of(session, TEXT)) == "a" + whole[1:]
    assert faults == []


@pytest.mark.parametrize(
    ("html", "pasted"),
    [
        ("<div>甲</div><div><br></div><div>乙</div>", "甲\n\n乙"),
        ("<p>甲<br></p><p>乙</p>", "甲\n乙"),
        ("<p>甲<br>乙</p>", "甲\n乙"),
        (
            "<html><body>\r\n<!--StartFragment--><p>甲</p>\n<p>乙</p><!--EndFragment-->\r\n</body></html>",
            "甲\n乙",
        ),
        ("<p>甲&nbsp;乙</p>", "甲 乙"),
    ],
)
def test_words_of_a_page_alone_keep_the_lines_that_it_shows(
    qtbot: QtBot, session: Session, html: str, pasted: str
) -> None:
    field = field_of(qtbot, session)
    put(html=html)
    QTest.keyClick(field, *PASTE)
    assert session.answer(path_of(session, TEXT)) == pasted


def test_rows_that_a_full_table_has_no_room_for_are_told_and_none_is_added(
    qtbot: QtBot, session: Session
) -> None:
    table = (session.form.roles.changes,)
    limit = session.form.lists[table[0]].max
    rows = (InsertEntry(table, f"k{row}", row, Node()) for row in range(limit - 1))
    session.push(Batch(tuple(rows)))
    block = table_of(qtbot, session)
    block.view.choose(0, 1)
    with qtbot.waitSignal(session.refused) as told:
        block.duplicate()
    assert f"{limit:,}" in str(told.args)
    assert len(session.root.entries(table)) == limit - 1
    block.view.choose(0)
    block.duplicate()
    assert len(session.root.entries(table)) == limit
    with qtbot.waitSignal(session.refused):
        block.add_row()
    assert len(session.root.entries(table)) == limit
