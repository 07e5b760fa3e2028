"""Gives lists to the clipboard or to a file, for a purpose where assessments withhold something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.noted import says_so
from pia_desktop.documents.council import lines_of
from pia_desktop.documents.lists import list_document
from pia_desktop.documents.table import TableDocument
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.outputs.release import Gathered, gathered_for_public
from ui.printing.file_kinds import ask_table_path
from ui.printing.listed import Listed, Quoted
from ui.printing.purpose import PurposeDialog
from ui.printing.table_clip import put_on_clipboard
from ui.widgets.dialogs import busy, show_error

if TYPE_CHECKING:
    from ui.printing.table_jobs import TableJobs

Go = Callable[[Listed, "Gathered | None"], None]
"""What is done with rows, and with what is for the public, if they are."""


def copy_list(view: QWidget, listed: Listed, quoted: Quoted, tell: Callable[[int], object]) -> None:
    """Put rows on the clipboard; ``tell`` is called with their number."""
    window = view.window()

    def go(given: Listed, public: Gathered | None) -> None:
        try:
            put_on_clipboard(_document(given), None if public is None else public.guard)
        except UserError as error:
            show_error(window, error)
            return
        tell(len(given.rows))

    _ask(window, listed, quoted, go)


def save_list(view: QWidget, listed: Listed, quoted: Quoted, tables: TableJobs) -> None:
    """Save a list of one assessment to a file that is asked for."""
    window = view.window()

    def go(given: Listed, public: Gathered | None) -> None:
        # Today's; others tell what was withheld.
        state = (quoted.states() if public is None else public.shown)[0]
        path = ask_table_path(window, _("Save the List"), given.title, state)
        if path is not None:
            check = None if public is None else public.guard.file_check(path.suffix)
            tables.start(lambda: _document(given, lines_of(state)), path, check)

    _ask(window, listed, quoted, go)


def _ask(window: QWidget, listed: Listed, quoted: Quoted, go: Go) -> None:
    """Call ``go`` with what the purpose leaves; it is asked only where the copies would differ."""
    if not listed.rows:
        return

    def for_the_public() -> None:
        try:
            with busy():
                given = gathered_for_public(quoted.states(), ())
        except UserError as error:
            show_error(window, error)
            return
        rows = tuple(tuple(map(given.words, row)) for row in listed.rows)
        go(replace(listed, rows=rows), given)

    try:
        asks = quoted.withhold() or any(says_so(cell) for row in listed.rows for cell in row)
    except UserError as error:
        show_error(window, error)
        return
    if not asks:
        go(listed, None)
        return
    PurposeDialog(
        window,
        listed.title,
        listed.output,
        lambda copy: for_the_public() if copy.public else go(listed, None),
    ).open()


def _document(listed: Listed, lines: Sequence[str] = ()) -> TableDocument:
    return list_document(listed.title, listed.columns, listed.rows, lines)
