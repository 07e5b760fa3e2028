"""Tables written to files in a thread of their own."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from pia_desktop.documents.table import TableDocument
from pia_desktop.errors import UserError
from pia_desktop.files import write_bytes
from pia_desktop.i18n import _
from ui.printing.pdf_jobs import PdfLine, open_file
from ui.printing.task import PrintTold, Stopped, Told, begin
from ui.widgets.dialogs import MessageDialog, show_error

_jobs = itertools.count(1)


class TableJobs(QObject):
    """The tables that a window writes; ``line`` shows that one is being made and lets go of it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._running: dict[int, tuple[Path, threading.Event]] = {}
        self._told = PrintTold()
        self._told.ended.connect(self._ended)
        self._told.failed.connect(self._failed)
        self.line = PdfLine(window)
        self.line.hide()
        self.line.stop.clicked.connect(self.forget)

    @property
    def running(self) -> bool:
        """Whether a file is awaited."""
        return bool(self._running)

    def start(self, make: Callable[[], TableDocument], target: Path) -> None:
        """Begin to write; ``make`` is called in the thread and must use what does not change."""
        number = next(_jobs)
        self.line.begin(_("Making {file}…").format(file=target.name), 0)
        work = _Work(make, target)
        stopped = begin(number, work, self._told, _("The file could not be made: {reason}"))
        self._running[number] = target, stopped

    def forget(self) -> None:
        """Stop: nothing that is being made is written or told of any more."""
        for _target, stopped in self._running.values():
            stopped.set()
        self._running.clear()
        self.line.hide()

    def _finished(self, number: int) -> Path | None:
        found = self._running.pop(number, None)
        self.line.setVisible(self.running)
        return found[0] if found else None

    def _failed(self, number: int, error: UserError) -> None:
        if self._finished(number) is not None:
            show_error(self._window, error)

    def _ended(self, number: int, whole: bool) -> None:
        target = self._finished(number)
        if target is not None and whole:
            choices = [(_("Open the File"), lambda: open_file(target)), (_("Close"), None)]
            MessageDialog(
                self._window, _("The file is ready."), str(target), "", choices, symbol="pdf"
            ).open()


class _Work:
    """One file: stopped before it is written, it is not."""

    def __init__(self, make: Callable[[], TableDocument], target: Path) -> None:
        self._make = make
        self._target = target

    def __call__(self, stopped: Stopped, _told: Told) -> bool:
        from pia_desktop.documents.writing import table_bytes  # a word processor's file takes time to load
        from pia_desktop.paper.fontchain import users_fonts
        from pia_desktop.paper.style import Style

        data = table_bytes(self._make(), self._target, Style(1.0, users_fonts()))
        if stopped():
            return False
        write_bytes(self._target, data)
        return True
