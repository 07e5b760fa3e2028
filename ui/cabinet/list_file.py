"""Saves the list as shown, as a document or workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pia_desktop.assessment.passages import leaves_out
from pia_desktop.cabinet_lists.assessment_rows import Row
from pia_desktop.cabinet_lists.list_facts import department_items
from pia_desktop.cabinet_lists.list_paper import Words, fault_lines, list_paper, paper_words, public_list
from pia_desktop.documents.lists import CABINET_TITLE
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from ui.printing.purpose import PurposeDialog
from ui.printing.remnants import gather_and_give
from ui.printing.table_jobs import TableJobs
from ui.printing.table_path import file_kinds
from ui.widgets.dialogs import ask_save_path, busy, show_error

if TYPE_CHECKING:
    from pia_desktop.outputs.guard import Guard
    from pia_desktop.paper.purpose import Copy
    from ui.cabinet.listing import Listing
    from ui.context.cabinet_store import CabinetStore


class ListFile:
    """Saves the rows shown; one file at a time."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self.tables = TableJobs(listing.widget())
        listing.widget().statusBar().addPermanentWidget(self.tables.line)
        self.tables.line.hide()

    def save(self) -> None:
        """Ask for a purpose, if something is withheld, and for a file."""
        store = self._listing.store
        rows = self._listing.table_rows[1]
        if store is None:
            return
        try:
            with busy():
                differs = _withholds(store, rows)
        except UserError as error:
            show_error(self._listing.widget(), error)
            return
        words = [paper_words(row) for row in rows]
        if not differs:
            self._save(words, None, fault_lines(rows))
            return

        def chosen(copy: Copy) -> None:
            if copy.public:
                self._for_the_public(store, rows)
            else:
                self._save(words, None, fault_lines(rows))

        PurposeDialog(self._listing.widget(), CABINET_TITLE, "list", chosen).open()

    def _for_the_public(self, store: CabinetStore, rows: Sequence[Row]) -> None:
        gather_and_give(
            self._listing.widget(),
            store.load,
            [row.info.id for row in rows],
            lambda states: public_list([row for row in rows if row.info.id in states], list(states.values())),
            lambda given: self._save(given.words, given.guard),
        )

    def _save(self, words: Words, guard: Guard | None, lines: Sequence[str] = ()) -> None:
        window = self._listing.widget()
        excel, pdf = file_kinds()[2], file_kinds()[0]
        kinds = ";;".join((excel, pdf, *file_kinds()[1:2], *file_kinds()[3:]))
        path = ask_save_path(window, _("Save the List"), f"{CABINET_TITLE}.xlsx", kinds, ".xlsx")
        if path is not None:
            check = None if guard is None else guard.file_check(path.suffix)
            today = date.today()
            self.tables.start(lambda: list_paper(words, today, lines), path, check)


def _withholds(store: CabinetStore, rows: Sequence[Row]) -> bool:
    """Whether any text shown in the list is withheld.  Raises CabinetError."""
    from pia_desktop.forms.catalogue import all_forms

    roles = [form.roles for form in all_forms()]
    items = {item for one in roles for item in (one.number, one.title, one.published_on)}
    roots = store.excerpts(items | set(department_items().values()), (), [row.info.id for row in rows])
    return any(leaves_out(root) for root in roots.values())
