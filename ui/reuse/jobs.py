"""Looking something up beside the window: one lookup at a time, of those that wait only the newest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from pia_desktop.errors import UserError
from ui.context.background import letting_the_window_go_first
from ui.widgets.overrides import guarded

Work = Callable[[], object]


class _Told(QObject):
    """Carries what was found to the window's thread; lives as long as whoever holds it, window or job."""

    done = Signal(int, object)
    failed = Signal(int, object)


@guarded
class _Task(QRunnable):
    """One lookup."""

    def __init__(self, number: int, work: Work, told: _Told) -> None:
        super().__init__()
        self._number = number
        self._work = work
        self._told = told

    def run(self) -> None:
        try:
            with letting_the_window_go_first():
                found = self._work()
        except UserError as error:
            self._told.failed.emit(self._number, error)
        except BaseException:
            self._told.failed.emit(self._number, None)
            raise
        else:
            self._told.done.emit(self._number, found)


class Lookups(QObject):
    """Asks for lookups and hands out those that are still wanted."""

    found = Signal(object)
    """What the newest lookup gave."""
    failed = Signal(object)
    """A lookup failed: its UserError, or None for a fault of the program, which is reported by itself."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._told = _Told()
        self._told.done.connect(self._done)
        self._told.failed.connect(self._failed)
        self._last = 0
        self._running = False
        self._waiting: Work | None = None

    @property
    def running(self) -> bool:
        """Whether something is being looked up."""
        return self._running

    def request(self, work: Work) -> None:
        """Look something up; what was asked for before is not handed out any more."""
        self._last += 1
        if self._running:
            self._waiting = work
            return
        self._running = True
        QThreadPool.globalInstance().start(_Task(self._last, work, self._told), 1)

    def forget(self) -> None:
        """Hand out nothing of what was asked for until now."""
        self._last += 1
        self._waiting = None

    def _done(self, number: int, found: object) -> None:
        if not self._go_on() and number == self._last:
            self.found.emit(found)

    def _failed(self, number: int, error: object) -> None:
        if not self._go_on() and number == self._last:
            self.failed.emit(error)

    def _go_on(self) -> bool:
        """Begin what waits; whether there is such."""
        self._running = False
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return False
        self._last -= 1  # it has its number already
        self.request(waiting)
        return True
