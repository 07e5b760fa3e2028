"""Reopens the last cabinet at start-up, once its file is known to exist."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.context.background import begin_thread
from ui.widgets.settings import opens_last_cabinet, recent_cabinets


class LastCabinet(QObject):
    """Looks in a thread: an unreachable server takes many seconds to answer.  Until then the first page is
    shown.
    """

    found = Signal(object)
    """Emitted with the cabinet's path if it exists."""

    def look(self) -> None:
        """Look for the last cabinet, if there is one and the setting is on."""
        recent = recent_cabinets()
        if opens_last_cabinet() and recent:
            begin_thread(lambda: self._look(recent[0]), "last cabinet")

    def _look(self, path: Path) -> None:
        with suppress(OSError, RuntimeError):  # the path cannot be examined, or the program has ended
            if path.is_file():
                self.found.emit(path)
