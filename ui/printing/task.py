"""Work of a print in a thread of its own: it tells how far it is, and stops between two pages when asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.errors import OutputError, UserError
from pia_desktop.i18n import _
from pia_desktop.paper.layout import Layout
from ui.context.background import letting_the_window_go_first
from ui.widgets.overrides import guarded

Stopped = Callable[[], bool]
Told = Callable[[int], None]
"""Hears how many pages are done."""


@dataclass(frozen=True, slots=True)
class Print:
    """What is printed: pages (from 0) of a layout.  ``lost``: what does not stand on them as it should."""

    snapshot: Snapshot
    layout: Layout
    pictures: PictureSource
    pages: tuple[int, ...]
    lost: tuple[str, ...] = ()


class PrintTold(QObject):
    """Carries what a print has to say to the window's thread, with the number of its job."""

    advanced = Signal(int, int)
    ended = Signal(int, bool)
    """Whether it was printed whole, or stopped."""
    failed = Signal(int, object)


@guarded
class PrintTask(QRunnable):
    """One print.  ``work`` returns False where it was stopped; ``pattern`` is how a fault is told of."""

    def __init__(
        self, job: int, work: Callable[[Stopped, Told], bool], told: PrintTold, pattern: str
    ) -> None:
        super().__init__()
        self.stopped = threading.Event()
        self._job = job
        self._work = work
        self._told = told
        self._pattern = pattern

    def run(self) -> None:
        told, job = self._told, self._job
        try:
            with letting_the_window_go_first():
                whole = self._work(self.stopped.is_set, lambda done: told.advanced.emit(job, done))
        except UserError as error:
            told.failed.emit(job, error)
        except BaseException as error:
            words = self._pattern.format(reason=f"{type(error).__name__}: {error}")
            remedy = _("Nothing you typed is lost. Please report this with the file of the log.")
            told.failed.emit(job, OutputError(words, remedy))
            raise
        else:
            told.ended.emit(job, whole)


def begin(job: int, work: Callable[[Stopped, Told], bool], told: PrintTold, pattern: str) -> threading.Event:
    """Begin a print in a thread; what stops it."""
    task = PrintTask(job, work, told, pattern)
    stopped = task.stopped
    QThreadPool.globalInstance().start(task)
    return stopped
