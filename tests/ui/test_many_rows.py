"""Thousands of rows that come in one step: the window is told once, whatever their number."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.edits import Batch, InsertEntry, SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from tests.ui.pages import MemoryStore
from ui.context.session import Session


def test_each_place_is_told_of_once_for_a_step(qtbot: QtBot) -> None:
    form = find_form("yoshiki4")
    table = form.roles.changes
    column = form.lists[table].item_ids[0]
    session = Session(Assessment(form), MemoryStore())
    told: list[tuple[str, ...]] = []
    session.entries_changed.connect(told.append)
    session.answer_changed.connect(told.append)
    rows = [InsertEntry((table,), f"k{i}", i, Node({column: f"{i}"})) for i in range(600)]
    words = [SetAnswer((form.roles.title,), word) for word in ("一", "二")]
    session.push(Batch((*rows, *words)))
    assert told == [(table,), (form.roles.title,)]
    assert list(session.root.entries((table,))) == [f"k{i}" for i in range(600)]
    session.undo_stack.undo()
    assert told[2:] == [(form.roles.title,), (table,)]
    assert not session.root.entries((table,))
    session.undo_stack.redo()
    assert list(session.root.entries((table,))) == [f"k{i}" for i in range(600)]
