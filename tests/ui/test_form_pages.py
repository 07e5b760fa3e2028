"""The form's pages: every item has its place, every kind is typed into and undone, entries come and go."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget, QWidgetItem
from pytestqt.qtbot import QtBot
from shiboken6 import getAllValidWrappers

from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.derived import DerivedKind
from pia_desktop.forms.kinds import ChoiceKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Checked, Figure, Picture
from pia_desktop.paths import resource_root
from tests.strategies import png
from tests.ui.pages import editor_of, open_page, open_session, path_of, words_on
from ui.form.cells import AnswerCell, Cell, Words, label_cell, sub_label_width
from ui.form.changes import ChangesBlock
from ui.form.choices import ChecksEditor, ChoiceEditor, CountEditor, FlagEditor
from ui.form.editor import DerivedText, TextEditor
from ui.form.entries import EntriesBlock
from ui.form.figure import FigureEditor
from ui.form.file_pages import create_tab
from ui.form.page import PartPage
from ui.form.texts import GrowingText

FORMS = all_forms()


def form_name(form: Form) -> str:
    return form.edition


@pytest.mark.parametrize("form", FORMS, ids=form_name)
def test_every_item_of_a_form_has_an_editor_with_a_name(qtbot: QtBot, form: Form) -> None:
    session = open_session(form)
    kinds = {item_id: place.item.kind for item_id, place in form.places.items()}
    wanted = {i for i, kind in kinds.items() if kind.answerable or isinstance(kind, DerivedKind)}
    paths = {item_id: path_of(session, item_id) for item_id in wanted}
    shown = set()
    for part in (None, *form.all_parts):
        page = open_page(qtbot, session, part.id if part else None)
        for path, editor in page.registry.editors.items():
            shown.add(path[-1])
            assert editor.focus_target().accessibleName(), path
            assert page.show_item(path)
    assert shown == wanted
    assert set(paths) == wanted


@pytest.mark.parametrize("form", FORMS, ids=form_name)
def test_headings_are_as_tall_as_their_words(qtbot: QtBot, form: Form) -> None:
    for part in form.all_parts:
        page = open_page(qtbot, open_session(form), part.id)
        QTest.qWait(50)
        for label in page.findChildren(Words):
            cell = label.parentWidget()
            heading = label.font().bold() and label.isVisible()
            if heading and isinstance(cell, Cell) and cell.box.count() == 1:
                assert label.height() == label.minimumHeight(), label.text()


@pytest.mark.parametrize("form", FORMS, ids=form_name)
def test_every_label_and_option_of_a_form_is_on_its_page(qtbot: QtBot, form: Form) -> None:
    session = open_session(form)
    for item_id in form.places:
        path_of(session, item_id)
    for part in form.parts:
        page = open_page(qtbot, session, part.id)
        words = words_on(page)
        for section in part.sections:
            assert (section.title or "") in words
            for risk in section.risks:
                assert risk.title in words
            for item in section.walk():
                assert (item.label or "") in words
                if isinstance(item.kind, ChoiceKind):
                    box = editor_of(page, path_of(session, item.id))
                    assert isinstance(box, ChoiceEditor)
                    shown = [box.box.itemText(i) for i in range(1, box.box.count())]
                    assert [text[text.index(" ") + 1 :] for text in shown] == [
                        option.words for option in item.kind.options
                    ]


def test_typing_is_one_undo_step_for_each_burst(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "I")
    name, contents = path_of(session, "I.1.1"), path_of(session, "I.1.2")
    field = editor_of(page, name).focus_target()
    field.setFocus()
    QTest.keyClicks(field, "kaigo")
    assert session.answer(name) == "kaigo"
    other = editor_of(page, contents).focus_target()
    other.setFocus()
    QTest.keyClicks(other, "a")
    QTest.keyClick(other, Qt.Key.Key_Return)
    QTest.keyClicks(other, "b")
    assert session.answer(contents) == "a\nb"
    session.undo_stack.undo()
    assert session.answer(contents) == "a\n"
    session.undo_stack.undo()
    assert session.answer(contents) is None
    assert session.answer(name) == "kaigo"
    session.undo_stack.undo()
    assert session.answer(name) is None
    assert isinstance(field, GrowingText)
    assert field.text() == ""
    session.undo_stack.redo()
    assert field.text() == "kaigo"


def test_enter_goes_on_in_a_short_answer_and_starts_a_line_in_a_text(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "I")
    short = editor_of(page, path_of(session, "I.1.1")).focus_target()
    text = editor_of(page, path_of(session, "I.1.2")).focus_target()
    short.setFocus()
    QTest.keyClick(short, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is text
    QTest.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is not text


def test_a_key_held_down_since_another_place_writes_nothing(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "I")
    short = editor_of(page, path_of(session, "I.1.1")).focus_target()
    text = editor_of(page, path_of(session, "I.1.2")).focus_target()

    def hold(key: Qt.Key, words: str) -> None:
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(text, QKeyEvent(QKeyEvent.Type.KeyPress, key, none, words, autorep=True))

    short.setFocus()
    QTest.keyPress(short, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is text
    hold(Qt.Key.Key_Return, "\r")
    hold(Qt.Key.Key_Space, " ")
    for at in (1, 2):  # as X does where Qt does not see that a release and a press are one repeat
        for kind in (QKeyEvent.Type.KeyRelease, QKeyEvent.Type.KeyPress):
            event = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
            event.setTimestamp(at)
            QApplication.sendEvent(text, event)
    assert session.root.empty
    QTest.keyPress(text, Qt.Key.Key_A)
    hold(Qt.Key.Key_A, "a")
    assert session.answer(path_of(session, "I.1.2")) == "aa"


def test_composition_is_not_an_answer_until_it_is_committed_and_undo_never_breaks_it(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "I")
    path = path_of(session, "I.1.1")
    field = editor_of(page, path).focus_target()
    field.setFocus()
    QTest.keyClicks(field, "A")
    QApplication.sendEvent(field, QInputMethodEvent("へんかん", []))
    assert session.answer(path) == "A"
    committed = QInputMethodEvent()
    committed.setCommitString("変換")
    QApplication.sendEvent(field, committed)
    assert session.answer(path) == "A変換"
    session.undo_stack.undo()
    assert isinstance(field, GrowingText)
    assert session.answer(path) is None
    assert field.text() == ""


@pytest.mark.parametrize(
    "pasted",
    ["<b>太字</b> &amp; &nbsp; {} %s", "𠮷野家🍣の𠮷", "一\r\n二\u2028三", "あ\u00a0い", "x" * 50_000],
)
def test_a_paste_is_taken_as_text(qtbot: QtBot, pasted: str) -> None:
    session = open_session()
    page = open_page(qtbot, session, "I")
    path = path_of(session, "I.1.2")
    field = editor_of(page, path).focus_target()
    assert isinstance(field, GrowingText)
    mime = QMimeData()
    mime.setText(pasted)
    mime.setHtml("<h1>別のもの</h1>")
    field.insertFromMimeData(mime)
    expected = pasted.replace("\r\n", "\n").replace("\u2028", "\n")
    assert session.answer(path) == expected
    field.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(field, "z")
    assert session.answer(path) == expected + "z"


@pytest.mark.parametrize(
    ("old", "new"),
    [("", "あ"), ("あいう", "あう"), ("𠮷𠮷a", "𠮷b𠮷a"), ("aaa", "aa"), ("一\n二", "一\n三\n二"), ("x", "")],
)
def test_showing_another_text_sends_no_edit(qtbot: QtBot, old: str, new: str) -> None:
    field = GrowingText()
    qtbot.addWidget(field)
    field.show_text(old)
    with qtbot.assertNotEmitted(field.edited):
        field.show_text(new)
    assert field.text() == new


def test_a_date_in_another_notation_becomes_the_official_one_when_left(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, None)
    path = ("cover.published_on",)
    field = editor_of(page, path).focus_target()
    field.setFocus()
    QTest.keyClicks(field, "R6.8.30")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert session.answer(path) == "令和6年8月30日"


def test_a_date_that_is_only_passed_through_stays_as_it_was_written(qtbot: QtBot) -> None:
    session = open_session()
    path = ("cover.published_on",)
    session.set_answer(path, "H27.6.1")
    page = open_page(qtbot, session, None)
    field = editor_of(page, path).focus_target()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert session.answer(path) == "H27.6.1"


def test_choosing_and_counting(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "II")
    choice, count = path_of(session, "II.4"), path_of(session, "II.4.count")
    box = editor_of(page, choice)
    assert isinstance(box, ChoiceEditor)
    box.box.setFocus()
    QTest.keyClick(box.box, Qt.Key.Key_Down)
    assert session.answer(choice) == "委託する"
    number = editor_of(page, count)
    assert isinstance(number, CountEditor)
    QTest.keyClicks(number.field, "12")
    assert session.answer(count) == 12
    number.field.clear()
    QApplication.sendEvent(
        number.field, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_3, Qt.KeyboardModifier.NoModifier, "３")
    )
    assert session.answer(count) == 3
    while session.undo_stack.can_undo():
        session.undo_stack.undo()
    assert box.box.currentIndex() == 0
    assert number.field.text() == ""


def test_ticking_and_the_words_in_brackets(qtbot: QtBot) -> None:
    session = open_session()
    path = path_of(session, "I.2.3")
    page = open_page(qtbot, session, "I")
    checks = editor_of(page, path)
    assert isinstance(checks, ChecksEditor)
    checks.ticks["庁内連携システム"].click()
    QTest.keyClicks(checks.texts["その他"], "abc")
    assert session.answer(path) == Checked.of(["庁内連携システム", "その他"], {"その他": "abc"})
    session.undo_stack.undo()
    assert session.answer(path) == Checked.of(["庁内連携システム"])
    assert not checks.ticks["その他"].isChecked()


def test_both_brackets_stand_in_the_line_of_their_words(qtbot: QtBot) -> None:
    session = open_session()
    path = path_of(session, "I.2.3")
    session.set_answer(path, Checked.of(["その他"], {"その他": "abc"}))
    page = open_page(qtbot, session, "I")
    checks = editor_of(page, path)
    assert isinstance(checks, ChecksEditor)
    field = checks.texts["その他"]
    beside = [one for one in checks.findChildren(QLabel) if one.parentWidget() is field.parentWidget()]
    opening, closing = (next(one for one in beside if one.text() == words) for words in ("（", "）"))
    assert abs(opening.y() - closing.y()) <= 1
    session.set_answer(path, Checked.of(["その他"], {"その他": "abc " * 200}))
    qtbot.waitUntil(lambda: abs(closing.geometry().bottom() - field.geometry().bottom()) <= 1)
    assert closing.y() > opening.y() == field.y()


def test_a_none_box_greys_out_what_it_empties_and_deletes_nothing(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "III")
    text, flag = path_of(session, "III.6.r5.measures"), path_of(session, "III.6.none_provide")
    other = path_of(session, "III.6.r1.measures")
    session.set_answer(text, "措置")
    box = editor_of(page, flag)
    assert isinstance(box, FlagEditor)
    box.box.click()
    assert session.answer(flag) is True
    assert not editor_of(page, text).isEnabled()
    assert editor_of(page, other).isEnabled()
    assert session.answer(text) == "措置"
    box.box.click()
    assert session.answer(flag) is None
    assert editor_of(page, text).isEnabled()


def test_an_unanswered_item_shows_the_words_of_its_default(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "III")
    session.set_answer(path_of(session, "II.1"), "資格ファイル")
    name = editor_of(page, path_of(session, "III.1"))
    assert isinstance(name, TextEditor)
    assert name.field.placeholderText() == "資格ファイル"
    assert session.answer(path_of(session, "III.1")) is None


def test_entries_are_added_moved_copied_removed_and_brought_back(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "II")
    list_path = (FILES, session.file_key, "II.4.e")
    block = page.lists[list_path]
    assert isinstance(block, EntriesBlock)
    for number in range(3):
        block.add_button.click()
        key = list(session.root.entries(list_path))[-1]
        session.set_answer((*list_path, key, "II.4.e.title"), f"業務{number}")
    first, second, third = session.root.entries(list_path)
    kept = block.blocks[third]
    session.move_entry(list_path, third, 0)
    assert list(session.root.entries(list_path)) == [third, first, second]
    assert block.blocks[third] is kept
    session.remove_entry(list_path, first)
    assert (*list_path, first, "II.4.e.1") not in page.registry.editors
    session.copy_entry(list_path, third)
    titles = [node.answers.get("II.4.e.title") for node in session.root.entries(list_path).values()]
    assert titles == ["業務2", "業務2", "業務1"]
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert list(session.root.entries(list_path)) == [third, first, second]
    title = editor_of(page, (*list_path, first, "II.4.e.title"))
    assert isinstance(title, TextEditor)
    assert title.field.text() == "業務0"

    def order_on_screen() -> list[str]:
        return [key for key, _block in sorted(block.blocks.items(), key=lambda pair: pair[1].y())]

    qtbot.waitUntil(lambda: order_on_screen() == [third, first, second])


def test_entries_are_added_without_limit_and_folded(qtbot: QtBot) -> None:
    """The official sheet has room for 20; a real 介護保険 assessment has 35 提供先."""
    session = open_session()
    path = (*path_of(session, "II.1")[:-1], "II.5.p")
    page = open_page(qtbot, session, "II")
    block = page.lists[path]
    assert isinstance(block, EntriesBlock)
    for _number in range(35):
        block.add_button.click()
    assert len(session.root.entries(path)) == 35
    assert block.add_button.isEnabled()
    last = list(block.blocks.values())[-1]
    assert "提供先35" in last.fold.accessibleName()
    last.set_folded(True)
    assert not last.body.isVisible()
    assert session.copy_entry(path, last.key) is not None


def test_a_list_that_is_full_takes_no_more(qtbot: QtBot) -> None:
    form = find_form("yoshiki3")
    short = replace(form.lists["I.2"], max=2)
    session = open_session(replace(form, lists=MappingProxyType({**form.lists, "I.2": short})))
    page = open_page(qtbot, session, "I")
    block = page.lists[("I.2",)]
    assert isinstance(block, EntriesBlock)
    for _number in range(3):
        block.add_button.click()
    assert len(session.root.entries(("I.2",))) == 2
    assert not block.add_button.isEnabled()


def test_tab_goes_through_entries_in_their_order_after_a_move(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "I")
    block = page.lists[("I.2",)]
    assert isinstance(block, EntriesBlock)
    for _number in range(3):
        block.add_button.click()
    first, second, third = session.root.entries(("I.2",))
    session.move_entry(("I.2",), third, 0)
    QApplication.processEvents()  # what was built behind the first picture is shown only then
    editor_of(page, ("I.2", third, "I.2.1")).focus_target().setFocus()
    seen: list[str] = []
    for _step in range(60):
        focused = QApplication.focusWidget()
        assert isinstance(focused, QWidget)
        names = {editor_of(page, ("I.2", key, "I.2.1")).focus_target(): key for key in (first, second, third)}
        seen += [names[focused]] if focused in names else []
        if len(seen) == 3:
            break
        focused.focusNextChild()
    assert seen == [third, first, second]


def test_the_layout_of_entries_is_not_asked_for_its_items(qtbot: QtBot) -> None:
    """PySide would keep them after an entry is gone, and take whatever comes to lie there for one of them."""
    session = open_session()
    page = open_page(qtbot, session, "I")
    block = page.lists[("I.2",)]
    assert isinstance(block, EntriesBlock)
    for _number in range(3):
        block.add_button.click()
    session.move_entry(("I.2",), list(session.root.entries(("I.2",)))[-1], 0)
    items = [one for one in getAllValidWrappers() if isinstance(one, QWidgetItem)]
    assert not {item.widget() for item in items} & set(block.blocks.values())


@pytest.mark.parametrize("part_id", ["I", "A1", "A3"])
def test_tab_goes_down_a_page_and_never_back_up(qtbot: QtBot, part_id: str) -> None:
    pictures = tuple(Picture(letter * 64, "image/png", 4, 3, "図") for letter in "01")
    session = open_session(root=Node({"A1.figure": Figure((*pictures, "文章"))}, {FILES: {"f": Node()}}))
    for list_path in (("I.2",), ("A3.changes",)):
        for _number in range(2):
            assert session.add_entry(list_path)
    page = open_page(qtbot, session, part_id)
    stops = _tab_stops(page)
    assert len(stops) > len(page.registry.editors)  # the fields and the buttons
    tops = [stop.mapTo(page, QPoint(0, 0)).y() for stop in stops]
    assert [
        (before.accessibleName(), stop.accessibleName())
        for (before, above), (stop, top) in pairwise(zip(stops, tops, strict=True))
        if top + stop.height() <= above
    ] == []


def _tab_stops(page: PartPage) -> list[QWidget]:
    """The visible widgets of a page that Tab comes to, in its order."""
    stops, widget = [], page.nextInFocusChain()
    while widget is not None and widget is not page:
        if (
            widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and page.isAncestorOf(widget)
        ):
            stops.append(widget)
        widget = widget.nextInFocusChain()
    return stops


def test_each_file_has_its_own_page_and_answers(qtbot: QtBot) -> None:
    session = open_session()
    first = session.file_key
    second = session.add_entry((FILES,))
    assert second
    page = open_page(qtbot, session, "II")
    session.set_answer((FILES, second, "II.1"), "第二")
    session.select_file(second)
    tab = page.tab  # type: ignore[attr-defined]
    other = tab.page(second)
    other.build_all()
    name = editor_of(other, (FILES, second, "II.1"))
    assert isinstance(name, TextEditor)
    assert name.field.text() == "第二"
    session.remove_entry((FILES,), second)
    assert session.file_key == first
    session.undo_stack.undo()
    assert session.answer((FILES, second, "II.1")) == "第二"


def test_pictures_are_added_captioned_moved_and_removed(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "A1")
    figure = editor_of(page, ("A1.figure",))
    assert isinstance(figure, FigureEditor)
    figure.additions.add_data(png(4, 3), "a.png")
    figure.additions.add_data(png(2, 5), "b.png")
    figure.set_caption(0, "図１")
    QTest.keyClicks(figure.field, "text")
    value = session.answer(("A1.figure",))
    assert isinstance(value, Figure)
    assert [(p.width, p.caption) for p in value.pictures] == [(4, "図１"), (2, "")]
    assert value.text == "text"
    figure.move_block(0, 1)
    figure.remove_block(0)
    value = session.answer(("A1.figure",))
    assert isinstance(value, Figure)
    assert [p.caption for p in value.pictures] == ["図１"]
    while session.undo_stack.can_undo():
        session.undo_stack.undo()
    assert session.answer(("A1.figure",)) is None


def test_pictures_that_are_chosen_come_in_by_the_order_of_their_names(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    figure = editor_of(open_page(qtbot, session, "A1"), ("A1.figure",))
    assert isinstance(figure, FigureEditor)
    files = [tmp_path / name for name in ("b.png", "a.png")]
    for width, file in enumerate(files, 3):
        file.write_bytes(png(width, 3))
    chosen = ([str(file) for file in files], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: chosen)
    figure.additions.choose()
    value = session.answer(("A1.figure",))
    assert isinstance(value, Figure)
    assert [picture.width for picture in value.pictures] == [4, 3]


def test_rows_of_changes_are_written_below_the_table(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "A3")
    block = page.lists[("A3.changes",)]
    assert isinstance(block, ChangesBlock)
    block.add_row()
    key = next(iter(session.root.entries(("A3.changes",))))
    field = editor_of(page, ("A3.changes", key, "変更前の記載")).focus_target()
    QTest.keyClicks(field, "mae")
    assert session.answer(("A3.changes", key, "変更前の記載")) == "mae"
    assert block.model.index(0, 2).data() == "mae"
    block.add_row()
    assert len(session.root.entries(("A3.changes",))) == 2
    session.undo_stack.undo()
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert block.model.rowCount() == 0
    session.undo_stack.redo()
    assert block.model.rowCount() == 1


def test_a_cabinet_that_is_only_read_takes_no_edit(qtbot: QtBot) -> None:
    session = open_session(read_only=True)
    page = open_page(qtbot, session, "I")
    field = editor_of(page, ("I.1.1",)).focus_target()
    QTest.keyClicks(field, "x")
    block = page.lists[("I.2",)]
    assert isinstance(block, EntriesBlock)
    block.add_button.click()
    assert not session.root.answers
    assert not session.root.entries(("I.2",))


def test_a_field_is_as_tall_as_its_text(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "I")
    field = editor_of(page, ("I.1.2",)).focus_target()
    assert isinstance(field, GrowingText)
    session.set_answer(("I.1.2",), "\n".join(["行"] * 40))
    qtbot.waitUntil(lambda: field.height() >= 40 * field.fontMetrics().lineSpacing())
    assert field.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("part_id", ["I", "A1", "V", "VI"])
def test_a_page_is_at_rest_when_it_is_first_seen(
    qtbot: QtBot, part_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No answer that is there is cut off, not even until the next turn of the event loop."""
    monkeypatch.setattr("ui.form.page._FIRST_SLICE", 60.0)  # all of it, however busy the machine is
    root = read_file(resource_root() / "samples" / "yoshiki4.json").root
    session = open_session(root=root)
    tab = create_tab(session, session.form.part(part_id))
    qtbot.addWidget(tab)
    tab.resize(1100, 800)
    tab.show()
    QApplication.processEvents()
    fields = [field for field in tab.findChildren(GrowingText) if field.isVisible()]
    assert fields
    for field in fields:
        holder = field.parentWidget()
        assert holder
        assert holder.height() >= field.height(), field.accessibleName()


