"""The search index of the open cabinet, kept up to date and asked in threads beside the window."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from pia_desktop.errors import UserError
from ui.context.background import letting_the_window_go_first
from ui.context.cabinet_store import CabinetStore
from ui.widgets.overrides import guarded

if TYPE_CHECKING:
    from db.search import SearchIndex

_WAIT = 5_000
"""Milliseconds to wait for the threads at the end; they stop between two assessments."""


class _Told(QObject):
    """Carries what the threads have to say to the window's."""

    found = Signal(int, object)
    advanced = Signal(int, int, int)
    synced = Signal(int, bool)
    failed = Signal(int, object)


@guarded
class _Task(QRunnable):
    """One piece of work; what goes wrong in the world is told, what is a fault of the program propagates."""

    def __init__(self, work: Callable[[], None], failed: Callable[[UserError], None]) -> None:
        super().__init__()
        self._work = work
        self._failed = failed

    def run(self) -> None:
        try:
            with letting_the_window_go_first():
                self._work()
        except UserError as error:
            self._failed(error)


class SearchJobs(QObject):
    """Searches one cabinet; of several searches only the last one's hits are handed out."""

    found = Signal(object)
    """Hits (``db.search.SearchHit``) of the last search, in order."""
    advanced = Signal(int, int)
    """So many of the assessments that have changed are taken in, of so many."""
    synced = Signal()
    """The index knows all that is on disk."""
    failed = Signal(object)
    """The ``UserError`` because of which there is no index or no answer."""

    def __init__(self, store: CabinetStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._index: SearchIndex | None = None
        self._opening = threading.Lock()
        self._stopped = threading.Event()
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(2)
        self._syncing = False
        self._again = False
        self._last = 0
        self._told = _Told()
        self._told.found.connect(self._hand_out)
        self._told.advanced.connect(lambda _job, done, of: self.advanced.emit(done, of))
        self._told.synced.connect(self._synced)
        self._told.failed.connect(self._failed)

    def _open(self) -> SearchIndex:
        """The index, opened by whichever thread needs it first."""
        from db.search import SearchIndex

        with self._opening:
            if self._index is None:
                self._index = SearchIndex.open(self._store.cabinet)
            return self._index

    @property
    def syncing(self) -> bool:
        """Whether the index is being brought up to date."""
        return self._syncing

    def sync(self) -> None:
        """Bring the index up to date; once more afterwards where it is being done already."""
        if self._syncing:
            self._again = True
            return
        self._syncing = True
        told, stopped = self._told, self._stopped

        def work() -> None:
            self._store.flush()
            whole = self._open().sync(stopped.is_set, lambda done, of: told.advanced.emit(0, done, of))
            told.synced.emit(0, whole)

        self._begin(work, 0)

    def search(self, words: str) -> None:
        """Ask for the answers with these words."""
        self._last += 1
        job, told, stopped = self._last, self._told, self._stopped

        def work() -> None:
            if not stopped.is_set():
                told.found.emit(job, self._open().search(words))

        self._begin(work, job)

    def _begin(self, work: Callable[[], None], job: int) -> None:
        told = self._told
        if not self._stopped.is_set():
            self._pool.start(_Task(work, lambda error: told.failed.emit(job, error)), int(bool(job)))

    def forget(self) -> None:
        """Stop, and let go of the index; nothing is handed out any more.  Waits for the threads."""
        self._stopped.set()
        self._last += 1
        self._pool.waitForDone(_WAIT)
        if self._index is not None:
            self._index.close()
            self._index = None

    def _hand_out(self, job: int, hits: object) -> None:
        if job == self._last:
            self.found.emit(hits)

    def _synced(self, _job: int, _whole: bool) -> None:
        if self._stopped.is_set():
            return
        self._syncing = False
        if self._again:
            self._again = False
            self.sync()
            return
        self.synced.emit()

    def _failed(self, job: int, error: UserError) -> None:
        if self._stopped.is_set():
            return
        if not job:
            self._syncing = False
        self.failed.emit(error)
