"""Checks paths without blocking the GUI: an unreachable server takes many seconds to answer.

A server that did not answer in time counts as missing; its late answer is remembered for the next check.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

_PATIENCE: Final = 0.5
"""Seconds within which a local disk or a reachable server answers."""


class _Look:
    """A check of one folder, in a daemon thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answered = threading.Event()
        self._there = False
        self.late = False
        """It was not answered in time."""
        threading.Thread(target=self._do, name="reachable", daemon=True).start()

    @property
    def under_way(self) -> bool:
        """Whether the answer is still awaited."""
        return not self._answered.is_set()

    @property
    def there(self) -> bool:
        """The answer; False while there is none."""
        return self._there

    def wait(self) -> bool:
        """Wait briefly for the answer; returns what is known then."""
        self.late = not self._answered.wait(_PATIENCE)
        return self._there

    def _do(self) -> None:
        try:
            self._there = is_folder(self._folder)
        finally:
            self._answered.set()


_looks: dict[Path, _Look] = {}
"""The last check of each folder; used in the GUI thread only."""


def is_folder(path: Path) -> bool:
    """Whether a folder exists and is accessible; blocks as long as the disk does."""
    with suppress(OSError, ValueError):
        return path.is_dir()
    return False


def folder_at_hand(folder: Path) -> bool:
    """Whether a folder exists and answers quickly.  For the GUI thread.

    A folder that once timed out is not waited for again until it is known to exist: it is checked in the
    background each time, so that it counts again once its server is back.
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
    """Whether a path leads to the file with this resolved path; the disk is accessed only if they differ.

    A path with ``..`` may lead elsewhere than it reads, if one of its folders is a link.
    """
    if ".." not in path.parts and _words(path) == _words(known):
        return True
    with suppress(OSError, ValueError, RuntimeError):  # RuntimeError: circular links
        return path.resolve() == known
    return False


def _words(path: Path) -> str:
    return os.path.normcase(path.absolute())
