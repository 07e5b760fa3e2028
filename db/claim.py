"""The write lock of a cabinet: a lock file that ends with its process, and a note naming the owner.

The note is a separate file because on Windows a locked file cannot be read by others.
"""

from __future__ import annotations

import getpass
import json
import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from db.records import Holder
from pia_desktop.moments import now_words


class Claim:
    """The write lock of a cabinet.  ``lock_path`` and ``note_path`` exist while it is held."""

    def __init__(self, path: Path) -> None:
        self.lock_path = path.with_name(path.name + ".lock")
        self.note_path = path.with_name(path.name + ".user")
        self._lock = FileLock(self.lock_path, timeout=0, thread_local=False)

    def acquire(self) -> bool:
        """Acquire the lock; False if another process, or another window of this one, holds it.

        Raises OSError where no lock can be made: a read-only disk or folder.
        """
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        with suppress(OSError):  # without the note, messages only lack the name
            self.note_path.write_text(json.dumps(_myself(), ensure_ascii=False), encoding="utf-8")
        return True

    def is_free(self) -> bool:
        """Whether nobody holds the lock at the moment."""
        try:
            if self.lock_path.exists() and not self.acquire():
                return False
        except OSError:
            return False
        self.release()
        return True

    def release(self) -> None:
        """Release the lock and remove both files."""
        if not self._lock.is_locked:
            return
        with suppress(OSError):
            self.note_path.unlink(missing_ok=True)
        # Unlink before unlocking: a waiting process sees that the file is gone and creates a new one.
        with suppress(OSError):
            self.lock_path.unlink(missing_ok=True)
        with suppress(OSError):
            self._lock.release(force=True)

    def holder(self) -> Holder:
        """Who holds the lock, as far as the note says."""
        try:
            raw = json.loads(self.note_path.read_text(encoding="utf-8")[:10_000])
        except (OSError, ValueError, RecursionError):
            return Holder()
        match raw:
            case {"user": str(user), "host": str(host), "pid": int(pid), "since": str(since)}:
                return Holder(_short(user), _short(host), pid, _short(since))
        return Holder()


def _short(words: str) -> str:
    return "".join(c for c in words if c.isprintable())[:80]


def _myself() -> dict[str, object]:
    return {"user": user_name(), "host": host_name(), "pid": os.getpid(), "since": now_words()}


def user_name() -> str:
    """The user's login name; empty if it cannot be determined."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def host_name() -> str:
    """This machine's name, without a network query."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
