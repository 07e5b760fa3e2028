"""Lays an assessment out in a thread of its own after each edit, so that typing never waits for the paper.

One job runs at a time; edits that come meanwhile are one further job.  The cache is used by that job alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.paper.fontchain import users_fonts
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.measure import LayoutCache
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Style
from ui.context.background import letting_the_window_go_first
from ui.preview.pictures import KnownPictures, PictureWatch
from ui.widgets.overrides import guarded


@dataclass(frozen=True, slots=True)
class Wanted:
    """A layout that is asked for; with ``options`` that of a print, without that of the preview."""

    snapshot: Snapshot
    options: PrintOptions | None = None
    scale: float = 1.0


class _Kept:
    """What one layout leaves for the next."""

    def __init__(self, pictures: PictureSource) -> None:
        self._cache = LayoutCache()
        self._watch = PictureWatch(pictures)
        self._pictures = KnownPictures(pictures)

    def lay_out(self, wanted: Wanted) -> Layout:
        """The layout, with what is lost on it."""
        style = Style(wanted.scale, users_fonts())
        if wanted.options is not None:
            return layout_assessment(wanted.snapshot, self._pictures, style, self._cache, wanted.options)
        layout = layout_assessment(wanted.snapshot, None, style, self._cache)
        return replace(layout, lost_pictures=self._watch.lost(wanted.snapshot.root))


class _Told(QObject):
    """Carries a layout to the window's thread; lives as long as whoever holds it, window or job."""

    done = Signal(int, object, object)
    failed = Signal(int)


@guarded
class _LayoutTask(QRunnable):
    """One layout."""

    def __init__(self, job: int, wanted: Wanted, kept: _Kept, told: _Told) -> None:
        super().__init__()
        self._job = job
        self._wanted = wanted
        self._kept = kept
        self._told = told

    def run(self) -> None:
        try:
            with letting_the_window_go_first():
                layout = self._kept.lay_out(self._wanted)
        except BaseException:
            self._told.failed.emit(self._job)
            raise
        self._told.done.emit(self._job, self._wanted, layout)


class LayoutJobs(QObject):
    """Asks for layouts and hands out those that are still wanted."""

    laid_out = Signal(object, object)
    """What was wanted and its layout."""
    failed = Signal()
    """A layout could not be made: a fault of the program, reported by itself."""

    def __init__(self, pictures: PictureSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._kept = _Kept(pictures)
        self._last = 0
        self._shown = 0
        self._running = False
        self._waiting: Wanted | None = None
        self._told = _Told()
        self._told.done.connect(self._done)
        self._told.failed.connect(self._failed)

    @property
    def running(self) -> bool:
        """Whether a layout is awaited."""
        return self._running

    def request(self, wanted: Wanted) -> None:
        """Ask for a layout; of those that wait only the newest is made."""
        if self._running:
            self._waiting = wanted
            return
        self._last += 1
        self._running = True
        QThreadPool.globalInstance().start(_LayoutTask(self._last, wanted, self._kept, self._told), 1)

    def forget(self) -> None:
        """Hand out nothing of what was asked for until now; what runs goes on with a cache of its own."""
        self._shown = self._last
        self._running = False
        self._waiting = None
        self._kept = _Kept(self._pictures)

    def _done(self, job: int, wanted: Wanted, layout: object) -> None:
        if job <= self._shown:
            return
        self._shown = job
        self._go_on()
        self.laid_out.emit(wanted, layout)

    def _failed(self, job: int) -> None:
        if job > self._shown:
            self._shown = job
            self._kept = _Kept(self._pictures)  # it may be half changed
            self._go_on()
            self.failed.emit()

    def _go_on(self) -> None:
        self._running = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.request(waiting)
