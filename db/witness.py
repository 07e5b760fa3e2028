"""Whether the file at a path is still the one that is open, in the state in which this program left it.

SQLite does not ask: a file that another program replaces or overwrites is written into all the same, and what
lies in ``-wal`` for the old file is played into the new one.
"""

from __future__ import annotations

import errno
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from typing import Final

from db.connect import connect_raw
from db.examine import CHECKED_BELOW, Identity, cabinet_table_is_ours, read_identity
from pia_desktop.dataclass import dataclass

_ATTEMPTS: Final = 3
_FRESH: Final = 200_000_000
"""Nanoseconds.  Of two changes within one tick of the file system's clock only the first changes the time
stamp.
"""

_SYSTEM: Final = {
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_CANTOPEN: errno.EIO,
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_LOCKED: errno.EBUSY,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_READONLY: errno.EACCES,
}
"""Errors that say nothing about the contents: the system does not let them be read."""


class Verdict(Enum):
    """The state of the file."""

    OURS = auto()
    GONE = auto()
    """There is none, or the system does not open it for the moment."""
    REPLACED = auto()
    """Another file is at the path; the open one has been deleted or renamed."""
    OVERWRITTEN = auto()
    """It is the same file with other contents."""


@dataclass(frozen=True, slots=True)
class Look:
    """File metadata, read without opening the file.  On Windows ``status_at`` is the creation time."""

    place: tuple[int, int]
    size: int
    changed_at: int
    status_at: int

    @classmethod
    def at(cls, path: Path) -> Look | None:
        """The metadata of a file; None if there is no file."""
        try:
            found = path.stat()
        except (OSError, ValueError):
            return None
        return cls((found.st_dev, found.st_ino), found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def sight(path: Path) -> tuple[Look | None, Look | None]:
    """The metadata of a file and its ``-wal``: any write changes one of the two."""
    return Look.at(path), Look.at(path.with_name(path.name + "-wal"))


@contextmanager
def _contents_read() -> Iterator[None]:
    """Raise OSError where the system bars reading: only what was read can be called another's."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        if code != sqlite3.SQLITE_IOERR_SHORT_READ and code & 0xFF in _SYSTEM:
            raise OSError(_SYSTEM[code & 0xFF], str(error)) from error
        raise


def peek(path: Path) -> Identity | None:
    """The identity stored in the file itself, ignoring files beside it; None if it is no complete cabinet,
    or cannot be read.

    Takes no locks and runs no code stored in the file.
    """
    with suppress(OSError):
        return read_state(path)
    return None


def read_state(path: Path) -> Identity | None:
    """As ``peek``, but raises OSError where the system does not let it be read for the moment."""
    try:
        with _contents_read():
            size = path.stat().st_size
            with closing(connect_raw(path, "mode=ro&immutable=1")) as raw:
                if not cabinet_table_is_ours(raw):
                    return None
                (pages,), (page_size,) = (
                    raw.execute(f"PRAGMA {words}").fetchone() for words in ("page_count", "page_size")
                )
                return read_identity(raw, "") if pages * page_size == size else None
    except (sqlite3.Error, UnicodeDecodeError, ValueError):
        return None


def _sound(path: Path, image: bytes | None) -> bool:
    """Whether the pages of a small file are consistent, or those of ``image``: only this detects overwritten
    pages in the middle.

    Raises OSError where the system does not let it be read for the moment.
    """
    try:
        if path.stat().st_size >= CHECKED_BELOW:
            return True
        with _contents_read(), closing(connect_raw(path, "mode=ro&immutable=1")) as raw:
            if image is not None:
                return raw.serialize() == image
            return bool(raw.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except (sqlite3.Error, UnicodeDecodeError):
        return False


class Witness:
    """Remembers the state of an open file.  Callers ensure that nobody writes meanwhile."""

    def __init__(self, path: Path, uid: str, place: tuple[int, int]) -> None:
        self._path = path
        self._uid = uid
        self._place = place
        self._names: frozenset[str] = frozenset()
        self.name = ""
        """The last known write of the file."""
        self.barred: OSError | None = None
        """Why the file could not be read, if it was last judged to be gone and yet lies there."""
        self._last: Look | None = None
        self._settled = False

    def left(self, names: Iterable[str]) -> None:
        """Record a write: the file now holds the state after one of these writes."""
        self._names = frozenset(names)
        self._last = None

    def left_halfway(self) -> None:
        """Record a write that failed or was partial: the contents may be no state, but nobody else wrote."""
        self._names, self._last, self._settled = frozenset(), Look.at(self._path), True

    def unchanged(self) -> bool:
        """Whether the metadata are unchanged: cheap, and checked on every read."""
        return self._settled and self._last is not None and Look.at(self._path) == self._last

    def verdict(self, *, thoroughly: bool = False, image: bytes | None = None) -> Verdict:
        """The state of the file; its contents are read only if the metadata have changed.

        ``thoroughly``: check all pages of a small file, even if nobody is known to have written; they are to
        be those of ``image``, where that is known.
        """
        look = Look.at(self._path)
        found = self._judged(look, image, thoroughly=thoroughly)
        for _attempt in range(_ATTEMPTS):
            again = Look.at(self._path)
            if again == look:
                break
            # It was replaced while it was read.
            look, found = again, self._judged(again, image, thoroughly=thoroughly)
        return found

    def _judged(self, look: Look | None, image: bytes | None, *, thoroughly: bool) -> Verdict:
        self.barred = None
        if look is None:
            return Verdict.GONE
        if look.place != self._place:
            return Verdict.REPLACED
        if self._settled and look == self._last and not thoroughly:
            return Verdict.OURS
        try:
            return self._judged_by_contents(look, image, thoroughly=thoroughly)
        except FileNotFoundError:
            return Verdict.GONE
        except OSError as error:
            self.barred = error
            return Verdict.GONE

    def _judged_by_contents(self, look: Look, image: bytes | None, *, thoroughly: bool) -> Verdict:
        now = time.time_ns()
        found = read_state(self._path)
        if found is None:
            self._path.open("rb").close()
        if found is None or found.uid != self._uid or found.write_name not in self._names:
            return Verdict.OVERWRITTEN
        strange = self._last is not None and look != self._last
        if (thoroughly or strange) and not _sound(self._path, image):
            return Verdict.OVERWRITTEN
        self.name = found.write_name
        self._last, self._settled = look, abs(now - look.changed_at) > _FRESH
        return Verdict.OURS
