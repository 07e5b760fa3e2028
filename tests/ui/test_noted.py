"""Withheld words in fields that keep no marks: the words say so themselves, on their way there and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QThreadPool
from PySide6.QtGui import QClipboard, QContextMenuEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.opinions import Filling, fill_edit
from pia_desktop.assessment.passages import withheld_in
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.exchange.cells import Cell
from pia_desktop.forms.catalogue import find_form
from pia_desktop.office.plan_columns import shipped_plan
from pia_desktop.outputs.release import released
from pia_desktop.paper.purpose import Copy
from pia_desktop.revisions.proposals import Proposal, row_node
from pia_desktop.revisions.words import Words
from tests.ui.history import open_history
from tests.ui.pages import editor_of, open_page, open_session, path_of
from tests.ui.shell import MakeCoordinator, choose_next, dialog, dialogs, free
from ui.assessment.window import AssessmentWindow
from ui.context.office_defaults import OfficeDefaults
from ui.form.clipping import clipping
from ui.form.field_menu import TextActions
from ui.notes.card import NoteText
from ui.office.plan_columns_dialog import PlanColumnsDialog
from ui.printing.purpose import PurposeDialog
from ui.widgets.clipboard_data import clipboard_data
from ui.widgets.dialogs import MessageDialog
from ui.widgets.dragging import PlainField
from ui.widgets.line_field import LineField
from ui.widgets.own_words import one_text
from ui.widgets.passages import PassagesView
from ui.widgets.search_field import FindField

NOTED = "甲の〖公表しない：秘密の施設〗は乙"
SECRET = Cell("甲の秘密の施設は乙", ((2, 7),))


def put(data: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(data)


Field = PlainField | NoteText | LineField


def text_of(field: Field) -> str:
    return field.toPlainText() if isinstance(field, PlainField) else field.text()


@pytest.fixture(params=["plain", "note", "line"])
def field(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Field]:
    holder = QWidget()
    qtbot.addWidget(holder)
    makers: dict[str, Callable[[], Field]] = {
        "plain": lambda: PlainField(holder),
        "note": lambda: NoteText(holder, "所見", "", "", writing=True),
        "line": lambda: LineField(holder),
    }
    made = makers[request.param]()
    holder.show()
    yield made
    holder.hide()


def test_words_say_what_is_withheld_and_take_their_mark_back_into_the_form(
    qtbot: QtBot, field: Field
) -> None:
    put(clipping(((SECRET,),)))
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert text_of(field) == NOTED
    field.selectAll()
    field.cut()
    session = open_session("yoshiki4")
    path = path_of(session, "I.1.2")
    there = editor_of(open_page(qtbot, session, "I"), path).passage_field()
    assert there is not None
    there.paste()
    assert session.answer(path) == SECRET.words
    assert session.root.withheld_at(path) == SECRET.withheld


def test_words_without_a_mark_are_pasted_as_they_are(field: Field) -> None:
    put(clipping(((Cell("甲の施設"),),)))
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert text_of(field) == "甲の施設"
    data = QMimeData()
    data.setText("よそから")
    put(data)
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert text_of(field) == "甲の施設よそから"


def test_dropped_words_say_so_too(field: Field) -> None:
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    data = clipping(((SECRET,),))
    target = field if isinstance(field, LineField) else field.viewport()
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, none))
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    assert text_of(field) == NOTED


class Selected(NamedTuple):
    """A clipboard of a desktop on which what was selected last can be pasted, too."""

    copied: QMimeData
    selected: QMimeData

    def supportsSelection(self) -> bool:
        return True

    def mimeData(self, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> QMimeData:
        return self.selected if mode is QClipboard.Mode.Selection else self.copied


def middle_click(field: QWidget) -> None:
    QTest.mouseClick(field, Qt.MouseButton.MiddleButton)


def shift_control_insert(field: QWidget) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(field, Qt.Key.Key_Insert, both)


@pytest.mark.parametrize("paste", [middle_click, shift_control_insert])
def test_words_that_were_only_selected_say_so_too(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, paste: Callable[[QWidget], None]
) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    field = LineField("名称", holder)
    clipboard = Selected(QMimeData(), clipping(((SECRET,),)))
    with monkeypatch.context() as here:
        here.setattr(QGuiApplication, "clipboard", staticmethod(lambda: clipboard))
        paste(field)
    assert NOTED in field.text()


def test_the_menu_pastes_as_the_keys_do(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    field = LineField(holder)
    put(clipping(((SECRET,),)))
    TextActions(holder, field).paste()
    assert field.text() == NOTED


def test_cells_of_lists_and_tables_are_edited_in_such_a_field(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    columns = PlanColumnsDialog(holder, shipped_plan().columns)
    columns.list.editItem(columns.list.item(0))
    assert columns.list.viewport().findChild(LineField) is not None


def test_answers_of_the_office_take_the_mark_into_a_new_assessment() -> None:
    form = find_form("yoshiki4")
    root = OfficeDefaults(contact=NOTED).root(form)
    contact = form.roles.contact
    assert contact is not None
    assert root.answer((contact,)) == SECRET.words
    assert root.withheld_at((contact,)) == SECRET.withheld


def test_a_row_of_the_table_of_changes_and_an_opinion_take_the_mark_into_the_form() -> None:
    session = open_session("yoshiki4")
    row = row_node(session.form, Proposal("項目", Words(NOTED), Words("乙"), "事前", NOTED, "", "", ()), None)
    assert NOTED not in row.answers.values()
    assert sorted(row.withheld.values()) == [SECRET.withheld, SECRET.withheld]
    assessment = Assessment(session.form, session.root)
    opinions = session.form.roles.opinions
    assert opinions is not None
    edit = fill_edit(session.root, Filling(opinions, NOTED, None, ""))
    assert edit is not None
    assessment.apply(edit)
    assert assessment.root.withheld_at((opinions,)) == SECRET.withheld


@pytest.mark.parametrize("copy", list(Copy))
def test_the_public_reads_them_nowhere_though_nothing_in_the_form_is_withheld(copy: Copy) -> None:
    session = open_session("yoshiki4")
    said = released(copy, session.assessment.snapshot()).words(NOTED)
    assert said == ("甲の【非公表】は乙" if copy.public else NOTED)


@pytest.fixture
def window(make_coordinator: MakeCoordinator, tmp_path: Path) -> Iterator[AssessmentWindow]:
    yield open_history(make_coordinator, tmp_path)
    QThreadPool.globalInstance().waitForDone()


def test_the_review_sheet_asks_what_for_and_leaves_them_out(
    window: AssessmentWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    panel = window.panes.viewpoints.show()
    put(clipping(((Cell("秘密の施設", WHOLE),),)))
    next(iter(panel.cards.values())).words.paste()
    target = tmp_path / "出力.html"
    choose_next(window, target)
    panel.sheet.click()
    (asked,) = dialogs(PurposeDialog)
    assert isinstance(asked, PurposeDialog)
    asked.purpose.choose_copy(Copy.PUBLIC)
    asked.accept()
    qtbot.waitUntil(lambda: bool(dialogs(MessageDialog)))
    dialog().close()
    free()
    words = target.read_text("utf-8")
    assert "【非公表】" in words
    assert "秘密の施設" not in words


# ---- on their way out of such fields


def on_clipboard() -> Cell | None:
    return one_text(QGuiApplication.clipboard().mimeData())


def test_part_of_what_says_so_is_copied_with_its_mark(field: Field) -> None:
    put(clipping(((SECRET,),)))
    field.paste()
    at, length = NOTED.index("秘密"), len("秘密の")
    if isinstance(field, LineField):
        field.setSelection(at, length)
    else:
        cursor = field.textCursor()
        cursor.setPosition(at)
        cursor.setPosition(at + length, cursor.MoveMode.KeepAnchor)
        field.setTextCursor(cursor)
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert on_clipboard() == Cell("秘密の", ((0, length),))


@pytest.fixture
def find_field(qtbot: QtBot) -> Iterator[FindField]:
    holder = QWidget()
    qtbot.addWidget(holder)
    yield FindField(holder, "検索")
    holder.hide()


def test_words_to_look_for_are_plain_and_come_out_with_their_mark(find_field: FindField) -> None:
    put(clipping(((SECRET,),)))
    QTest.keyClick(find_field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert find_field.text() == SECRET.words
    find_field.insert("と丙")
    QTest.keyClick(find_field, Qt.Key.Key_Home)
    find_field.insert("𠮷")
    find_field.selectAll()
    QTest.keyClick(find_field, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert find_field.text() == ""
    assert on_clipboard() == Cell(f"𠮷{SECRET.words}と丙", ((3, 8),))
    find_field.undo()
    find_field.selectAll()
    find_field.copy()
    assert on_clipboard() == Cell(f"𠮷{SECRET.words}と丙", ((3, 8),))


def test_words_marked_in_the_form_and_looked_for_keep_their_mark(find_field: FindField) -> None:
    find_field.show_words(SECRET.words, SECRET.withheld)
    find_field.selectAll()
    find_field.copy()
    assert on_clipboard() == SECRET
    find_field.setText("ほかの言葉")
    find_field.selectAll()
    find_field.copy()
    assert on_clipboard() == Cell("ほかの言葉")


def test_words_shown_beside_others_are_copied_with_their_mark(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    path = path_of(session, "I.1.2")
    session.push(SetAnswer(path, SECRET.words))
    session.push(SetWithheld(path, SECRET.withheld))
    holder = QWidget()
    qtbot.addWidget(holder)
    view = PassagesView("後", lambda words: withheld_in(words, session.snapshot()), new=True, parent=holder)
    view.show_words(SECRET.words, changed=True)
    view.selectAll()
    view.copy()
    assert on_clipboard() == SECRET
    holder.hide()


def test_the_menu_of_a_field_goes_with_the_dialog_that_is_closed_meanwhile(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    field = LineField("語", holder)
    at = field.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, field.mapToGlobal(at))
    QApplication.sendEvent(field, event)  # returns while the menu is open: nothing waits in it
    (menu,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible())
    assert menu.actions()
    menu.close()
    qtbot.waitUntil(lambda: not isValid(menu))


def test_a_clipboard_that_nobody_owns_any_more_gives_nothing(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, field: Field
) -> None:
    monkeypatch.setattr(QClipboard, "mimeData", lambda *_mode: None)
    before = text_of(field)
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert text_of(field) == before
    assert not clipboard_data().formats()
