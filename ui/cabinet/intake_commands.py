"""Commands that take documents in: files, a folder, dropped files, a table on the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData

from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.temporary import TemporaryFolder
from ui.widgets.clipboard_data import clipboard_data
from ui.widgets.dialogs import ask_folder, ask_open_paths, busy, show_error, tell

if TYPE_CHECKING:
    from db.records import AssessmentInfo, TakenIn
    from pia_desktop.exchange.interchange import ImportedAssessment
    from ui.cabinet.archive_commands import ArchiveCommands
    from ui.cabinet.listing import Listing
    from ui.intake.finding import DocumentSearch
    from ui.intake.queue import Document
    from ui.intake.review import Review
    from ui.intake.window import IntakeWindow

_LONGEST: Final = 20_000_000
"""Characters of a table on the clipboard."""


class IntakeCommands:
    """Takes documents in, and owns the window in which they are reviewed."""

    def __init__(self, listing: Listing, archive: ArchiveCommands) -> None:
        self.listing = listing
        self._archive = archive
        self.window: IntakeWindow | None = None
        self._clipboard: TemporaryFolder | None = None
        self._pasted = 0
        self._search: DocumentSearch | None = None

    def close(self) -> bool:
        """Close the review window before the cabinet changes; False if the user cancels."""
        closed = self.window is None or self.window.close()
        if closed:
            self._stop_looking()
        return closed

    def drop(self) -> None:
        """Close the review window, discarding what was not taken in."""
        self._stop_looking()
        if self.window is not None:
            self.window.close_without_asking()

    def _stop_looking(self) -> None:
        if self._search is not None:
            self._search.cancel()

    # ---- where documents come from

    def ask_files(self) -> None:
        paths = ask_open_paths(self.listing.widget(), _("Import Assessments"), document_kinds())
        if paths:
            self.take_paths(paths)

    def ask_folder(self) -> None:
        folder = ask_folder(
            self.listing.widget(), _("Import the Documents of Which Folder? (Without the Folders in It)")
        )
        if folder is not None:
            self.take_paths([folder])

    def take_paths(self, paths: Sequence[Path]) -> None:
        """Take in files, and the documents in folders, which are searched in the background."""
        if self._search is None:
            from ui.intake.finding import DocumentSearch

            self._search = DocumentSearch(self.listing.widget())
            self._search.found.connect(self._take_found)
            self._search.failed.connect(lambda error: show_error(self.listing.widget(), error))
            self._search.slow.connect(lambda: self.listing.notify(_("Looking for the documents…")))
        self._search.look(paths)

    def _take_found(self, found: Sequence[Path]) -> None:
        from pia_desktop.incoming import is_interchange
        from ui.intake.queue import Document

        if not found:
            tell(
                self.listing.widget(),
                _("This folder holds no document that can be taken in."),
                _("Folders in it are not looked into; choose each of them."),
            )
        elif len(found) == 1 and is_interchange(found[0]):
            self._take_interchange(found[0])
        else:
            self._queue([Document(path) for path in found])

    def _take_interchange(self, path: Path) -> None:
        """Take in an interchange file: unambiguous, so only duplicates are asked about."""
        from pia_desktop.exchange.interchange import read_file
        from ui.intake.queue import Document

        store = self.listing.store
        if store is None:
            return
        try:
            with busy():
                found = read_file(path)
                known = self._is_known(found)
                made = 0 if known else store.take_over(found)
        except UserError as error:
            show_error(self.listing.widget(), error)
            return
        if known:
            self._queue([Document(path)])
        else:
            self.listing.pick(made)

    def _is_known(self, found: ImportedAssessment) -> bool:
        from pia_desktop.incoming import works_called_so

        return any(works_called_so(found.form, found.root, self.listing.infos))

    def take_clipboard(self) -> None:
        """Take in the table on the clipboard."""
        from ui.intake.queue import Document

        found = table_on(clipboard_data())
        if found is None:
            tell(
                self.listing.widget(),
                _("There is no table on the clipboard."),
                _("Mark the cells in the spreadsheet, copy them, and try again."),
            )
            return
        try:
            path = self._file_of(*found)
        except UserError as error:
            show_error(self.listing.widget(), error)
            return
        self._queue([Document(path, name=_("Clipboard"))])

    def _file_of(self, words: str, suffix: str) -> Path:
        """A file with what was on the clipboard.  Raises UserError."""
        from pia_desktop.files import write_bytes

        if self._clipboard is None or not self._clipboard.path.is_dir():
            self._clipboard = TemporaryFolder("clip")
        self._pasted += 1
        path = self._clipboard.path / f"{self._pasted}{suffix}"
        write_bytes(path, words.encode("utf-8-sig"))  # whatever encoding a page names
        return path

    # ---- the window

    def _queue(self, documents: Sequence[Document]) -> None:
        store = self.listing.store
        if store is None or store.read_only:
            return
        from ui.intake.window import IntakeWindow

        if self.window is None:
            self.window = IntakeWindow(store, self.listing.navigator)
            self.window.stored.connect(self._stored)
            self.window.compare_requested.connect(self._compare)
            self.window.dropped.connect(self.take_paths)
            self.window.closed.connect(self._closed)
        self.window.add(documents)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def _compare(self, review: Review, known: AssessmentInfo) -> None:
        """Show the differences between a document, as the older state, and an assessment."""
        from pia_desktop.incoming import as_version
        from ui.comparison.window import CompareWindow
        from ui.context.snapshot_source import SnapshotSource
        from ui.context.window_names import window_name

        store = self.listing.store
        if store is None:
            return
        store.flush()
        try:
            draft = store.load(known.id)
        except UserError as error:
            show_error(self.listing.widget(), error)
            return
        origin = review.found.origin
        sources = [
            SnapshotSource(origin.name, lambda: as_version(review.snapshot(), store.load(known.id), origin)),
            SnapshotSource(_("The draft now"), lambda: store.load(known.id)),
        ]
        name = window_name(draft.form, draft.root)
        made = CompareWindow(name, sources, 0, 1, self.listing.navigator.file_chooser)
        for button in (made.show_button, made.paper_button, made.council_button):
            button.hide()  # there is no assessment yet to show or print
        if self.window is not None:
            self.window.closed.connect(made.close)
        made.show()

    def _closed(self) -> None:
        self.window = None
        if self._clipboard is not None:
            self._clipboard.close()
            self._clipboard = None

    def _stored(self, taken: TakenIn) -> None:
        self._archive.remember_taken(taken)
        self.listing.pick(taken.assessment_id)
        self.listing.navigator.follow_taken(taken)
        self.listing.notify(_("It was taken in. Ctrl+Z takes it back."))


def document_kinds() -> str:
    """The file dialog's name filter."""
    from pia_desktop.incoming import SUFFIXES

    every = " ".join(f"*{suffix}" for suffix in SUFFIXES)
    taken, all_files = _("Documents to take in"), _("All files")
    return f"{taken} ({every});;{all_files} (*)"


def table_on(data: QMimeData | None) -> tuple[str, str] | None:
    """The table on a clipboard as text, and the suffix for a file of it; None if there is none."""
    if data is None:
        return None
    page = data.html() if data.hasHtml() else ""
    if "<table" in page.lower() and len(page) <= _LONGEST:
        return page, ".html"
    words = data.text() if data.hasText() else ""
    return (words, ".tsv") if words.strip() and "\n" in words and len(words) <= _LONGEST else None
