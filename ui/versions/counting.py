"""How much changed since a version, counted beside the window's work."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.errors import UserError
from ui.context.background import letting_the_window_go_first
from ui.widgets.overrides import guarded

_log = logging.getLogger("pia_desktop")


class _Told(QObject):
    counted = Signal(int, int)


@guarded
class _Count(QRunnable):
    def __init__(self, job: int, old: Snapshot, new: Snapshot, told: _Told) -> None:
        super().__init__()
        self._job = job
        self._old = old
        self._new = new
        self._told = told

    def run(self) -> None:
        from pia_desktop.revisions.compare import compare_editions

        try:
            with letting_the_window_go_first():
                found, _dropped = compare_editions(self._old, self._new)
        except UserError as error:  # the pane goes without a number; whoever compares is told
            _log.warning("changes were not counted: %s", error.one_line())
            return
        self._told.counted.emit(self._job, len(found.changes))


class ChangeCounter(QObject):
    """Counts the changes between two states; only the newest count is told."""

    counted = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job = 0
        self._told = _Told()
        self._told.counted.connect(self._take)

    def request(self, old: Snapshot, new: Snapshot) -> None:
        """Count anew."""
        self._job += 1
        QThreadPool.globalInstance().start(_Count(self._job, old, new, self._told), -1)

    def forget(self) -> None:
        """Tell of nothing that is still counted."""
        self._job += 1

    def _take(self, job: int, count: int) -> None:
        if job == self._job:
            self.counted.emit(count)
