"""The list of the cabinet as it is shown, as a paper or a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from pia_desktop.assessment.passages import leaves_out
from pia_desktop.documents.lists import CABINET_TITLE, list_document
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.outputs.release import gathered_for_public, name_of, remnant_rows
from pia_desktop.rules.stages import day_words
from ui.context.assessment_rows import DEPARTMENT, NAME, NUMBER, Row
from ui.printing.purpose import PurposeDialog
from ui.printing.remnants import RemnantsDialog
from ui.printing.table_jobs import TableJobs
from ui.printing.table_path import file_kinds
from ui.widgets.dialogs import ask_save_path, busy, show_error

if TYPE_CHECKING:
    from pia_desktop.outputs.guard import Guard
    from pia_desktop.paper.copies import Copy
    from ui.cabinet.listing import Listing
    from ui.context.cabinet_store import CabinetStore

_SHARES: Final = (6, 24, 12, 11, 8, 9, 16, 9, 9)
_Words = list[tuple[str, ...]]


class ListFile:
    """Writes the rows that are shown; one file at a time."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self.tables = TableJobs(listing.widget())
        listing.widget().statusBar().addPermanentWidget(self.tables.line)
        self.tables.line.hide()

    def save(self) -> None:
        """Ask what for, where something of it is withheld, and for a file."""
        store = self._listing.store
        heads, rows = self._listing.table_rows
        if store is None:
            return
        try:
            with busy():
                differs = _withholds(store, rows)
        except UserError as error:
            show_error(self._listing.widget(), error)
            return
        words = [row.words for row in rows]
        if not differs:
            self._save(heads, words, None)
            return

        def chosen(copy: Copy) -> None:
            if copy.public:
                self._for_the_public(store, heads, rows)
            else:
                self._save(heads, words, None)

        PurposeDialog(self._listing.widget(), CABINET_TITLE, "list", chosen).open()

    def _for_the_public(self, store: CabinetStore, heads: Sequence[str], rows: Sequence[Row]) -> None:
        try:
            with busy():
                states = [store.load(row.info.id) for row in rows]
                roles = {one for state in states for one in (state.form.roles.number, state.form.roles.title)}
                given = gathered_for_public(states, roles | set(_department_items().values()))
        except UserError as error:
            show_error(self._listing.widget(), error)
            return
        words: _Words = []
        for row, shown in zip(rows, given.shown, strict=True):
            number, title = name_of(shown)
            item = _department_items().get(shown.form.id, "")
            department = shown.root.answer((item,)) if item else ""
            told = {
                NUMBER: number,
                NAME: title,
                DEPARTMENT: department if isinstance(department, str) else "",
            }
            words.append(tuple(told.get(at, cell) for at, cell in enumerate(row.words)))
        left = [line for state, one in given.left for line in remnant_rows(state, [one])]
        if left:
            go = lambda: self._save(heads, words, given.guard)  # noqa: E731
            RemnantsDialog(self._listing.widget(), left, go).open()
        else:
            self._save(heads, words, given.guard)

    def _save(self, heads: Sequence[str], words: _Words, guard: Guard | None) -> None:
        window = self._listing.widget()
        excel, pdf = file_kinds()[2], file_kinds()[0]
        kinds = ";;".join((excel, pdf, *file_kinds()[1:2], *file_kinds()[3:]))
        path = ask_save_path(window, _("Save the List"), f"{CABINET_TITLE}.xlsx", kinds, ".xlsx")
        if path is not None:
            look = None if guard is None else guard.look(path.suffix)
            columns, today = list(zip(heads, _SHARES, strict=True)), day_words(date.today())
            self.tables.start(lambda: list_document(CABINET_TITLE, columns, words, [today]), path, look)


def _department_items() -> Mapping[str, str]:
    """The items that hold the department, by form."""
    from pia_desktop.office.plan_columns import shipped_plan

    return next((one.items for one in shipped_plan().columns if one.id == "department"), {})


def _withholds(store: CabinetStore, rows: Sequence[Row]) -> bool:
    """Whether something is withheld of what the list shows.  Raises CabinetError."""
    from pia_desktop.forms.catalogue import all_forms

    items = {item for form in all_forms() for item in (form.roles.number, form.roles.title)}
    roots = store.excerpts(items | set(_department_items().values()), (), [row.info.id for row in rows])
    return any(leaves_out(root) for root in roots.values())
