"""Printing to a PDF in a thread of its own, on a frozen snapshot."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.errors import UserError
from pia_desktop.files import replacing
from pia_desktop.i18n import _, ngettext
from ui.widgets.dialogs import MessageDialog, show_error
from ui.widgets.plain_text import plain_label
from ui.widgets.theme import em, space

if TYPE_CHECKING:
    from pia_desktop.paper.layout import Layout
    from ui.printing.task import Print, PrintTold, Stopped, Told

MAX_LISTED = 200
_jobs = itertools.count(1)


class _StopDrawing(Exception):
    """Ends the drawing of a file that nobody wants any more."""


def write_pdf(job: Print, target: Path, stopped: Stopped, told: Told) -> bool:
    """Write a PDF; False where it was stopped, then there is no file.  Raises OutputError."""
    from pia_desktop.paper import draw  # only loaded when something is printed

    def advance(done: int) -> None:
        told(done)
        if stopped():
            raise _StopDrawing

    try:
        with replacing(target) as file:
            draw.write_pdf(job.layout, job.pictures, file, job.pages, advance)
            if stopped():
                raise _StopDrawing
    except _StopDrawing:
        return False
    return True


Writer = Callable[["Print", Path, "Stopped", "Told"], bool]


class PdfJobs(QObject):
    """The prints of one window, and what is told of them; ``line`` shows that one is running."""

    def __init__(self, window: QWidget, writer: Writer = write_pdf) -> None:
        super().__init__(window)
        self._window = window
        self._writer = writer
        self._running: dict[int, tuple[Path, Print, threading.Event]] = {}
        self._told: PrintTold | None = None
        self.line = PdfLine(window)
        self.line.hide()
        self.line.stop.clicked.connect(self.forget)
        self.report: MessageDialog | None = None

    @property
    def running(self) -> bool:
        """Whether a print is awaited."""
        return bool(self._running)

    def start(self, job: Print, target: Path) -> int:
        """Begin a print; its job number."""
        from ui.printing.task import PrintTold, begin  # with the first print, not with the window

        if self._told is None:
            self._told = PrintTold()
            self._told.advanced.connect(self._advanced)
            self._told.ended.connect(self._ended)
            self._told.failed.connect(self._failed)
        number, writer = next(_jobs), self._writer
        self.line.begin(_("Making {file}…").format(file=target.name), len(job.pages))
        stopped = begin(
            number,
            lambda stopped, told: writer(job, target, stopped, told),
            self._told,
            _("The PDF could not be made: {reason}"),
        )
        self._running[number] = target, job, stopped
        return number

    def forget(self) -> None:
        """Stop the prints: none writes its file any more, and one that had just written it is not told of."""
        for _target, _job, stopped in self._running.values():
            stopped.set()
        self._running.clear()
        self.line.hide()

    def _finished(self, number: int) -> tuple[Path, Print] | None:
        found = self._running.pop(number, None)
        self.line.setVisible(self.running)
        return found[:2] if found is not None else None

    def _advanced(self, number: int, done: int) -> None:
        if number in self._running:
            self.line.advance(done)

    def _failed(self, number: int, error: UserError) -> None:
        if self._finished(number) is not None:
            self.report = show_error(self._window, error)
            self.report.destroyed.connect(self._report_gone)

    def _ended(self, number: int, whole: bool) -> None:
        finished = self._finished(number)
        if finished is None or not whole:
            return
        target, job = finished
        words = str(target)
        if job.lost:
            what = ngettext(
                "{count:,} thing could not be printed as it stands:",
                "{count:,} things could not be printed as they stand:",
                len(job.lost),
            )
            words += "\n" + what.format(count=len(job.lost))
        choices = [(_("Open the PDF"), lambda: open_file(target)), (_("Close"), None)]
        self.report = MessageDialog(
            self._window,
            _("The PDF is ready."),
            words,
            "\n".join(job.lost[:MAX_LISTED]),
            choices,
            symbol="warning" if job.lost else "pdf",
        )
        self.report.destroyed.connect(self._report_gone)
        self.report.open()

    def _report_gone(self) -> None:
        self.report = None


def lost_words(snapshot: Snapshot, layout: Layout) -> tuple[str, ...]:
    """What a layout says did not go as it should, each thing with its item."""
    from pia_desktop.paper.findings import print_findings

    return tuple(dict.fromkeys(str(fault) for fault in print_findings(layout, snapshot)))


def open_file(path: Path) -> None:
    """Open a file with the program that the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class PdfLine(QWidget):
    """Shows that a print is running, and lets go of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = plain_label(self)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setFixedWidth(em(self) * 7)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Printing"))
        self.stop = QPushButton(_("Stop"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(space(2), 0, space(2), 0)
        row.setSpacing(space(2))
        row.addWidget(self.words)
        row.addWidget(self._bar)
        row.addWidget(self.stop)

    def begin(self, words: str, pages: int) -> None:
        """Show a print of so many pages."""
        self.words.setText(words)
        self._bar.setRange(0, pages)
        self._bar.setValue(0)
        self.show()

    def advance(self, pages: int) -> None:
        """Show how many pages are done."""
        self._bar.setValue(pages)
