"""Copies or saves rows of a register, for a purpose if something is withheld."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.passages import leaves_out
from pia_desktop.cabinet_lists.readable import read_states
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.paper.purpose import Copy
from pia_desktop.registers.model import Register
from pia_desktop.registers.rows import RegisterRow
from ui.context.background import Jobs
from ui.printing.file_kinds import file_kinds
from ui.printing.purpose import PurposeDialog
from ui.printing.remnants import give_gathered
from ui.widgets.dialogs import ask_save_path, show_error

if TYPE_CHECKING:
    from pia_desktop.documents.table import TableDocument
    from pia_desktop.outputs.guard import Guard
    from pia_desktop.outputs.registers import RegisterRelease
    from ui.context.cabinet_store import CabinetStore
    from ui.context.open_cabinet import OpenCabinet
    from ui.printing.table_jobs import TableJobs

Go = Callable[[Sequence[RegisterRow], "Guard | None"], None]


class RegisterGiving(QObject):
    """Asks for a purpose if any row has withheld text, then copies or saves."""

    def __init__(self, window: QWidget, cabinet: OpenCabinet, tables: TableJobs) -> None:
        super().__init__(window)
        self._window = window
        self._cabinet = cabinet
        self._tables = tables
        self._jobs = Jobs(self)

    def cancel(self) -> None:
        """Stop background work."""
        self._jobs.cancel()

    def copy(self, register: Register, rows: Sequence[RegisterRow], notify: Callable[[str], None]) -> None:
        """Copy rows as cells; ``notify`` is called with a message when done."""

        def go(given: Sequence[RegisterRow], guard: Guard | None) -> None:
            try:
                from ui.printing.table_clip import put_on_clipboard

                put_on_clipboard(_document(register, given, ""), guard)
            except UserError as error:
                show_error(self._window, error)
                return
            words = ngettext("{count:,} row was copied.", "{count:,} rows were copied.", len(given))
            notify(words.format(count=len(given)))

        self._ask(register, rows, go)

    def save(self, register: Register, rows: Sequence[RegisterRow]) -> None:
        """Ask for a file and write rows to it."""
        from pia_desktop.documents.register import register_title

        def go(given: Sequence[RegisterRow], guard: Guard | None) -> None:
            pdf, word, excel, page = file_kinds()
            kinds = f"{excel};;{pdf};;{word};;{page}"
            suggested = register_title(register) + ".xlsx"
            path = ask_save_path(self._window, _("Save the Register"), suggested, kinds, ".xlsx")
            if path is not None:
                name = self._cabinet.store.path.stem if guard is None else ""
                check = None if guard is None else guard.file_check(path.suffix)
                self._tables.start(lambda: _document(register, given, name), path, check)

        self._ask(register, rows, go)

    def _ask(self, register: Register, rows: Sequence[RegisterRow], go: Go) -> None:
        if not any(leaves_out(root) for root in {id(row.root): row.root for row in rows}.values()):
            go(rows, None)
            return

        def chosen(copy: Copy) -> None:
            if copy.public:
                self._for_the_public(register, rows, go)
            else:
                go(rows, None)

        PurposeDialog(self._window, _("Registers"), "register", chosen).open()

    def _for_the_public(self, register: Register, rows: Sequence[RegisterRow], go: Go) -> None:
        """Remove withheld text, for which the full assessments are read in the background."""
        store = self._cabinet.store

        def ended(found: tuple[RegisterRelease, tuple[UserError, ...]]) -> None:
            given, faults = found
            give_gathered(self._window, given, lambda given: go(given.rows, given.guard), faults)

        self._jobs.begin(
            lambda _stopped, _tell: public_rows(store, register, rows),
            ended,
            failed=self._show,
        )

    def _show(self, error: UserError) -> None:
        show_error(self._window, error)


def public_rows(
    store: CabinetStore, register: Register, rows: Sequence[RegisterRow]
) -> tuple[RegisterRelease, tuple[UserError, ...]]:
    """The rows without withheld text, and why some are left out.  Call from a thread.

    Raises CabinetError if none can be read.
    """
    from dataclasses import replace

    from pia_desktop.outputs.registers import public_register

    sources = {row.source.id: row.source for row in rows}
    read = read_states(store.load, sources)
    given = public_register(register, [(sources[one], state) for one, state in read.states.items()])
    wanted = {(row.source.id, row.path) for row in rows}
    kept = tuple(row for row in given.rows if (row.source.id, row.path) in wanted)
    return replace(given, rows=kept), read.faults


def _document(register: Register, rows: Sequence[RegisterRow], name: str) -> TableDocument:
    from pia_desktop.documents.register import register_document

    return register_document(register, rows, [name] if name else [])
