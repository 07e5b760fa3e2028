"""A tab bar with marks that take no space, so that tabs do not move when a mark changes."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QWidget

from ui.widgets.icons import icon
from ui.widgets.overrides import guarded

_SHARE = 0.8
"""How large a mark is, measured by the height of the words."""


@guarded
class MarkedTabBar(QTabBar):
    """Draws a mark in the corner of a tab, in the margin beside its text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._marks: dict[int, str] = {}

    def mark(self, index: int, symbol: str) -> None:
        """Set the mark of a tab; an empty symbol removes it."""
        if self._marks.get(index, "") != symbol:
            self._marks[index] = symbol
            self.update()

    def mark_of(self, index: int) -> str:
        """The symbol on a tab, or empty."""
        return self._marks.get(index, "")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = round(self.fontMetrics().height() * _SHARE)
        painter = QPainter(self)
        for index, symbol in self._marks.items():
            if symbol and self.isTabVisible(index):
                tab = self.tabRect(index)
                corner = QRect(tab.right() - side - 1, tab.top() + 2, side, side)
                icon(symbol, self.palette()).paint(painter, corner)
        painter.end()
