"""Prints on paper through Qt: the system's dialog, and pages painted as in the preview."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.errors import OutputError
from pia_desktop.i18n import _, ngettext
from pia_desktop.outputs.guard import page_texts
from pia_desktop.paper.layout import Layout, Page
from ui.preview.painter import PagePainter, register_faces
from ui.printing.line_jobs import LineJobs
from ui.printing.task import Print
from ui.widgets.dialogs import tell

_POINTS = 72
_ALIKE = 0.01
"""Paper that differs by less than this share from the page is the same paper."""


def make_printer() -> QPrinter:
    """The user's printer in full-page mode: the pages have their own margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    return printer


def has_printer() -> bool:
    """Whether the system's dialog has a printer to offer.  Without one, Linux's dialog would offer a file."""
    return os.name != "nt" or bool(QPrinterInfo.availablePrinterNames())


def chosen_pages(printer: QPrinter, chosen: Sequence[int]) -> list[int]:
    """The pages (from 0) among ``chosen`` that the printer's settings ask for, in stacking order.

    Includes copies, if the printer does not make them.
    """
    pages = list(chosen)
    if printer.printRange() is QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges()
        pages = [page for page in pages if ranges.isEmpty() or ranges.contains(page + 1)]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    if printer.collateCopies():
        return pages * copies
    return [page for page in pages for _copy in range(copies)]


def print_pages(
    layout: Layout,
    pictures: PictureSource,
    printer: QPrinter,
    pages: Sequence[int],
    stopped: Callable[[], bool],
    progress: Callable[[int], None],
) -> bool:
    """Paint pages on a printer; ``progress`` is called with the number done.  False if stopped.

    Raises OutputError if the printer rejects the print or a page.
    """
    paint = PagePainter(pictures, layout.fonts)
    painter = QPainter()
    for done, number in enumerate(pages):
        page = layout.pages[number]
        _turn_paper(printer, page)
        begun = printer.newPage() if done else painter.begin(printer)
        if not begun:
            raise OutputError(
                _("The printer does not take the print."),
                _("Look whether it is switched on and has paper, or save as a PDF and print that."),
            )
        painter.save()
        _fit(painter, printer, page)
        paint.paint(painter, page)
        painter.restore()
        progress(done + 1)
        if stopped():
            printer.abort()
            painter.end()
            return False
    painter.end()
    return True


def _print(
    job: Print,
    printer: QPrinter,
    pages: Sequence[int],
    stopped: Callable[[], bool],
    progress: Callable[[int], None],
) -> bool:
    """Print a job, after checking copies for the public."""
    if job.guard is not None:
        job.guard.check_words(_("the pages"), page_texts(job.layout))
    return print_pages(job.layout, job.pictures, printer, pages, stopped, progress)


def _turn_paper(printer: QPrinter, page: Page) -> None:
    sideways = page.width > page.height
    wanted = QPageLayout.Orientation.Landscape if sideways else QPageLayout.Orientation.Portrait
    if printer.pageLayout().orientation() is not wanted:
        printer.setPageOrientation(wanted)


def _fit(painter: QPainter, printer: QPrinter, page: Page) -> None:
    """Fit the page to the paper: rotated or scaled if the paper differs."""
    painter.scale(printer.resolution() / _POINTS, printer.resolution() / _POINTS)
    paper = QRectF(printer.pageLayout().fullRect(QPageLayout.Unit.Point))
    wide, high = paper.width(), paper.height()
    if (page.width > page.height) != (wide > high):
        painter.translate(wide, 0)
        painter.rotate(90)
        wide, high = high, wide
    scale = min(wide / page.width, high / page.height)
    if abs(scale - 1) > _ALIKE:
        painter.translate((wide - page.width * scale) / 2, (high - page.height * scale) / 2)
        painter.scale(scale, scale)


class PaperJobs(LineJobs):
    """The printer jobs of one window, one at a time; ``line`` shows the progress."""

    printed = Signal(str)
    """A print is with the printer: words that say so."""

    def ask(self, job: Print) -> None:
        """Let the user choose a printer, and print; ignored while a print is running."""
        if self.running:
            words = _("Wait until it is done, or stop it at the foot of the window.")
            self.keep_report(tell(self.window, _("A print is under way."), words))
            return
        printer = make_printer()
        dialog = QPrintDialog(printer, self.window)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, False)  # chosen in our dialog
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintCollateCopies, True)
        dialog.accepted.connect(lambda: self.start(printer, job))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def start(self, printer: QPrinter, job: Print) -> None:
        register_faces()
        printer.setFullPage(True)
        pages = chosen_pages(printer, job.pages)
        self.line.begin(_("Printing…"), len(pages))
        self.jobs.begin(
            lambda stopped, tell: _print(job, printer, pages, stopped, tell),
            lambda whole: self._ended(len(pages), whole),
            progress=self.line.advance,
            failed=lambda error: self.tell_failure(_("The print failed: {reason}"), error),
        )

    # ---- what is told

    def _ended(self, count: int, whole: bool) -> None:
        self.end_line()
        if whole:
            words = ngettext(
                "{count:,} page was sent to the printer.", "{count:,} pages were sent to the printer.", count
            )
            self.printed.emit(words.format(count=count))
