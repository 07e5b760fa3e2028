"""Gives lists to the clipboard or to a file, for a purpose where assessments withhold something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.noted import says_so
from pia_desktop.assessment.passages import leaves_out
from pia_desktop.documents.council import lines_of
from pia_desktop.documents.lists import list_document
from pia_desktop.documents.table import TableDocument
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.outputs.guard import Guard
from pia_desktop.outputs.release import gathered_for_public
from pia_desktop.paper.purpose import Copy
from ui.printing.file_kinds import ask_table_path
from ui.printing.listed import Listed, States
from ui.printing.purpose import PurposeDialog
from ui.printing.table_clip import put_on_clipboard
from ui.widgets.dialogs import busy, show_error

if TYPE_CHECKING:
    from ui.printing.table_jobs import TableJobs

Go = Callable[[Listed, Sequence[Snapshot], "Guard | None"], None]
"""What is done with rows, the assessments as readers see them, and a guard if they are for the public."""


def copy_list(view: QWidget, listed: Listed, states: States, tell: Callable[[int], object]) -> None:
    """Put rows on the clipboard; ``tell`` is called with their number."""
    window = view.window()

    def go(given: Listed, _states: Sequence[Snapshot], guard: Guard | None) -> None:
        try:
            put_on_clipboard(_document(given), guard)
        except UserError as error:
            show_error(window, error)
            return
        tell(len(given.rows))

    _ask(window, listed, states, go)


def save_list(view: QWidget, listed: Listed, states: States, tables: TableJobs) -> None:
    """Save a list of one assessment to a file that is asked for."""
    window = view.window()

    def go(given: Listed, shown: Sequence[Snapshot], guard: Guard | None) -> None:
        [state] = shown
        path = ask_table_path(window, _("Save the List"), given.title, state)
        if path is not None:
            check = None if guard is None else guard.file_check(path.suffix)
            tables.start(lambda: _document(given, lines_of(state)), path, check)

    _ask(window, listed, states, go)


def _ask(window: QWidget, listed: Listed, states: States, go: Go) -> None:
    """Call ``go`` with what the purpose leaves; it is asked only where the copies would differ."""
    if not listed.rows:
        return
    try:
        with busy():
            found = tuple(states())
    except UserError as error:
        show_error(window, error)
        return
    withheld = any(leaves_out(one.root) for one in found)
    if not withheld and not any(says_so(cell) for row in listed.rows for cell in row):
        go(listed, found, None)
        return

    def chosen(copy: Copy) -> None:
        if copy.public:
            _go_public(listed, found, go)
        else:
            go(listed, found, None)

    PurposeDialog(window, listed.title, listed.output, chosen).open()


def _go_public(listed: Listed, states: Sequence[Snapshot], go: Go) -> None:
    given = gathered_for_public(states, ())
    rows = tuple(tuple(map(given.words, row)) for row in listed.rows)
    go(replace(listed, rows=rows), given.shown, given.guard)


def _document(listed: Listed, lines: Sequence[str] = ()) -> TableDocument:
    return list_document(listed.title, listed.columns, listed.rows, lines)
