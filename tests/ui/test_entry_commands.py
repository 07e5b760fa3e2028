"""Entries are added, duplicated, moved and removed where the cursor is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.pages import editor_of, open_page, open_session
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
