"""A month of the office's year: a cell per day with its events."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from pia_desktop.i18n import _
from pia_desktop.office.year import YearStep
from pia_desktop.rules.stages import day_words
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import Quoted
from ui.widgets.icons import set_icon
from ui.widgets.layouts import Growing, column_of, row_of
from ui.widgets.plain_text import plain_label, tip
from ui.widgets.theme import heading_font, muted, space

_DAYS: Final = "日月火水木金土"
_SUNDAY: Final = 6
_FIRST: Final = Qt.ItemDataRole.UserRole


class MonthPage(QWidget):
    """One month; Enter on a day opens the first assessment listed there."""

    def __init__(
        self,
        parent: QWidget,
        today: date,
        open_assessment: Callable[[int], object],
        quoted: Quoted,
    ) -> None:
        super().__init__(parent)
        self.month = self._now = today.replace(day=1)
        self._steps: Sequence[YearStep] = ()
        self._open = open_assessment
        self.name = plain_label(self, font=heading_font())
        back = QPushButton(_("&Previous Month"), self)
        on = QPushButton(_("&Next Month"), self)
        set_icon(back, "up")
        set_icon(on, "down")
        back.clicked.connect(lambda: self.go(-1))
        on.clicked.connect(lambda: self.go(1))
        head = row_of(Growing(self.name), back, on)
        self.table = QTableWidget(6, 7, self)
        self.table.setAccessibleName(_("Calendar of the month"))
        self.table.setHorizontalHeaderLabels(list(_DAYS))
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        for header in (self.table.horizontalHeader(), self.table.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.itemActivated.connect(self._activate)
        copy_as_cells(self.table, quoted)
        column_of(head, Growing(self.table), gap=space(2), inside=self)
        self._fill()

    def go(self, by: int) -> None:
        """Show another month, ``by`` months later."""
        middle = self.month.replace(day=15) + timedelta(days=31 * by)
        self.month = middle.replace(day=1)
        self._fill()

    def show_steps(self, steps: Sequence[YearStep], today: date) -> None:
        """Show these; who sees the present month goes on to the next when that has come."""
        self._steps = steps
        now = today.replace(day=1)
        if self.month == self._now:
            self.month = now
        self._now = now
        self._fill()

    def _fill(self) -> None:
        self.name.setText(day_words(self.month).rpartition("月")[0] + "月")
        days = list(Calendar(_SUNDAY).itermonthdates(self.month.year, self.month.month))
        self.table.setRowCount(len(days) // 7)
        by_day: dict[date, list[YearStep]] = {}
        for step in self._steps:
            by_day.setdefault(step.on, []).append(step)
        for number, day in enumerate(days):
            own = by_day.get(day, [])
            lines = [
                str(day.day),
                *(f"{one.kind.label} {one.source.number or one.source.title}" for one in own),
            ]
            item = QTableWidgetItem("\n".join(lines))
            item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            events = "\n".join(f"{one.kind.label}：{one.source.number} {one.source.title}" for one in own)
            item.setToolTip(tip(events))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{day_words(day)} {events}")
            item.setData(_FIRST, own[0].source.id if own else None)
            if day.month != self.month.month:
                item.setForeground(muted(self.palette()))
            self.table.setItem(number // 7, number % 7, item)

    def _activate(self, item: QTableWidgetItem) -> None:
        found = item.data(_FIRST)
        if found is not None:
            self._open(int(found))
