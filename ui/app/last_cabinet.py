"""Reopens the last cabinet at start-up, once its file is known to exist."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.app.second_start import show_first_window
from ui.context.background import begin_thread
from ui.widgets.settings import opens_last_cabinet, recent_cabinets


class LastCabinet(QObject):
    """Looks in a thread: an unreachable server takes many seconds to answer.  Until then the first page is
    shown.
    """

    found = Signal(object)
    """Emitted with the cabinet's path, or None if there is none to open."""
    shown_elsewhere = Signal()
    """Another process of this user has it open, has raised its window and takes the documents."""

    def look(self, documents: Sequence[Path] = ()) -> None:
        """Look for the last cabinet, if there is one and the setting is on."""
        recent = recent_cabinets()
        if opens_last_cabinet() and recent:
            begin_thread(lambda: self._look(recent[0], documents), "last cabinet")
        else:
            self.found.emit(None)

    def _look(self, path: Path, documents: Sequence[Path]) -> None:
        there = False
        with suppress(OSError):  # the path cannot be examined
            there = path.is_file()
        with suppress(RuntimeError):  # the program has ended
            if there and show_first_window(path, documents):
                self.shown_elsewhere.emit()
            else:
                self.found.emit(path if there else None)
