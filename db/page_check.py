"""Checks all pages of a large file in the background, after it was opened."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final

from db.backup import newest_backup
from db.connect import connect_raw
from db.errors import CabinetDamaged
from db.examine import check_table
from db.sqlite_errors import translated
from pia_desktop.errors import CabinetError

_ATTEMPTS: Final = 300
_PAUSE: Final = 0.2


class PageCheck:
    """The check of one open file.

    It never blocks writing: on a network share, where readers and writers exclude each other, it pauses and
    resumes later.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._raw: sqlite3.Connection | None = None
        self._barred = threading.Event()  # during a write
        self._ended = False

    def run(self, read_path: Callable[[], Path | None]) -> CabinetError | None:
        """Check the file being read, perhaps a copy; returns what is wrong.  ``end`` stops it."""
        path = None if self._ended else read_path()
        if path is None:
            return None
        with self._lock:
            try:
                with translated(path, partial(newest_backup, self._path)):
                    self._raw = connect_raw(path, "mode=ro")
                    return self._check_tables(self._raw)
            except CabinetDamaged as damage:
                return damage
            except CabinetError:  # the disk is gone: the next read or write reports it
                return None
            finally:
                if self._raw is not None:
                    self._raw.close()
                    self._raw = None

    def _check_tables(self, raw: sqlite3.Connection) -> CabinetError | None:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            for _attempt in range(_ATTEMPTS):
                if self._ended:
                    return None
                if self._barred.is_set():
                    time.sleep(_PAUSE)
                    continue
                try:
                    wrong = check_table(raw, name)
                except sqlite3.OperationalError as error:
                    if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_INTERRUPT:
                        raise
                    continue
                if wrong:
                    return CabinetDamaged(self._path, wrong, newest_backup(self._path))
                break
        return None

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Pause the check during a write that it would block: without WAL."""
        self._barred.set()
        try:
            self._interrupt()
            yield
        finally:
            self._barred.clear()

    def _interrupt(self) -> None:
        raw = self._raw
        with suppress(sqlite3.Error):  # it may have just ended
            if raw is not None:
                raw.interrupt()

    def end(self) -> None:
        """Stop the check permanently."""
        self._ended = True
        while not self._lock.acquire(timeout=0.05):
            self._interrupt()
        self._lock.release()
