"""Lays an assessment out in a thread after each edit, so that typing never waits for the layout.

One job runs at a time; edits made meanwhile lead to one more.  Only that job uses the cache.
"""

from __future__ import annotations

import threading
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.paper.fontchain import users_fonts
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.measure import LayoutCache
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Style
from ui.context.background import LatestOnly, WorkFault
from ui.preview.pictures import KnownPictures, PictureWatch


@dataclass(frozen=True, slots=True)
class Wanted:
    """A requested layout: of a print with ``options``, of the preview without."""

    snapshot: Snapshot
    options: PrintOptions | None = None
    scale: float = 1.0
    continued: bool = False


class _Kept:
    """What one layout leaves for the next."""

    def __init__(self, pictures: PictureSource) -> None:
        self._lock = threading.Lock()
        self._cache = LayoutCache()
        self._watch = PictureWatch(pictures)
        self._pictures = KnownPictures(pictures)

    def lay_out(self, wanted: Wanted) -> Layout:
        """The layout, and what cannot be printed in it.  Not thread-safe."""
        with self._lock:
            return self._lay_out(wanted)

    def _lay_out(self, wanted: Wanted) -> Layout:
        style = Style(wanted.scale, users_fonts(), wanted.continued)
        if wanted.options is not None:
            return layout_assessment(wanted.snapshot, self._pictures, style, self._cache, wanted.options)
        layout = layout_assessment(wanted.snapshot, None, style, self._cache)
        return replace(layout, lost_pictures=self._watch.lost(wanted.snapshot.root))


class LayoutJobs(QObject):
    """Runs layouts and delivers those that are still wanted."""

    laid_out = Signal(object, object)
    """What was wanted and its layout."""
    failed = Signal(str)
    """A layout could not be made: words that tell it, and why, unless it is a fault of the program, which is
    reported by itself.
    """

    def __init__(self, pictures: PictureSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._kept = _Kept(pictures)
        self._jobs = LatestOnly(self, self._done, self._failed, each=True)

    @property
    def running(self) -> bool:
        """Whether a layout is awaited."""
        return self._jobs.running

    def request(self, wanted: Wanted) -> None:
        """Request a layout; of waiting requests only the newest is run."""
        self._jobs.request(lambda: (wanted, self._kept.lay_out(wanted)))

    def cancel(self) -> None:
        """Deliver no layout requested so far; a running one continues with its own cache."""
        self._jobs.cancel()
        self._kept = _Kept(self._pictures)

    def _done(self, made: tuple[Wanted, Layout]) -> None:
        self.laid_out.emit(*made)

    def _failed(self, error: UserError) -> None:
        self._kept = _Kept(self._pictures)  # the cache may be inconsistent
        told = _("The pages could not be laid out. What you typed is not touched by this.")
        self.failed.emit(told if isinstance(error, WorkFault) else f"{told}\n{error.one_line()}")
