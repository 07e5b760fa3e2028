"""Saves the list as shown, as a document or workbook, or copies it as cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pia_desktop.assessment.passages import leaves_out
from pia_desktop.cabinet_lists.assessment_rows import Row
from pia_desktop.cabinet_lists.list_facts import department_items
from pia_desktop.cabinet_lists.list_paper import Words, fault_lines, list_paper, paper_words, public_list
from pia_desktop.documents.lists import CABINET_TITLE
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from ui.printing.file_kinds import file_kinds
from ui.printing.purpose import PurposeDialog
from ui.printing.remnants import gather_and_give
from ui.widgets.dialogs import ask_save_path, busy, show_error

if TYPE_CHECKING:
    from pia_desktop.outputs.guard import Guard
    from pia_desktop.paper.purpose import Copy
    from ui.cabinet.listing import Listing
    from ui.context.cabinet_store import CabinetStore

    Go = Callable[[Words, Guard | None, Sequence[str]], None]
    """What is done with the words, with a guard if they are for the public, and with lines below a title."""


class ListFile:
    """Saves or copies rows; one file at a time."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing

    def save(self) -> None:
        """Ask for a file for the rows shown, and for a purpose, if something is withheld."""
        self._ask(self._listing.table_rows[1], self._save)

    def copy_all(self) -> None:
        """Copy the rows shown; ask likewise."""
        self._ask(self._listing.table_rows[1], self._copy)

    def copy_marked(self) -> None:
        """Copy the selected rows, or all that are shown if none is; ask likewise."""
        picked = {info.id for info in self._listing.picked_all()}
        rows = self._listing.table_rows[1]
        self._ask([row for row in rows if row.info.id in picked] or rows, self._copy)

    def _ask(self, rows: Sequence[Row], go: Go) -> None:
        store = self._listing.store
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
            go(words, None, fault_lines(rows))
            return

        def chosen(copy: Copy) -> None:
            if copy.public:
                self._for_the_public(store, rows, go)
            else:
                go(words, None, fault_lines(rows))

        PurposeDialog(self._listing.widget(), CABINET_TITLE, "list", chosen).open()

    def _for_the_public(self, store: CabinetStore, rows: Sequence[Row], go: Go) -> None:
        gather_and_give(
            self._listing.widget(),
            store.load,
            [row.info.id for row in rows],
            lambda states: public_list([row for row in rows if row.info.id in states], list(states.values())),
            lambda given: go(given.words, given.guard, ()),
        )

    def _copy(self, words: Words, guard: Guard | None, lines: Sequence[str]) -> None:
        from ui.printing.table_clip import put_on_clipboard

        try:
            put_on_clipboard(list_paper(words, date.today(), lines), guard)
        except UserError as error:
            show_error(self._listing.widget(), error)
            return
        said = ngettext("{count:,} row was copied.", "{count:,} rows were copied.", len(words))
        self._listing.notify(said.format(count=len(words)))

    def _save(self, words: Words, guard: Guard | None, lines: Sequence[str]) -> None:
        window = self._listing.widget()
        excel, pdf = file_kinds()[2], file_kinds()[0]
        kinds = ";;".join((excel, pdf, *file_kinds()[1:2], *file_kinds()[3:]))
        path = ask_save_path(window, _("Save the List"), f"{CABINET_TITLE}.xlsx", kinds, ".xlsx")
        if path is not None:
            check = None if guard is None else guard.file_check(path.suffix)
            today = date.today()
            self._listing.tables.start(lambda: list_paper(words, today, lines), path, check)


def _withholds(store: CabinetStore, rows: Sequence[Row]) -> bool:
    """Whether any text shown in the list is withheld.  Raises CabinetError."""
    from pia_desktop.forms.catalogue import all_forms

    roles = [form.roles for form in all_forms()]
    items = {item for one in roles for item in (one.number, one.title, one.published_on)}
    roots = store.excerpts(items | set(department_items().values()), (), [row.info.id for row in rows])
    return any(leaves_out(root) for root in roots.values())
