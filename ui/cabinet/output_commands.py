"""Printing and exporting from the list, one assessment or several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from db.records import AssessmentInfo
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from ui.context.assessment_rows import info_name, numbered_name
from ui.widgets.dialogs import MessageDialog, ask_folder, ask_save_path, busy, show_error
from ui.widgets.file_choice import EXPORT_KINDS, distinct_paths

if TYPE_CHECKING:
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.outputs.release import Release
    from pia_desktop.paper.copies import Copy
    from ui.cabinet.batch_pdf import BatchJobs
    from ui.cabinet.listing import Listing


class OutputCommands:
    """What is made from assessments."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.window = listing.widget()
        self._batch: BatchJobs | None = None

    def cancel(self) -> None:
        """The window closes: what is under way is stopped."""
        if self._batch is not None:
            self._batch.cancel()

    @property
    def made(self) -> BatchJobs | None:
        """The same, where they were wanted already."""
        return self._batch

    @property
    def batch(self) -> BatchJobs:
        """The PDFs of several assessments, made when they are first wanted."""
        if self._batch is None:
            from ui.cabinet.batch_pdf import BatchJobs

            self._batch = BatchJobs(self.window)
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

    def save_pdf(self) -> None:
        """Write what is marked into PDFs: each into its own where there are several."""
        picked, store = self.listing.picked_all(), self.listing.store
        if len(picked) > 1 and store is not None:
            from ui.cabinet.batch_pdf import BatchDialog

            BatchDialog(self.window, picked, lambda batch: self.batch.start(store, batch)).open()
        else:
            self.print(to_pdf=True)

    def print_blank(self) -> None:
        """Print a form without answers."""
        from pia_desktop.forms.catalogue import all_forms
        from ui.printing.dialog import open_print
        from ui.printing.subject import blank_subject

        first = min(all_forms(), key=lambda form: form.id)
        open_print(self.window, self.listing, blank_subject(first))

    def export(self) -> None:
        """Write what is marked into interchange files."""
        picked, store = self.listing.picked_all(), self.listing.store
        if not picked or store is None:
            return
        from ui.printing.purpose import give_all

        states: list[tuple[str, Snapshot]] = []
        left: list[str] = []
        with busy():
            store.flush()
            for info in picked:
                try:
                    states.append((info_name(info), store.load(info.id)))
                except UserError as error:
                    if len(picked) == 1:
                        show_error(self.window, error)
                        return
                    left.append(f"{numbered_name(info)}: {error.one_line()}")
        title = _("Export the Assessment")
        several = len(picked) > 1
        give_all(
            self.window, title, "export", states, lambda copy, given: self._ask(copy, given, left, several)
        )

    def _ask(self, copy: Copy, given: Sequence[Release], left: list[str], several: bool) -> None:
        """Ask where to, and write; ``left`` are the ones that cannot be read."""
        from ui.printing.subject import title_of

        targets: Sequence[Path] = ()
        if several:
            folder = ask_folder(self.window, _("Into Which Folder?"))
            names = [f"{number_of(one.shown[0])} {title_of(one.shown[0])}".strip() for one in given]
            targets = distinct_paths(folder, names, ".json") if folder else []
        else:
            suggested = title_of(given[0].shown[0]) + ".json"
            path = ask_save_path(self.window, _("Export the Assessment"), suggested, EXPORT_KINDS, ".json")
            targets = [path] if path else []
        if targets:
            self._export_to(copy, given, targets, left)

    def _export_to(
        self, copy: Copy, given: Sequence[Release], targets: Sequence[Path], left: list[str]
    ) -> None:
        store = self.listing.store
        if store is None:
            return
        from ui.printing.exporting import write_export

        done = 0
        with busy():
            for one, path in zip(given, targets, strict=True):
                try:
                    write_export(copy, one, store, path)
                    done += 1
                except UserError as error:
                    if len(targets) == 1 and not left:
                        show_error(self.window, error)
                        return
                    left.append(f"{path.name}: {error.one_line()}")
        words = ngettext(
            "{count:,} file was written: {folder}", "{count:,} files were written: {folder}", done
        ).format(count=done, folder=targets[0].parent)
        if left:
            more = ngettext("{count:,} was left out:", "{count:,} were left out:", len(left))
            heading = more.format(count=len(left))
            MessageDialog(self.window, heading, words, "\n".join(left), symbol="warning").open()
        else:
            self.listing.notify(words)


def number_of(snapshot: Snapshot) -> str:
    """評価書番号, as a file's name may begin with it."""
    number = snapshot.root.answer((snapshot.form.roles.number,))
    return number if isinstance(number, str) else ""


def _name_of(info: AssessmentInfo) -> str:
    return f"{info.number} {info_name(info)}".strip()
