"""The search index of the open cabinet, updated and queried in background threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, Signal

from ui.context.background import Jobs, LatestOnly, Stopped
from ui.context.cabinet_store import CabinetStore
from ui.widgets.settings import keeps_copies

if TYPE_CHECKING:
    from db.search import SearchHit, SearchIndex
    from db.search_unindexed import UnreadVersion

_WAIT = 5_000
"""Milliseconds to wait for the threads on closing; they stop between two assessments."""


class SearchJobs(QObject):
    """Searches one cabinet; only the hits of the latest search are emitted."""

    found = Signal(object)
    """Hits (``db.search.SearchHit``) of the last search, in order."""
    advanced = Signal(int, int)
    """(assessments indexed, all changed assessments)."""
    synced = Signal()
    """The index is up to date."""
    failed = Signal(object)
    """The ``UserError`` that prevented indexing or searching."""

    def __init__(self, store: CabinetStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._index: SearchIndex | None = None
        self._opening = threading.Lock()
        self._over = threading.Event()
        self.unread_versions: tuple[UnreadVersion, ...] = ()
        """The closed versions that the last search could not read."""
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(2)
        self._again = False
        self._syncs = Jobs(self, self._pool)
        self._searches = LatestOnly(self, self.found.emit, self.failed.emit, pool=self._pool)

    def _open(self) -> SearchIndex:
        """The index, opened by the first thread that needs it."""
        from db.search import SearchIndex

        with self._opening:
            if self._index is None:
                self._index = SearchIndex.open(self._store.cabinet, keep=keeps_copies())
            return self._index

    @property
    def syncing(self) -> bool:
        """Whether the index is being updated."""
        return self._syncs.running

    @property
    def unread(self) -> frozenset[int]:
        """The assessments that could not be read, where nothing is found."""
        return self._index.unread if self._index is not None else frozenset()

    def sync(self) -> None:
        """Update the index; if an update is running, once more afterwards."""
        if self.syncing:
            self._again = True
            return

        def work(stopped: Stopped, tell: Callable[[tuple[int, int]], None]) -> None:
            self._store.flush()
            self._open().sync(stopped, lambda done, of: tell((done, of)))

        self._syncs.begin(work, self._synced, progress=self._advanced, failed=self.failed.emit)

    def search(self, words: str, *, notes: bool = False, versions: bool = False) -> None:
        """Search for answers with these words, optionally in notes and closed versions too."""

        def work() -> tuple[SearchHit, ...]:
            unread: list[UnreadVersion] = []
            found = self._open().search(words)
            if notes or versions:
                from db.search_unindexed import search_unindexed

                cabinet, over = self._store.cabinet, self._over
                found += search_unindexed(
                    cabinet,
                    words,
                    notes=notes,
                    versions=versions,
                    stopped=over.is_set,
                    unread=unread.append,
                )
            self.unread_versions = tuple(unread)
            return found

        self._searches.request(work)

    def close(self) -> None:
        """Stop, wait for the threads and close the index; emits nothing more."""
        self._over.set()
        self._syncs.cancel()
        self._searches.cancel()
        self._pool.waitForDone(_WAIT)
        if self._index is not None:
            self._index.close()
            self._index = None

    def _advanced(self, how_far: tuple[int, int]) -> None:
        self.advanced.emit(*how_far)

    def _synced(self, _result: None) -> None:
        if self._again:
            self._again = False
            self.sync()
        else:
            self.synced.emit()
