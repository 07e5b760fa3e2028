"""Prints on paper through Qt: the system's dialog, then the pages by the same painter as the preview."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.errors import OutputError, UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.paper.layout import Layout, Page
from ui.background import letting_the_window_go_first
from ui.dialogs import MessageDialog, show_error
from ui.preview.jobs import LayoutJobs
from ui.preview.painter import PagePainter, register_faces
from ui.printing import PdfLine, lost_words

_POINTS = 72
_ALIKE = 0.01
"""Paper that differs by less than this share from the page is the same paper."""
_MAX_LISTED = 200


def make_printer() -> QPrinter:
    """The user's printer, its paper used to the edges: the margins are the page's own."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    return printer


def chosen_pages(printer: QPrinter, count: int) -> list[int]:
    """The pages to print, from 0, in their order on the stack; copies too, where the printer makes none."""
    pages = list(range(count))
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
    told: Callable[[int], None],
) -> bool:
    """Paint pages on a printer's paper; ``told`` hears how many are done.  False where it was stopped.

    Raises OutputError where the printer takes no print, or no further page.
    """
    paint = PagePainter(pictures)
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
        told(done + 1)
        if stopped():
            printer.abort()
            painter.end()
            return False
    painter.end()
    return True


def _turn_paper(printer: QPrinter, page: Page) -> None:
    sideways = page.width > page.height
    wanted = QPageLayout.Orientation.Landscape if sideways else QPageLayout.Orientation.Portrait
    if printer.pageLayout().orientation() is not wanted:
        printer.setPageOrientation(wanted)


def _fit(painter: QPainter, printer: QPrinter, page: Page) -> None:
    """Put the page on the paper there is: turned where the paper is not, smaller or larger on other paper."""
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


class _Told(QObject):
    """Carries what a print has to say to the window's thread."""

    advanced = Signal(int, int)
    ended = Signal(int, bool)
    failed = Signal(int, object)


class _PaperTask(QRunnable):
    """One print on paper."""

    def __init__(
        self,
        job: int,
        work: Callable[[Callable[[], bool], Callable[[int], None]], bool],
        told: _Told,
        stopped: threading.Event,
    ) -> None:
        super().__init__()
        self._job = job
        self._work = work
        self._told = told
        self._stopped = stopped

    def run(self) -> None:
        told, job = self._told, self._job
        try:
            with letting_the_window_go_first():
                whole = self._work(self._stopped.is_set, lambda done: told.advanced.emit(job, done))
        except UserError as error:
            told.failed.emit(job, error)
        except BaseException as error:
            words = _("The print failed: {reason}").format(reason=f"{type(error).__name__}: {error}")
            remedy = _("Nothing you typed is lost. Please report this with the file of the log.")
            told.failed.emit(job, OutputError(words, remedy))
            raise
        else:
            told.ended.emit(job, whole)


class PaperJobs(QObject):
    """The prints of one window on paper, one at a time; ``line`` shows how far one has come."""

    printed = Signal(str)
    """A print is with the printer: words that say so."""

    def __init__(self, window: QWidget, pictures: PictureSource) -> None:
        super().__init__(window)
        self._window = window
        self._pictures = pictures
        self._printer: QPrinter | None = None
        self._pages: list[int] = []
        self._stopped = threading.Event()
        self._job = 0
        self._layouts = LayoutJobs(self, pictures)
        self._layouts.laid_out.connect(self._laid_out)
        self._layouts.failed.connect(self._end)
        self._told = _Told()
        self._told.advanced.connect(self._advanced)
        self._told.ended.connect(self._ended)
        self._told.failed.connect(self._failed)
        self.line = PdfLine(window)
        self.line.hide()
        self.line.stop.clicked.connect(self.forget)
        self.report: MessageDialog | None = None

    @property
    def running(self) -> bool:
        """Whether a print is under way."""
        return self._printer is not None

    def ask(self, snapshot: Snapshot) -> None:
        """Let the user choose a printer and print; while one print is under way there is no other."""
        if self.running:
            return
        printer = make_printer()
        dialog = QPrintDialog(printer, self._window)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintCollateCopies, True)
        dialog.accepted.connect(lambda: self.start(printer, snapshot))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def start(self, printer: QPrinter, snapshot: Snapshot) -> None:
        """Print on a printer, after asking where something cannot be printed as it stands."""
        register_faces()
        printer.setFullPage(True)
        self._printer = printer
        self._stopped = threading.Event()
        self.line.begin(_("Printing…"))
        self._layouts.request(snapshot)

    def forget(self) -> None:
        """Stop the print: what is not yet on paper stays off it."""
        self._stopped.set()
        self._layouts.forget()
        self._end()

    def _end(self) -> None:
        self._job += 1
        self._printer = None
        self.line.hide()

    def _laid_out(self, snapshot: Snapshot, layout: Layout) -> None:
        printer = self._printer
        if printer is None:
            return
        lost = lost_words(snapshot, layout)
        if not lost:
            self._print(printer, layout)
            return
        self.line.hide()
        heading = ngettext(
            "{count:,} thing cannot be printed as it stands.",
            "{count:,} things cannot be printed as they stand.",
            len(lost),
        ).format(count=len(lost))
        self.report = MessageDialog(
            self._window,
            heading,
            "",
            "\n".join(lost[:_MAX_LISTED]),
            [(_("Print All the Same"), lambda: self._print(printer, layout)), (_("Do Not Print"), None)],
            symbol="warning",
        )
        self.report.rejected.connect(self._end)
        self.report.open()

    def _print(self, printer: QPrinter, layout: Layout) -> None:
        pictures = self._pictures
        pages = self._pages = chosen_pages(printer, len(layout.pages))
        self._printer = printer
        self.line.begin(_("Printing…"), len(pages))
        self._job += 1
        task = _PaperTask(
            self._job,
            lambda stopped, told: print_pages(layout, pictures, printer, pages, stopped, told),
            self._told,
            self._stopped,
        )
        QThreadPool.globalInstance().start(task)

    # ---- what is told

    def _advanced(self, job: int, done: int) -> None:
        if job == self._job:
            self.line.advance(done)

    def _ended(self, job: int, whole: bool) -> None:
        if job != self._job:
            return
        self._end()
        if whole:
            count = len(self._pages)
            words = ngettext(
                "{count:,} page was sent to the printer.", "{count:,} pages were sent to the printer.", count
            )
            self.printed.emit(words.format(count=count))

    def _failed(self, job: int, error: UserError) -> None:
        if job == self._job:
            self._end()
            self.report = show_error(self._window, error)
