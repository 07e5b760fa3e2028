"""Runs Python's garbage collector in the GUI thread only.

By default it runs in whichever thread allocates most: layout, checks, saver.  A widget or timer collected
there would be destroyed in the wrong thread, which Qt forbids ("Timers cannot be stopped from another
thread") and which may crash the process.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

from pia_desktop.paper.collector import is_gc_suspended

_EVERY: Final = 1_000
"""Milliseconds between collections."""


class Collector(QObject):
    """Collects garbage periodically in the thread that created this object, and nowhere else,
    until ``end``.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY)

    def look(self) -> None:
        """Collect the oldest generation that is due, as Python would."""
        if is_gc_suspended():
            return
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [generation for generation in range(3) if counts[generation] > limits[generation]]
        if due:
            gc.collect(due[-1])

    def end(self) -> None:
        """Return to automatic collection."""
        self._timer.stop()
        gc.enable()
