"""Follows the calendar: what windows say of days is said anew when another day has come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ui.assessment.window import AssessmentWindow
from ui.context.cabinet_store import CabinetStore

_PAUSE: Final = 60_000
"""Milliseconds between looks at the calendar; the program coming to the front is another."""


class HasWindows(Protocol):
    """What holds the open cabinet and its windows."""

    @property
    def store(self) -> CabinetStore | None:
        """The store of the open cabinet."""
        ...

    @property
    def open_windows(self) -> Iterable[AssessmentWindow]:
        """The windows of its assessments."""
        ...


class NewDay(QObject):
    """Looks whether it is another day than before, later or (a clock set back) earlier."""

    def __init__(
        self, app: QApplication, program: HasWindows, today: Callable[[], date] = date.today
    ) -> None:
        super().__init__(app)
        self._program = program
        self._today = today
        self._day = today()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_PAUSE)
        app.applicationStateChanged.connect(self._activated)

    def _activated(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.look()

    def look(self) -> None:
        """Show everything anew if another day has come."""
        day = self._today()
        if day == self._day:
            return
        self._day = day
        from ui.widgets.day_field import DayField

        for widget in QApplication.allWidgets():
            if isinstance(widget, DayField):
                widget.follow_today()
        if self._program.store is not None:
            self._program.store.list_changed.emit()
        for window in self._program.open_windows:
            if window.shared.review.made is not None:
                window.shared.review.made.watch.begin_anew()
