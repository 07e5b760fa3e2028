"""The print jobs of a window with a status bar: PDFs and paper, each made on first use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

from ui.widgets.lazy import Lazy

if TYPE_CHECKING:
    from ui.printing.line_jobs import LineJobs
    from ui.printing.pdf_jobs import PdfJobs
    from ui.printing.printer import PaperJobs


class PrintJobs:
    """Their progress is shown in the status bar; ``notify`` is told of what was printed."""

    def __init__(self, window: QMainWindow, notify: Callable[[str], None]) -> None:
        self._window = window
        self._notify = notify
        self._pdf = Lazy(self._make_pdf)
        self._paper = Lazy(self._make_paper)

    @property
    def pdf(self) -> PdfJobs:
        return self._pdf.get()

    @property
    def paper(self) -> PaperJobs:
        return self._paper.get()

    def made(self) -> list[LineJobs]:
        """Those that there are."""
        return [jobs for jobs in (self._pdf.made, self._paper.made) if jobs is not None]

    def cancel(self) -> None:
        for jobs in self.made():
            jobs.cancel()

    def _make_pdf(self) -> PdfJobs:
        from ui.printing.pdf_jobs import PdfJobs

        jobs = PdfJobs(self._window)
        self._window.statusBar().addPermanentWidget(jobs.line)
        jobs.line.hide()
        return jobs

    def _make_paper(self) -> PaperJobs:
        from ui.printing.printer import PaperJobs

        jobs = PaperJobs(self._window)
        jobs.printed.connect(self._notify)
        self._window.statusBar().addPermanentWidget(jobs.line)
        jobs.line.hide()
        return jobs
