"""The cabinet that was open last is opened again at the start, once it is known to be there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.context.background import begin_thread
from ui.widgets.settings import opens_last_cabinet, recent_cabinets


class LastCabinet(QObject):
    """Looks in a thread, for a dead server takes many seconds to answer; until then the first page stands."""

    found = Signal(object)
    """It is there: its path."""

    def look(self) -> None:
        """Look for it, where the user wants that and there is one."""
        recent = recent_cabinets()
        if opens_last_cabinet() and recent:
            begin_thread(lambda: self._look(recent[0]), "last cabinet")

    def _look(self, path: Path) -> None:
        with suppress(OSError, RuntimeError):  # what cannot be looked at, or a program that has ended by now
            if path.is_file():
                self.found.emit(path)
