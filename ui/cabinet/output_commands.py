"""Printing and exporting from the list, one assessment or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from ui.widgets.dialogs import busy, show_error

if TYPE_CHECKING:
    from ui.cabinet.batch_dialog import BatchJobs
    from ui.cabinet.list_file import ListFile
    from ui.cabinet.listing import Listing
    from ui.printing.task import Print


class OutputCommands:
    """What is made from assessments."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.window = listing.widget()
        self._batch: BatchJobs | None = None
        self._list_file: ListFile | None = None

    def cancel(self) -> None:
        """The window closes: what is under way is stopped."""
        if self._batch is not None:
            self._batch.cancel()
        if self._list_file is not None:
            self._list_file.tables.cancel()

    @property
    def made(self) -> BatchJobs | None:
        """The same, where they were wanted already."""
        return self._batch

    @property
    def batch(self) -> BatchJobs:
        """The PDFs of several assessments, made when they are first wanted."""
        if self._batch is None:
            from ui.cabinet.batch_dialog import BatchJobs

            self._batch = BatchJobs(self.window, self._ask_printer)
            self.window.statusBar().addPermanentWidget(self._batch.line)
            self._batch.line.hide()
        return self._batch

    def print(self, *, to_pdf: bool = False) -> None:
        """Print the one that is marked, or into a PDF."""
        picked, store = self.listing.picked(), self.listing.store
        if picked is None or store is None:
            return
        try:
            store.flush()
            snapshot = store.load(picked.id)
            closed = len(store.versions(picked.id))
        except UserError as error:
            show_error(self.window, error)
        else:
            from pia_desktop.paper.options import version_words
            from ui.printing.dialog import open_print
            from ui.printing.subject import Subject

            subject = Subject(snapshot, store, version_words(closed + 1))
            open_print(self.window, self.listing, subject, to_pdf=to_pdf)

    def _ask_printer(self, job: Print) -> None:
        """Print a batch on paper; what prints is loaded only now."""
        self.listing.paper.ask(job)

    def save_pdf(self) -> None:
        """Write what is marked into PDFs: each into its own where there are several."""
        if not self._save_several(".pdf"):
            self.print(to_pdf=True)

    def _save_several(self, suffix: str) -> bool:
        """Ask how several are written, where several are marked."""
        picked, store = self.listing.picked_all(), self.listing.store
        if len(picked) < 2 or store is None:
            return False
        from ui.cabinet.batch_dialog import BatchDialog

        BatchDialog(self.window, picked, lambda batch: self.batch.start(store, batch), suffix).open()
        return True

    def save_list(self) -> None:
        """Save the rows that are shown as a file, for a purpose where that makes a difference."""
        from ui.cabinet.list_file import ListFile

        if self._list_file is None:
            self._list_file = ListFile(self.listing)
        self._list_file.save()

    def print_blank(self) -> None:
        """Print a form without answers."""
        from pia_desktop.forms.catalogue import all_forms
        from ui.printing.dialog import open_print
        from ui.printing.subject import blank_subject

        first = min(all_forms(), key=lambda form: form.id)
        open_print(self.window, self.listing, blank_subject(first))

    def export(self) -> None:
        """Write what is marked into files: each into its own where there are several."""
        picked, store = self.listing.picked(), self.listing.store
        if self._save_several(".json") or picked is None or store is None:
            return
        from ui.printing.exporting import export_snapshot

        try:
            with busy():
                store.flush()
                snapshot = store.load(picked.id)
        except UserError as error:
            show_error(self.window, error)
            return
        export_snapshot(self.window, _("Export the Assessment"), "{name}.json", lambda: snapshot, store)
