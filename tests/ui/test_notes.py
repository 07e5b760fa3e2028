"""Notes and remarks in the window: typed, kept at once, found again, put back, printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.records import Note
from pia_desktop.assessment.node import NodePath
from pia_desktop.documents.table import cell_text
from pia_desktop.outputs.readers import read_output
from tests.ui.pages import open_session
from tests.ui.review import first_file, item_path, notes, type_words
from tests.ui.shell import choose_next, coordinator_of
from ui.assessment.actions import ADD_NOTE
from ui.assessment.window import AssessmentWindow
from ui.form.badges import Badges
from ui.form.page import PartPage
from ui.notes.book import NOTE, REMARK, TODO
from ui.notes.card import NoteCard
from ui.notes.panel import Shown
from ui.notes.paper import GONE, WHOLE, remarks_paper

NAME: NodePath = ("I.1.1",)


def stored(cabinet: Path) -> tuple[Note, ...]:
    """What another process sees on disk now."""
    with Cabinet.open(cabinet, read_only=True) as other:
        return other.notes(1)


def only_card(window: AssessmentWindow) -> NoteCard:
    cards = list(notes(window).cards.values())
    assert len(cards) == 1
    return cards[0]


def test_a_note_is_typed_on_the_item_at_hand_and_on_disk_within_a_second(
    qtbot: QtBot, window: AssessmentWindow, cabinet: Path
) -> None:
    window.go_to(NAME)
    window.actions_[ADD_NOTE].trigger()
    card = only_card(window)
    assert card.words.hasFocus()
    type_words(card.words, "課に<b>確かめる</b>")
    qtbot.waitUntil(lambda: [note.words for note in stored(cabinet)] == ["課に<b>確かめる</b>"])
    note = stored(cabinet)[0]
    assert (note.path, note.kind, note.done) == (NAME, NOTE, False)


def test_what_was_noted_is_there_when_the_assessment_is_opened_again(
    qtbot: QtBot, window: AssessmentWindow
) -> None:
    window.go_to(NAME)
    panel = notes(window)
    panel.add(REMARK)
    card = only_card(window)
    type_words(card.author, "審議会")
    type_words(card.words, "根拠を示されたい")
    type_words(card.answer, "条例を追記")
    card.done.click()
    assert window.close()
    coordinator = coordinator_of(window)
    again = coordinator.open_assessment(1)
    assert again is not None
    again.review.begin()
    card = only_card(again)
    shown = (card.author.text(), card.words.text(), card.answer.text(), card.done.isChecked())
    assert shown == ("審議会", "根拠を示されたい", "条例を追記", True)


def test_a_note_is_marked_at_its_item_and_in_the_tree(qtbot: QtBot, window: AssessmentWindow) -> None:
    window.go_to(NAME)
    page = window.page(window.tabs.currentIndex())
    cell = page.registry.editors[NAME].parentWidget()  # type: ignore[attr-defined]
    notes(window).add(TODO)
    type_words(only_card(window).words, "人数を直す")
    badge = cell.findChild(Badges).findChild(QToolButton)
    qtbot.waitUntil(badge.isVisible)
    assert "人数を直す" in badge.accessibleName()
    tree = window.panes.outline.panel.model
    assert "人数を直す" in tree.data(tree.index_for(NAME), Qt.ItemDataRole.AccessibleTextRole)
    only_card(window).delete.click()
    assert not badge.isVisible()
    assert "人数" not in tree.data(tree.index_for(NAME), Qt.ItemDataRole.AccessibleTextRole)


def test_what_is_taken_out_can_be_put_back(window: AssessmentWindow, cabinet: Path) -> None:
    panel = notes(window)
    panel.add(REMARK, NAME)
    type_words(only_card(window).words, "残す")
    before = window.review.notes.all()
    only_card(window).delete.click()
    coordinator = coordinator_of(window)
    assert coordinator.store is not None
    assert coordinator.store.flush()
    assert stored(cabinet) == ()
    assert panel.cards == {}
    panel.undo.click()
    assert window.review.notes.all() == before
    assert only_card(window).words.text() == "残す"
    assert coordinator.store.flush()
    assert stored(cabinet) == before


def test_undo_in_a_note_takes_back_its_words_and_no_answer(window: AssessmentWindow) -> None:
    window.session.set_answer(NAME, "新しい名称")
    notes(window).add(NOTE, NAME)
    card = only_card(window)
    type_words(card.words, "甲")
    QTest.keyClick(card.words, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert card.words.text() == ""
    assert window.session.answer(NAME) == "新しい名称"
    assert window.review.notes.all()[0].words == ""


def test_the_filter_shows_those_of_the_item_all_or_the_open_ones(window: AssessmentWindow) -> None:
    book, panel = window.review.notes, notes(window)
    here, there, done = book.add(NOTE, NAME), book.add(TODO, ("I.1.2",)), book.add(REMARK, ("I.1.2",))
    assert here is not None
    assert there is not None
    assert done is not None
    book.write(done.id, done=True)
    window.go_to(NAME)
    wanted = {
        Shown.HERE: {here.id},
        Shown.ALL: {here.id, there.id, done.id},
        Shown.WAITING: {there.id},
    }
    for shown, ids in wanted.items():
        panel.filter.setCurrentIndex(shown.value)
        assert set(panel.cards) == ids
    panel.filter.setCurrentIndex(Shown.HERE.value)
    window.go_to(("I.1.2",))
    assert set(panel.cards) == {there.id, done.id}


def test_the_list_stands_in_the_forms_order(window: AssessmentWindow) -> None:
    book = window.review.notes
    file_item = (*first_file(window), window.session.form.roles.file_name or "")
    for path in (file_item, ("I.1.2",), (), NAME):
        book.add(NOTE, path)
    assert [note.path for note in book.all()] == [(), NAME, ("I.1.2",), file_item]


def entry_item(window: AssessmentWindow) -> NodePath:
    """An item of an entry that can be removed."""
    form, root = window.session.form, window.session.root
    for item_id, place in form.places.items():
        if place.scope and place.scope[-1] != "files" and place.part and not place.part.id.startswith("A"):
            try:
                return item_path(form, root, item_id)
            except StopIteration:
                continue
    raise AssertionError("the sample has no entries")


def test_a_note_on_an_entry_that_is_gone_stays_and_finds_back(window: AssessmentWindow) -> None:
    path = entry_item(window)
    book, panel = window.review.notes, notes(window)
    note = book.add(TODO, path)
    assert note is not None
    card = panel.cards[note.id]
    place = card.place.words
    window.session.remove_entry(path[:-2], path[-2])
    assert not window.session.root.has_place(path)
    assert card.place.words != place
    assert not card.place.isEnabled()
    assert book.all() == (note,)
    window.undo()
    assert card.place.words == place
    assert card.place.isEnabled()


def test_the_place_of_a_card_leads_to_its_item(window: AssessmentWindow) -> None:
    panel = notes(window)
    panel.add(NOTE, ("I.1.2",))
    window.go_to(NAME)
    only_card(window).place.click()
    assert window.session.current_path == ("I.1.2",)


def test_the_table_of_remarks_has_the_remarks_alone_in_order(window: AssessmentWindow) -> None:
    book, path = window.review.notes, entry_item(window)
    fields = {
        path: ("項目の指摘", "直した", True),
        NAME: ("名称の指摘", "", False),
        (): ("全体の指摘", "検討する", False),
    }
    for at, (words, answer, done) in fields.items():
        note = book.add(REMARK, at)
        assert note is not None
        book.write(note.id, words=words, answer=answer, done=done, author="審議会")
    book.add(NOTE, NAME)
    book.add(TODO, NAME)

    def rows() -> list[list[str]]:
        document = remarks_paper(window.session.assessment.snapshot(), book.all())
        return [[cell_text(cell) for cell in row.cells] for group in document.groups for row in group.rows]

    printed = rows()
    assert [row[0] for row in printed] == ["3", "2", "1"]  # as they came
    assert [row[2] for row in printed] == [f"{words}の指摘\n（審議会）" for words in ("全体", "名称", "項目")]
    assert [row[3:] for row in printed] == [["検討する", "未"], ["", "未"], ["直した", "済"]]
    assert printed[0][1] == WHOLE
    window.session.remove_entry(path[:-2], path[-2])
    assert [row[1] for row in rows() if row[2].startswith("項目")] == [GONE]


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".html"])
def test_the_table_of_remarks_becomes_a_file(
    qtbot: QtBot, window: AssessmentWindow, tmp_path: Path, suffix: str
) -> None:
    panel, target = notes(window), tmp_path / f"指摘対応表{suffix}"
    assert not panel.paper.isEnabled()
    panel.add(REMARK, NAME)
    type_words(only_card(window).words, "指摘の言葉")
    choose_next(window, target)
    panel.paper.click()
    qtbot.waitUntil(lambda: not window.review.tables.running, timeout=20_000)
    assert any("指摘の言葉" in one.text for one in read_output(target, suffix))


def test_many_notes_do_not_hold_the_window_up_and_all_come(qtbot: QtBot, window: AssessmentWindow) -> None:
    book, panel = window.review.notes, notes(window)
    for _number in range(40):
        book.add(NOTE, NAME)
    qtbot.waitUntil(lambda: len(panel.cards) == 40)


def test_reading_only_nothing_can_be_noted(qtbot: QtBot) -> None:
    window = AssessmentWindow(open_session("yoshiki3", read_only=True), lambda: True)
    qtbot.addWidget(window)
    window.show()
    window.review.begin()
    panel = notes(window)
    assert not panel.new.isEnabled()
    assert not window.actions_[ADD_NOTE].isEnabled()
    panel.add(NOTE, NAME)
    assert window.review.notes.all() == ()


def test_withheld_words_stay_so_on_their_way_through_a_note(window: AssessmentWindow) -> None:
    session = window.session
    session.set_answer(NAME, "甲の秘密は乙")
    session.withhold(NAME, ((2, 4),))
    window.go_to(NAME)
    page = window.page(window.tab_of(NAME))
    assert isinstance(page, PartPage)
    field = page.registry.editors[NAME].passage_field()
    assert field is not None
    field.selectAll()
    field.cut()
    assert session.answer(NAME) is None
    notes(window).add(NOTE)
    card = only_card(window)
    card.words.paste()
    assert card.words.text() == "甲の〖公表しない：秘密〗は乙"
    card.words.selectAll()
    card.words.cut()
    field.paste()
    assert session.answer(NAME) == "甲の秘密は乙"
    assert session.root.withheld_at(NAME) == ((2, 4),)
