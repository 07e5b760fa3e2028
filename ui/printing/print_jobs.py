"""What a window with a status bar makes for others: PDFs, paper, other files, each made on first use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QMainWindow

from ui.widgets.lazy import Lazy

if TYPE_CHECKING:
    from ui.printing.line_jobs import LineJobs
    from ui.printing.pdf_jobs import PdfJobs
    from ui.printing.printer import PaperJobs
    from ui.printing.table_jobs import TableJobs

J = TypeVar("J", bound="LineJobs")


class PrintJobs:
    """Their progress is shown in the status bar; ``notify`` is told of what was printed."""

    def __init__(self, window: QMainWindow, notify: Callable[[str], None]) -> None:
        self._window = window
        self._notify = notify
        self._pdf = Lazy(self._make_pdf)
        self._paper = Lazy(self._make_paper)
        self._tables = Lazy(self._make_tables)

    @property
    def pdf(self) -> PdfJobs:
        return self._pdf.get()

    @property
    def paper(self) -> PaperJobs:
        return self._paper.get()

    @property
    def tables(self) -> TableJobs:
        return self._tables.get()

    def made(self) -> list[LineJobs]:
        """Those that there are."""
        made = (self._pdf.made, self._paper.made, self._tables.made)
        return [jobs for jobs in made if jobs is not None]

    def cancel(self) -> None:
        for jobs in self.made():
            jobs.cancel()

    def _make_pdf(self) -> PdfJobs:
        from ui.printing.pdf_jobs import PdfJobs

        return self._shown(PdfJobs(self._window))

    def _make_paper(self) -> PaperJobs:
        from ui.printing.printer import PaperJobs

        jobs = PaperJobs(self._window)
        jobs.printed.connect(self._notify)
        return self._shown(jobs)

    def _make_tables(self) -> TableJobs:
        from ui.printing.table_jobs import TableJobs

        return self._shown(TableJobs(self._window))

    def _shown(self, jobs: J) -> J:
        self._window.statusBar().addPermanentWidget(jobs.line)
        jobs.line.hide()
        return jobs
