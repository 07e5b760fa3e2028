"""Starting the program twice with one cabinet raises the existing window, through a file rather than a
socket.

The second process creates a file named after the first one's pid in the user's folder, with the cabinet and
the documents that it was started with; the first raises its window, takes those in and deletes the file.  If
that takes too long, the second continues by itself.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject

from db.claim import Claim, host_name, user_name
from pia_desktop.paths import user_data_dir

_PATIENCE: Final = 2.0
_POLL: Final = 0.02
_BETWEEN: Final = "\0"
"""Between the paths: no path has it."""


def _folder() -> Path:
    return user_data_dir() / "requests"


def show_first_window(cabinet: Path, documents: Sequence[Path] = ()) -> bool:
    """Whether another process of this user and terminal has the cabinet and has raised its window.

    That process also takes the documents.
    """
    claim = Claim(cabinet)
    first = claim.holder()
    if first.pid in (0, os.getpid()) or (first.user, first.host) != (user_name(), host_name()):
        return False
    if claim.is_free():  # the note is of a crashed process
        return False
    request = _folder() / str(first.pid)
    part = request.with_name(f"{first.pid}.{os.getpid()}")
    try:
        request.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(_BETWEEN.join(map(str, (cabinet.resolve(), *documents))), encoding="utf-8")
        part.replace(request)  # whole, or not there: the folder tells of a file once, when it appears
    except OSError:
        with suppress(OSError):
            part.unlink()
        return False
    _let_come_forward(first.pid)
    until = time.monotonic() + _PATIENCE
    while request.exists():
        if time.monotonic() > until:  # it hangs, has crashed, or is an older release
            request.unlink(missing_ok=True)
            return False
        time.sleep(_POLL)
    return True


def _let_come_forward(pid: int) -> None:
    """Allow the other process to raise its window: Windows reserves that to the process just started."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(pid)


class SecondStarts(QObject):
    """Watches for such files, and calls ``show`` with the documents to raise the window."""

    def __init__(self, show: Callable[[Sequence[Path]], None]) -> None:
        super().__init__()
        self._show = show
        self._cabinet: Path | None = None
        self._watcher: QFileSystemWatcher | None = None

    def watch(self, cabinet: Path | None) -> None:
        """Answer second starts of this cabinet; None if none is open or somebody else writes it.

        The path is the resolved one it was opened by; the disk is not accessed here.
        """
        self._cabinet = cabinet
        if cabinet is None or self._watcher is not None:
            return
        # Without the folder, a second start opens the cabinet for reading and shows who has it.
        with suppress(OSError):
            _folder().mkdir(parents=True, exist_ok=True)
            self._watcher = QFileSystemWatcher([str(_folder())], self)
            self._watcher.directoryChanged.connect(self._look)
            self._look()

    def _look(self) -> None:
        request = _folder() / str(os.getpid())
        try:
            asked, *documents = map(Path, request.read_text(encoding="utf-8").split(_BETWEEN))
        except (OSError, ValueError):
            return
        if asked != self._cabinet:
            return
        self._show(documents)
        with suppress(OSError):
            request.unlink()
