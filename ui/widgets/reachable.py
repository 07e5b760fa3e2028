"""What the disk says of a path, without the window waiting long: a server that is gone takes many seconds.

Known of such a server is that it said nothing in time; what it says at last is remembered for the next look.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

_PATIENCE: Final = 0.5
"""Seconds in which a disk or a server at hand has answered."""


class _Look:
    """One look at a folder, in a thread that the end of the program does not wait for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answered = threading.Event()
        self._there = False
        self.late = False
        """It was not answered in the time that somebody waited."""
        threading.Thread(target=self._do, name="reachable", daemon=True).start()

    @property
    def under_way(self) -> bool:
        """Whether the answer is still awaited."""
        return not self._answered.is_set()

    @property
    def there(self) -> bool:
        """What was answered; False as long as nothing was."""
        return self._there

    def wait(self) -> bool:
        """Wait a little for the answer; what is known then."""
        self.late = not self._answered.wait(_PATIENCE)
        return self._there

    def _do(self) -> None:
        try:
            self._there = is_folder(self._folder)
        finally:
            self._answered.set()


_looks: dict[Path, _Look] = {}
"""The last look at each folder; of the window's thread alone."""


def is_folder(path: Path) -> bool:
    """Whether a folder is there and may be looked at; waits as long as the disk does."""
    with suppress(OSError, ValueError):
        return path.is_dir()
    return False


def folder_at_hand(folder: Path) -> bool:
    """Whether a folder is there and answers soon; to be asked in the window's thread.

    One that kept somebody waiting is not waited for again before it was known to be there: each time it is
    only looked for anew, so that it counts again as soon as its server is back.
    """
    last = _looks.get(folder)
    if last is not None and last.under_way:
        return False
    again = _looks[folder] = _Look(folder)
    if last is not None and last.late and not last.there:
        again.late = True
        return False
    return again.wait()


def leads_to(path: Path, known: Path) -> bool:
    """Whether a path leads to the file of this resolved path; the disk is asked only where they differ.

    A way through ``..`` may lead elsewhere than its words say, where one of its folders is a link.
    """
    if ".." not in path.parts and _words(path) == _words(known):
        return True
    with suppress(OSError, ValueError, RuntimeError):  # RuntimeError: links that lead in a ring
        return path.resolve() == known
    return False


def _words(path: Path) -> str:
    return os.path.normcase(path.absolute())
