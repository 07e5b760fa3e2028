"""Commands that print and export one or several assessments from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from ui.widgets.dialogs import busy, show_error

if TYPE_CHECKING:
    from pia_desktop.assessment.assessment import Snapshot
    from ui.cabinet.batch_dialog import BatchJobs
    from ui.cabinet.list_file import ListFile
    from ui.cabinet.listing import Listing
    from ui.context.cabinet_store import CabinetStore
    from ui.printing.mistakes import Mistakes
    from ui.printing.task import PdfChoice, Print

_PAPER: Final = ""
"""What stands for the ending of a file where there is none."""


class OutputCommands:
    """Prints, exports and saves the list."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.window = listing.widget()
        self._batch: BatchJobs | None = None
        self._list_file: ListFile | None = None

    def cancel(self) -> None:
        """Stop running work: the window is closing."""
        if self._batch is not None:
            self._batch.cancel()

    @property
    def made(self) -> BatchJobs | None:
        """The batch jobs, if they have been created."""
        return self._batch

    @property
    def batch(self) -> BatchJobs:
        """The batch jobs, created on first use."""
        if self._batch is None:
            from ui.cabinet.batch_dialog import BatchJobs

            self._batch = BatchJobs(self.window, self._ask_printer)
            self.window.statusBar().addPermanentWidget(self._batch.line)
            self._batch.line.hide()
        return self._batch

    def print(self, *, to_pdf: bool = False, pdf: PdfChoice | None = None) -> None:
        """Print the selected assessment, on paper or to a PDF; several are put together first."""
        if not to_pdf and self._save_several(_PAPER):
            return
        picked, store = self.listing.picked(), self.listing.store
        if picked is None or store is None:
            return
        try:
            store.flush()
            snapshot = store.load(picked.id)
            closed = len(store.versions(picked.id))
            mistakes = self._mistakes(store, picked.id, snapshot)
        except UserError as error:
            show_error(self.window, error)
        else:
            from pia_desktop.paper.options import version_in_footer
            from ui.printing.dialog import open_print
            from ui.printing.subject import Subject

            subject = Subject(snapshot, store, version_in_footer(closed + 1))
            open_print(self.window, self.listing, subject, to_pdf=to_pdf, pdf=pdf, mistakes=mistakes)

    def _mistakes(self, store: CabinetStore, assessment_id: int, snapshot: Snapshot) -> Mistakes:
        from pia_desktop.outputs.makers import mistakes_in
        from ui.printing.mistakes import Mistakes
        from ui.printing.public_remarks import set_aside_reasons

        with busy():
            found = mistakes_in(snapshot, set_aside_reasons(store, assessment_id))

        def show() -> None:
            host = self.listing.navigator.open_assessment(assessment_id)
            if host is not None and found:
                host.go_to(found[0].path)

        return Mistakes(found, show)

    def _ask_printer(self, job: Print) -> None:
        """Print a batch on paper; imports printing on demand."""
        self.listing.paper.ask(job)

    def save_pdf(self) -> None:
        """Save the selected assessments as PDFs, one file each."""
        if not self._save_several(".pdf"):
            self.print(to_pdf=True)

    def _save_several(self, suffix: str) -> bool:
        """Ask for the batch options if several are selected; returns whether they are."""
        picked, store = self.listing.picked_all(), self.listing.store
        if len(picked) < 2 or store is None:
            return False
        from ui.cabinet.batch_dialog import BatchDialog

        BatchDialog(self.window, picked, lambda batch: self.batch.start(store, batch), suffix).open()
        return True

    def save_list(self) -> None:
        """Save the rows shown as a file, for a purpose if something is withheld."""
        self._list_files().save()

    def copy_list(self) -> None:
        """Copy all rows that are shown as cells, for a purpose if something is withheld."""
        self._list_files().copy_all()

    def copy_marked(self) -> None:
        """Copy the selected rows likewise; all where none is selected."""
        self._list_files().copy_marked()

    def _list_files(self) -> ListFile:
        from ui.cabinet.list_file import ListFile

        if self._list_file is None:
            self._list_file = ListFile(self.listing)
        return self._list_file

    def print_blank(self) -> None:
        """Print a blank form."""
        from pia_desktop.forms.catalogue import all_forms
        from ui.printing.dialog import open_print
        from ui.printing.subject import blank_subject

        first = min(all_forms(), key=lambda form: form.id)
        open_print(self.window, self.listing, blank_subject(first))

    def export(self) -> None:
        """Export the selected assessments, one file each."""
        picked, store = self.listing.picked(), self.listing.store
        from ui.printing.file_kinds import last_export

        if self._save_several(last_export()) or picked is None or store is None:
            return
        from ui.printing.exporting import export_snapshot

        try:
            with busy():
                store.flush()
                snapshot = store.load(picked.id)
        except UserError as error:
            show_error(self.window, error)
            return
        title = _("Export the Assessment")
        export_snapshot(
            self.window, title, str, lambda: snapshot, store, lambda pdf: self.print(pdf=pdf), self.listing
        )
