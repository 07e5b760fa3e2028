"""Printing to a PDF in a thread of its own, on a frozen snapshot."""

from __future__ import annotations

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
from ui.context.background import Jobs, Stopped
from ui.widgets.dialogs import MessageDialog, show_error
from ui.widgets.plain_text import plain_label
from ui.widgets.theme import em, space

if TYPE_CHECKING:
    from pia_desktop.paper.layout import Layout
    from ui.printing.task import Print, ProgressCall

MAX_LISTED = 200


class _StopDrawing(Exception):
    """Ends the drawing of a file that nobody wants any more."""


def write_pdf(job: Print, target: Path, stopped: Stopped, told: ProgressCall) -> bool:
    """Write a PDF; False where it was stopped, then there is no file.  Raises OutputError."""
    from pia_desktop.paper import draw  # only loaded when something is printed

    def advance(done: int) -> None:
        told(done)
        if stopped():
            raise _StopDrawing

    try:
        with replacing(target, None if job.guard is None else job.guard.look(".pdf")) as file:
            draw.write_pdf(job.layout, job.pictures, file, job.pages, advance)
            if stopped():
                raise _StopDrawing
    except _StopDrawing:
        return False
    return True


Writer = Callable[["Print", Path, Stopped, "ProgressCall"], bool]


class PdfJobs(QObject):
    """The prints of one window, and what is told of them; ``line`` shows that one is running."""

    def __init__(self, window: QWidget, writer: Writer = write_pdf) -> None:
        super().__init__(window)
        self._window = window
        self._writer = writer
        self._jobs = Jobs(self)
        self.line = PdfLine(window)
        self.line.hide()
        self.line.stop.clicked.connect(self.cancel)
        self.report: MessageDialog | None = None

    @property
    def running(self) -> bool:
        """Whether a print is awaited."""
        return self._jobs.running

    def start(self, job: Print, target: Path) -> None:
        """Begin a print."""
        writer = self._writer
        self.line.begin(_("Making {file}…").format(file=target.name), len(job.pages))
        self._jobs.begin(
            lambda stopped, tell: writer(job, target, stopped, tell),
            lambda whole: self._ended(job, target, whole),
            told=self.line.advance,
            failed=self._failed,
        )

    def cancel(self) -> None:
        """Stop the prints: none writes its file any more, and one that had just written it is not told of."""
        self._jobs.cancel()
        self.line.hide()

    def _failed(self, error: UserError) -> None:
        from ui.printing.task import reworded

        self.line.setVisible(self.running)
        self.report = show_error(self._window, reworded(_("The PDF could not be made: {reason}"), error))
        self.report.destroyed.connect(self._report_gone)

    def _ended(self, job: Print, target: Path, whole: bool) -> None:
        self.line.setVisible(self.running)
        if not whole:
            return
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
