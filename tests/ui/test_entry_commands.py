"""Entries are added, duplicated, moved and removed where the cursor is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.pages import editor_of, open_page, open_session
from ui.form.entries import EntriesBlock
from ui.form.entry_commands import EntryCommands


def test_the_entry_at_the_cursor_is_what_the_actions_act_on(qtbot: QtBot) -> None:
    session = open_session()
    entries = EntryCommands(session)
    page = open_page(qtbot, session, "I")
    session.item_requested.connect(page.show_item)
    first = session.add_entry(("I.2",))
    assert first
    assert entries.entry() is None
    path = ("I.2", first, "I.2.1")
    session.set_answer(path, "住記")
    editor_of(page, path).focus_target().setFocus()
    entries.duplicate()
    keys = list(session.root.entries(("I.2",)))
    assert [session.answer(("I.2", key, "I.2.1")) for key in keys] == ["住記", "住記"]
    copied = editor_of(page, ("I.2", keys[1], "I.2.1")).focus_target()
    assert QApplication.focusWidget() is copied
    entries.move(-1)
    assert list(session.root.entries(("I.2",))) == [keys[1], keys[0]]
    assert QApplication.focusWidget() is copied
    entries.add()
    assert len(session.root.entries(("I.2",))) == 3
    entries.remove()
    assert len(session.root.entries(("I.2",))) == 2


@pytest.mark.parametrize("item_id", ["I.1.1", "I.3"])
def test_outside_entries_nothing_is_offered(qtbot: QtBot, item_id: str) -> None:
    session = open_session()
    entries = EntryCommands(session)
    page = open_page(qtbot, session, "I")
    editor_of(page, (item_id,)).focus_target().setFocus()
    assert entries.entry() is None


def test_a_new_entry_begins_at_its_first_item_wherever_the_cursor_was(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "I")
    session.item_requested.connect(page.show_item)
    first = session.add_entry(("I.2",))
    assert first
    editor_of(page, ("I.2", first, "I.2.3")).focus_target().setFocus()
    EntryCommands(session).add()
    added = list(session.root.entries(("I.2",)))[1]
    assert QApplication.focusWidget() is editor_of(page, ("I.2", added, "I.2.1")).focus_target()


def test_a_new_entry_at_the_lower_edge_is_brought_into_sight_with_its_rows(qtbot: QtBot) -> None:
    session = open_session()
    page = open_page(qtbot, session, "I")
    block = page.lists["I.2",]
    canvas = page.widget()
    assert isinstance(block, EntriesBlock)
    assert canvas is not None
    page.settle()
    foot = block.add_button.mapTo(canvas, QPoint(0, block.add_button.height())).y()
    page.resize(page.width(), foot)  # the button is at the lower edge
    block.add_button.click()
    QApplication.processEvents()
    [entry] = block.blocks.values()
    top = entry.mapTo(page.viewport(), QPoint(0, 0)).y()
    assert 0 <= top <= page.viewport().height() / 2, "most of the room is for its rows"