# ---- what the form works out itself


def result_on(page: PartPage) -> str:
    (shown,) = page.findChildren(DerivedText)
    return shown.label.text()


@pytest.mark.parametrize("form", [form for form in FORMS if form.id == "yoshiki2"], ids=form_name)
def test_the_result_follows_the_three_answers_and_is_never_stored(qtbot: QtBot, form: Form) -> None:
    session = open_session(form)
    result = open_page(qtbot, session, "III")
    questions = open_page(qtbot, session, "II")
    for source in ("II.1", "II.2", "II.3"):
        assert printed_path(form, (source,)) in result_on(result)
    full, focused = (
        f"基礎項目評価及び{kind}の実施が義務付けられる" for kind in ("全項目評価", "重点項目評価")
    )
    for item_id, number, expected in (
        ("II.1", 4, None),
        ("II.2", 2, None),
        ("II.3", 2, focused),
        ("II.2", 1, full),
        ("II.1", 3, focused),
        ("II.3", 1, focused),
        ("II.1", 1, "特定個人情報保護評価の実施が義務付けられない"),
    ):
        editor = editor_of(questions, (item_id,))
        assert isinstance(editor, ChoiceEditor)
        editor.box.setFocus()
        QTest.keyClick(editor.box, Qt.Key.Key_Home)
        for _step in range(number):
            QTest.keyClick(editor.box, Qt.Key.Key_Down)
        if expected is None:
            assert "義務付け" not in result_on(result)
        else:
            assert result_on(result) == expected
    session.undo_stack.undo()  # no answer, then
    session.undo_stack.undo()  # the one before
    assert result_on(result) == focused
    assert set(session.root.answers) == {"II.1", "II.2", "II.3"}
    assert result.show_item(("III",))


