"""Lays an assessment out in a thread of its own after each edit, so that typing never waits for the paper.

One job runs at a time; edits that come meanwhile are one further job.  The cache is used by that job alone.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.paper.fontchain import users_fonts
from pia_desktop.paper.measure import LayoutCache
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Style
from ui.background import letting_the_window_go_first


class _Told(QObject):
    """Carries a layout to the window's thread; lives as long as whoever holds it, window or job."""

    done = Signal(int, object, object)
    failed = Signal(int)


class _LayoutTask(QRunnable):
    """One layout."""

    def __init__(
        self,
        job: int,
        snapshot: Snapshot,
        pictures: PictureSource | None,
        cache: LayoutCache,
        told: _Told,
    ) -> None:
        super().__init__()
        self._pictures = pictures
        self._job = job
        self._snapshot = snapshot
        self._cache = cache
        self._told = told

    def run(self) -> None:
        try:
            with letting_the_window_go_first():
                layout = layout_assessment(
                    self._snapshot, self._pictures, Style(fonts=users_fonts()), self._cache
                )
        except BaseException:
            self._told.failed.emit(self._job)
            raise
        self._told.done.emit(self._job, self._snapshot, layout)


class LayoutJobs(QObject):
    """Asks for layouts and hands out those that are still wanted.

    With ``pictures`` each layout says which are lost, for which all must be looked at.
    """

    laid_out = Signal(object, object)
    """A snapshot and its layout."""
    failed = Signal()
    """A layout could not be made: a fault of the program, reported by itself."""

    def __init__(self, parent: QObject | None = None, pictures: PictureSource | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._cache = LayoutCache()
        self._last = 0
        self._shown = 0
        self._running = False
        self._waiting: Snapshot | None = None
        self._told = _Told()
        self._told.done.connect(self._done)
        self._told.failed.connect(self._failed)

    @property
    def running(self) -> bool:
        """Whether a layout is awaited."""
        return self._running

    def request(self, snapshot: Snapshot) -> None:
        """Ask for the layout of a snapshot; of those that wait only the newest is made."""
        if self._running:
            self._waiting = snapshot
            return
        self._last += 1
        self._running = True
        task = _LayoutTask(self._last, snapshot, self._pictures, self._cache, self._told)
        QThreadPool.globalInstance().start(task, 1)

    def forget(self) -> None:
        """Hand out nothing of what was asked for until now; what runs goes on with a cache of its own."""
        self._shown = self._last
        self._running = False
        self._waiting = None
        self._cache = LayoutCache()

    def _done(self, job: int, snapshot: Snapshot, layout: object) -> None:
        if job <= self._shown:
            return
        self._shown = job
        self._go_on()
        self.laid_out.emit(snapshot, layout)

    def _failed(self, job: int) -> None:
        if job > self._shown:
            self._shown = job
            self._cache = LayoutCache()  # it may be half changed
            self._go_on()
            self.failed.emit()

    def _go_on(self) -> None:
        self._running = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.request(waiting)
