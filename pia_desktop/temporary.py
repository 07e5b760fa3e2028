"""Folders for what is worked with for a while, and taking away those that a killed process left.

They hold copies of documents and of cabinets, withheld passages, too.  A folder is held by a lock that ends
with its process, so that the next start knows which ones nobody needs any more.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from filelock import FileLock

from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.reasons import system_words

_KINDS: Final = ("read", "crew", "desktop", "clip", "manual")
_RANDOM: Final = 8
"""Characters that ``tempfile`` puts behind a prefix."""

_LOCK: Final = ".held"
_MADE: Final = 60.0
"""Seconds within which a folder that nobody holds may be one that is just being made."""

_DAY: Final = 24 * 60 * 60.0
"""Seconds for which anything else is left alone: whoever made it may be at work on it."""


class NoTemporaryFolder(UserError):
    """Where the system keeps temporary files nothing can be written."""

    def __init__(self, error: OSError) -> None:
        where = tempfile.tempdir or os.environ.get("TMPDIR" if os.name == "posix" else "TEMP") or "TEMP"
        super().__init__(
            _("The folder for temporary files, {folder}, cannot be written to: {reason}.").format(
                folder=where, reason=system_words(error)
            ),
            _("Make room on its disk, or ask whoever looks after this terminal."),
        )


class TemporaryFolder:
    """A folder of this process, deleted with it or when closed."""

    def __init__(self, kind: str) -> None:
        """``kind``: what it is for, one of those known here.  Raises NoTemporaryFolder."""
        assert kind in _KINDS
        try:
            self.path = _made(f"pia-{kind}-")
        except OSError as error:
            raise NoTemporaryFolder(error) from error
        lock = FileLock(self.path / _LOCK, thread_local=False)
        try:
            lock.acquire(blocking=False)
        except (OSError, NotImplementedError):  # a file system without locks: it goes a day after its process
            (self.path / _LOCK).unlink(missing_ok=True)
        self._end = weakref.finalize(self, _remove, self.path, lock.release)

    def close(self) -> None:
        """Delete it with its contents, except files that somebody has open."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _made(prefix: str) -> Path:
    """A new folder.  The one it belongs in is made anew where a cleaning took it away.  Raises OSError."""
    try:
        return Path(tempfile.mkdtemp(prefix=prefix))
    except FileNotFoundError:
        Path(tempfile.gettempdir()).mkdir(parents=True)
    return Path(tempfile.mkdtemp(prefix=prefix))


def _remove(path: Path, release: Callable[[], object]) -> None:
    release()
    shutil.rmtree(path, ignore_errors=True)


def take_away_what_was_left() -> None:
    """Delete folders of processes that ended without doing so themselves.

    Only folders of this user, created by this module, and held by nobody; links are not followed.
    """
    for left in _entries(Path(tempfile.gettempdir())):
        with suppress(OSError):  # somebody holds it, or has just taken it away
            path = Path(left.path)
            if _is_ours(left) and _is_older(path, _MADE if (path / _LOCK).exists() else _DAY):
                _take_over(path)


def take_away_old(folder: Path) -> None:
    """Delete everything in one of the program's folders that is older than a day and held by nobody."""
    for left in _entries(folder):
        with suppress(OSError):
            path = Path(left.path)
            if not _is_older(path, _DAY):
                continue
            if left.is_dir(follow_symlinks=False):
                _take_over(path)
            else:
                path.unlink()


def _take_over(path: Path) -> None:
    """Delete a folder if nobody holds it.  Raises OSError (also a Timeout) if somebody does."""
    lock = FileLock(path / _LOCK, thread_local=False)
    if (path / _LOCK).exists():
        lock.acquire(blocking=False)
    _remove(path, lock.release)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as found:
        return list(found)
    return []


def _is_ours(found: os.DirEntry[str]) -> bool:
    """Whether a folder has a name of this module and was created by this user, for this user only."""
    kind, _dash, rest = found.name.removeprefix("pia-").partition("-")
    if not found.name.startswith("pia-") or kind not in _KINDS or len(rest) != _RANDOM or found.is_symlink():
        return False
    told = found.stat(follow_symlinks=False)
    own = not hasattr(os, "getuid") or (told.st_uid == os.getuid() and not told.st_mode & 0o077)
    return stat.S_ISDIR(told.st_mode) and own


def _is_older(path: Path, seconds: float) -> bool:
    """Whether a file or folder (not a link's target) was changed longer ago, or in the future.

    A clock that was set back must not keep remains for ever.
    """
    return abs(time.time() - path.lstat().st_mtime) > seconds
