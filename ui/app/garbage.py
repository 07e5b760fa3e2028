"""Python's garbage collector, kept to the window's thread.

Left to itself it runs in whatever thread makes the most objects: a layout, the checks, the saver.  A widget
or timer that is found to be garbage there would be taken down there, which Qt forbids ("Timers cannot be
stopped from another thread") and may end the process.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

from pia_desktop.paper.collector import is_collector_held

_EVERY: Final = 1_000
"""Milliseconds from one look to the next."""


class Collector(QObject):
    """Collects garbage now and then in the thread that made this object, and nowhere else until ``end``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY)

    def look(self) -> None:
        """Collect the oldest generation that is due, as Python itself would."""
        if is_collector_held():
            return
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [generation for generation in range(3) if counts[generation] > limits[generation]]
        if due:
            gc.collect(due[-1])

    def end(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()
