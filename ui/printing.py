"""Printing to a PDF in a thread of its own, on a frozen snapshot."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Path as NodePath
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.errors import OutputError, UserError
from pia_desktop.files import write_bytes
from pia_desktop.i18n import _, ngettext
from ui.background import letting_the_window_go_first
from ui.dialogs import MessageDialog, show_error
from ui.plain import plain_label
from ui.theme import em, space

if TYPE_CHECKING:
    from pia_desktop.paper.layout import Layout
    from pia_desktop.paper.options import PrintOptions

Printer = Callable[[Snapshot, PictureSource, Path, Callable[[], bool]], "Layout | None"]
"""Writes a PDF, unless the last argument says that it was stopped; then there is no layout and no file."""

_MAX_LISTED = 200
_jobs = itertools.count(1)


def _print_pdf(
    snapshot: Snapshot,
    pictures: PictureSource,
    target: Path,
    stopped: Callable[[], bool],
    options: PrintOptions | None = None,
) -> Layout | None:
    # only loaded when something is printed
    from pia_desktop.paper.draw import draw_pdf
    from pia_desktop.paper.fontchain import users_fonts
    from pia_desktop.paper.printing import layout_assessment
    from pia_desktop.paper.style import Style

    layout = layout_assessment(snapshot, pictures, Style(fonts=users_fonts()), options=options)
    if stopped():
        return None
    data = draw_pdf(layout, pictures)
    if stopped():
        return None
    write_bytes(target, data)
    return layout


def copy_printer(purpose: str) -> Printer:
    """What writes a copy for a purpose, a value of ``paper.copies.Copy``; on a draft stands the moment."""
    from pia_desktop.paper.copies import Copy
    from pia_desktop.paper.options import PrintOptions

    options = PrintOptions(copy=Copy(purpose), moment=datetime.now())
    return lambda snapshot, pictures, target, stopped: _print_pdf(
        snapshot, pictures, target, stopped, options
    )


class _Told(QObject):
    """Carries the outcome back to the window's thread, with the number of the job."""

    done = Signal(int, object)
    failed = Signal(int, object)


class PdfTask(QRunnable):
    """One print."""

    def __init__(
        self,
        job: int,
        snapshot: Snapshot,
        pictures: PictureSource,
        target: Path,
        printer: Printer,
        told: _Told,
        stopped: threading.Event,
    ) -> None:
        super().__init__()
        self._stopped = stopped
        self._job = job
        self._work = (snapshot, pictures, target)
        self._printer = printer
        self._told = told

    def run(self) -> None:
        try:
            with letting_the_window_go_first():
                layout = self._printer(*self._work, self._stopped.is_set)
        except UserError as error:
            self._told.failed.emit(self._job, error)
        except BaseException as error:
            words = _("The PDF could not be made: {reason}").format(reason=f"{type(error).__name__}: {error}")
            remedy = _("Nothing you typed is lost. Please report this with the file of the log.")
            self._told.failed.emit(self._job, OutputError(words, remedy))
            raise
        else:
            self._told.done.emit(self._job, layout)


class PdfJobs(QObject):
    """The prints of one window, and what is told of them; ``line`` shows that one is running."""

    def __init__(self, window: QWidget, printer: Printer = _print_pdf) -> None:
        super().__init__(window)
        self._window = window
        self._printer = printer
        self._targets: dict[int, Path] = {}
        self._snapshots: dict[int, Snapshot] = {}
        self._stopped: dict[int, threading.Event] = {}
        self._told = _Told(self)
        self._told.done.connect(self._done)
        self._told.failed.connect(self._failed)
        self.line = PdfLine(window)
        self.line.hide()
        self.line.stop.clicked.connect(self.forget)
        self.report: MessageDialog | None = None

    @property
    def running(self) -> bool:
        """Whether a print is awaited."""
        return bool(self._targets)

    def start(
        self, snapshot: Snapshot, pictures: PictureSource, target: Path, printer: Printer | None = None
    ) -> int:
        """Begin a print; its job number."""
        job = next(_jobs)
        self._targets[job], self._snapshots[job] = target, snapshot
        stopped = self._stopped[job] = threading.Event()
        self.line.begin(_("Making {file}…").format(file=target.name))
        QThreadPool.globalInstance().start(
            PdfTask(job, snapshot, pictures, target, printer or self._printer, self._told, stopped)
        )
        return job

    def forget(self) -> None:
        """Stop the prints: none writes its file any more, and one that had just written it is not told of."""
        for stopped in self._stopped.values():
            stopped.set()
        self._stopped.clear()
        self._targets.clear()
        self._snapshots.clear()
        self.line.hide()

    def _finished(self, job: int) -> tuple[Path, Snapshot] | None:
        self._stopped.pop(job, None)
        target, snapshot = self._targets.pop(job, None), self._snapshots.pop(job, None)
        self.line.setVisible(self.running)
        return (target, snapshot) if target is not None and snapshot is not None else None

    def _failed(self, job: int, error: UserError) -> None:
        if self._finished(job) is not None:
            self.report = show_error(self._window, error)
            self.report.destroyed.connect(self._report_gone)

    def _done(self, job: int, layout: Layout | None) -> None:
        finished = self._finished(job)
        if finished is None or layout is None:
            return
        target, snapshot = finished
        lost = lost_words(snapshot, layout)
        words = str(target)
        if lost:
            what = ngettext(
                "{count:,} thing could not be printed as it stands:",
                "{count:,} things could not be printed as they stand:",
                len(lost),
            )
            words += "\n" + what.format(count=len(lost))
        choices = [(_("Open the PDF"), lambda: open_file(target)), (_("Close"), None)]
        self.report = MessageDialog(
            self._window,
            _("The PDF is ready."),
            words,
            "\n".join(lost[:_MAX_LISTED]),
            choices,
            symbol="warning" if lost else "pdf",
        )
        self.report.destroyed.connect(self._report_gone)
        self.report.open()

    def _report_gone(self) -> None:
        self.report = None


def lost_words(snapshot: Snapshot, layout: Layout) -> list[str]:
    """What a layout says did not go as it should, each thing with its item."""

    def place(path: NodePath) -> str:
        return printed_path(snapshot.form, path, snapshot.root) if path else ""

    no_glyph = _("the fonts have no “{char}” (U+{code:04X})")
    lines = [
        f"{place(one.path)}: {no_glyph.format(char=one.char, code=ord(one.char[0]))}"
        for one in layout.missing
        if one.char
    ]
    too_tall = _("something is taller than page {page}")
    lines += [f"{place(one.path)}: {too_tall.format(page=one.page)}" for one in layout.overflows]
    lines += [f"{place(one.path)}: {_('a picture is missing')}" for one in layout.lost_pictures]
    return lines


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
        self._bar.setAccessibleName(_("Making the PDF"))
        self.stop = QPushButton(_("Stop"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(space(2), 0, space(2), 0)
        row.setSpacing(space(2))
        row.addWidget(self.words)
        row.addWidget(self._bar)
        row.addWidget(self.stop)

    def begin(self, words: str, pages: int = 0) -> None:
        """Show a print, of so many pages where that is known."""
        self.words.setText(words)
        self._bar.setRange(0, pages)
        self._bar.setValue(0)
        self.show()

    def advance(self, pages: int) -> None:
        """Show how many pages are done."""
        self._bar.setValue(pages)
