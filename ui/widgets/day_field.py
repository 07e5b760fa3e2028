"""A date field that accepts every notation of the forms' dates."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from pia_desktop.i18n import _
from pia_desktop.wareki import ParsedDate, parse_date
from ui.widgets.icons import icon
from ui.widgets.keys import is_stray
from ui.widgets.overrides import guarded
from ui.widgets.theme import em


@guarded
class DayField(QLineEdit):
    """Accepts 令和6年9月30日, R6.9.30, 2024/9/30; Up and Down change the day by one.

    Without a day it proposes today, and whatever day has come until somebody changes it.
    """

    day_changed = Signal()
    """What is typed is another day, or none any more."""

    def __init__(self, day: date | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumWidth(em(self) * 11)
        self.setPlaceholderText(_("e.g. R6.9.30"))
        self.setToolTip(_("Type a day such as R6.9.30 or 2024/9/30; ↑ and ↓ change it by one day."))
        self.calendar = self.addAction(icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
        self.calendar.setText(_("Calendar"))
        self.calendar.setToolTip(_("Calendar (Alt+↓)"))
        self.calendar.triggered.connect(self.open_calendar)
        self._proposed: date | None = None
        if day is None:
            self.propose_today()
        else:
            self.show_day(day)
        self.textChanged.connect(self.day_changed)
        self.textEdited.connect(lambda _words: self._decide())
        self.editingFinished.connect(self._tidy)

    @property
    def day(self) -> date | None:
        """The date entered; None if it is invalid."""
        found = parse_date(self.text())
        return found.to_date() if found else None

    def show_day(self, day: date) -> None:
        self._decide()
        self.setText(ParsedDate.of(day).wareki())

    def propose_today(self) -> None:
        """Show today, until somebody decides on a day."""
        today = date.today()
        self.show_day(today)
        self._proposed = today

    def _decide(self) -> None:
        self._proposed = None

    def follow_today(self) -> None:
        """Another day has come: propose that, if this is only a proposal."""
        if self._proposed is not None and self.day == self._proposed:
            self.propose_today()

    def open_calendar(self) -> None:
        from ui.widgets.calendar import open_calendar

        if not self.isReadOnly():
            open_calendar(self, self.day, self.show_day)

    def _tidy(self) -> None:
        day = self.day
        if day is not None:
            self.setText(ParsedDate.of(day).wareki())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        if is_stray(event):
            return
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        day = self.day
        if step is None or day is None:
            super().keyPressEvent(event)
            return
        try:
            self.show_day(day + timedelta(days=step))
        except (ValueError, OverflowError):  # first or last date of the calendar
            return