def test_each_of_two_none_boxes_greys_out_its_own_item(qtbot: QtBot) -> None:
    session = open_session("yoshiki2")
    page = open_page(qtbot, session, "IV")
    obtain, provide = editor_of(page, ("IV.6.1",)), editor_of(page, ("IV.6.2",))
    for box, greyed in (("IV.6.none_obtain", obtain), ("IV.6.none_provide", provide)):
        session.set_answer((box,), True)
        assert [editor for editor in (obtain, provide) if not editor.isEnabled()] == [greyed]
        session.set_answer((box,), None)
    assert obtain.isEnabled()
    assert provide.isEnabled()


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_the_answer_with_the_focus_is_framed(qtbot: QtBot, form: Form) -> None:
    """Titles of entries, too, which stand in their heading."""
    session = open_session(form)
    for item_id in form.places:
        path_of(session, item_id)
    for part in form.parts:
        page = open_page(qtbot, session, part.id)
        for path, editor in page.registry.editors.items():
            field: QWidget | None = editor.focus_target()
            if not isinstance(field, GrowingText):  # boxes are framed by the style
                continue
            while field is not None and not isinstance(field, AnswerCell):
                field = field.parentWidget()
            assert field is not None, path


@pytest.mark.parametrize("label", ["⑤再委託の許諾方法", "④再委託の有無　※", "対象となる本人の数"])
def test_labels_of_nine_characters_stand_in_one_line(qtbot: QtBot, label: str) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    _cell, words = label_cell(label, holder, sub_label_width())
    short = label_cell("その内容", holder, sub_label_width())[1]
    assert words.minimumHeight() == short.minimumHeight()
