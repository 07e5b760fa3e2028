"""Runs Python's garbage collector in the GUI thread only.

By default it runs in whichever thread allocates most: layout, checks, saver.  A widget or timer collected
there would be destroyed in the wrong thread, which Qt forbids ("Timers cannot be stopped from another
thread") and which may crash the process.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

from pia_desktop.paper.collector import collect_due

_DUE: Final = (700, 10, 10)
"""Python's own numbers of what makes a collection due; a process sets others for its commands."""
_EVERY: Final = 1_000
"""Milliseconds between collections."""


class Collector(QObject):
    """Collects garbage periodically in the thread that created this object, and nowhere else.

    Automatic collection stays off after ``end`` too: a thread that outlives the window would destroy what the
    window left.
    """

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        gc.set_threshold(*_DUE)
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_due)
        self._timer.start(_EVERY)

    def end(self) -> None:
        self._timer.stop()
