"""Thousands of rows or answers in one step: the window is told once, whatever their number."""

from __future__ import annotations

from collections.abc import Iterator

from pytestqt.qtbot import QtBot

from pia_desktop.assessment.assessment import Assessment, prepare
from pia_desktop.assessment.edits import Batch, Edit, InsertEntry, SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from tests.ui.pages import MemoryStore
from ui.context.past_states import states_in
from ui.context.session import Session


def test_each_place_is_told_of_once_for_a_step(qtbot: QtBot) -> None:
    form = find_form("yoshiki4")
    table = form.roles.changes
    column = form.lists[table].item_ids[0]
    session = Session(Assessment(form), MemoryStore())
    told: list[tuple[str, ...]] = []
    session.entries_changed.connect(told.append)
    session.answers_changed.connect(told.extend)
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


def test_thousands_of_answers_are_told_of_at_once_and_taken_back_to_what_was_there(qtbot: QtBot) -> None:
    form = find_form("yoshiki4")
    table = form.roles.changes
    column = form.lists[table].item_ids[0]
    session = Session(Assessment(form), MemoryStore())
    keys = [f"k{i}" for i in range(3_000)]
    session.push(Batch(tuple(InsertEntry((table,), k, i, Node({column: k})) for i, k in enumerate(keys))))
    before = session.root
    told: list[tuple[tuple[str, ...], ...]] = []
    session.answers_changed.connect(told.append)
    replaced = Batch(tuple(SetAnswer((table, key, column), "new") for key in keys))
    session.push_prepared(prepare(session.snapshot(), replaced))
    after = session.root
    session.undo_stack.undo()
    assert session.root is before
    session.undo_stack.redo()
    assert session.root is after
    assert [set(paths) for paths in told] == [{(table, key, column) for key in keys}] * 3


def test_undoing_the_removal_of_thousands_of_rows_appends_them(qtbot: QtBot) -> None:
    """Each one placed before the others would copy all of them once more."""
    form = find_form("yoshiki4")
    table = form.roles.changes
    column = form.lists[table].item_ids[0]
    rows = {f"k{i}": Node({column: f"{i}"}) for i in range(3_000)}
    assessment = Assessment(form, Node({}, {table: rows}))
    session = Session(assessment, MemoryStore())
    inverses: list[Edit] = []
    assessment.listen(lambda _edit, inverse: inverses.append(inverse))
    session.remove_rows((table,), list(rows))
    assert isinstance(inverses[0], Batch)
    brought_back = [edit for edit in inverses[0].edits if isinstance(edit, InsertEntry)]
    assert [edit.index for edit in brought_back] == list(range(len(rows)))
    session.undo_stack.undo()
    assert list(session.root.entries((table,))) == list(rows)


class Parts(tuple[SetAnswer | SetWithheld, ...]):
    """Edits that count how often they are gone through."""

    times = 0

    def __iter__(self) -> Iterator[SetAnswer | SetWithheld]:
        self.times += 1
        return super().__iter__()


def test_what_a_step_of_thousands_of_answers_replaced_is_gathered_in_one_pass() -> None:
    paths = [("t", f"k{i}", "c") for i in range(300)]
    parts = Parts(
        [
            *(SetWithheld(path, None) for path in paths),
            *(SetAnswer(path, "words") for path in paths),
            SetWithheld(paths[7], ((0, 2),)),
        ]
    )
    states = states_in(Batch(parts))
    assert [path for path, _value, _withheld in states] == paths
    assert [(path, withheld) for path, _value, withheld in states if withheld] == [(paths[7], ((0, 2),))]
    assert parts.times == 1
