"""A pop-up calendar for date fields, in the Japanese calendar, usable by keyboard."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QLabel, QWidget

from pia_desktop.i18n import _
from pia_desktop.wareki import FIRST_YEAR, LAST_YEAR, ParsedDate
from ui.widgets.buttons import push_button, tool_button
from ui.widgets.layouts import column_of
from ui.widgets.overrides import guarded
from ui.widgets.theme import heading_font, space


@guarded
class CalendarPopup(QFrame):
    """A month; ``chosen`` is emitted on click or Enter.  Deleted on closing."""

    chosen = Signal(date)

    def __init__(self, day: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        column = column_of(margins=(space(2), space(2), space(2), space(2)), inside=self)
        self.heading = QLabel(self)
        self.heading.setFont(heading_font())
        self.heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addLayout(self._head())
        self.month = QCalendarWidget(self)
        self.month.setNavigationBarVisible(False)
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Sunday)
        self.month.setDateRange(QDate(FIRST_YEAR, 1, 1), QDate(LAST_YEAR, 12, 31))
        self.month.setAccessibleName(_("Calendar"))
        self.month.currentPageChanged.connect(self._show_month)
        self.month.clicked.connect(self._choose)
        self.month.activated.connect(self._choose)
        column.addWidget(self.month)
        today = push_button(self, _("&Today"), lambda: self._choose(QDate.currentDate()))
        today.setAutoDefault(False)
        column.addWidget(today, 0, Qt.AlignmentFlag.AlignHCenter)
        self.month.setSelectedDate(QDate(day.year, day.month, day.day))
        self._show_month(self.month.yearShown(), self.month.monthShown())
        self.setFocusProxy(self.month)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for sign, words, months in (
            ("«", _("A year back"), -12), ("‹", _("A month back"), -1),
            ("›", _("A month on"), 1), ("»", _("A year on"), 12),
        ):  # fmt: skip
            if months == 1:
                row.addWidget(self.heading, 1)
            button = tool_button(self, words=words, text=sign)
            button.setAccessibleName(words)
            button.clicked.connect(lambda _checked=False, months=months: self.go(months))
            row.addWidget(button)
        return row

    def go(self, months: int) -> None:
        """Move by a number of months, keeping the day if the month has it."""
        chosen = self.month.selectedDate().addMonths(months)
        if self.month.minimumDate() <= chosen <= self.month.maximumDate():
            self.month.setSelectedDate(chosen)

    def _show_month(self, year: int, month: int) -> None:
        last = date(year, month, monthrange(year, month)[1])
        words = ParsedDate(last.year, last.month).wareki()
        self.heading.setText(_("{month} ({year})").format(month=words, year=year))

    def _choose(self, day: QDate) -> None:
        self.chosen.emit(date(day.year(), day.month(), day.day()))
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)


def open_calendar(field: QWidget, day: date | None, take: Callable[[date], object]) -> CalendarPopup:
    """Open the calendar below a field, at its day or today; ``take`` is called with the chosen day."""
    popup = CalendarPopup(day or date.today(), field)
    popup.chosen.connect(take)
    popup.adjustSize()
    room = field.screen().availableGeometry()
    at = field.mapToGlobal(QPoint(0, field.height()))
    if at.y() + popup.height() > room.bottom():
        at.setY(field.mapToGlobal(QPoint(0, 0)).y() - popup.height())
    at.setX(max(room.left(), min(at.x(), room.right() - popup.width())))
    popup.move(at)
    popup.show()
    popup.month.setFocus(Qt.FocusReason.PopupFocusReason)
    return popup
