"""A tab bar with marks that take no space, so that tabs do not move when a mark changes."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QTabBar, QWidget

from ui.widgets.icons import icon
from ui.widgets.overrides import guarded

_SHARE = 0.6
"""How large a mark is, measured by the height of the words."""

_GAP = 1
"""Pixels on either side of a mark."""


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

    def _side(self) -> int:
        return round(self.fontMetrics().height() * _SHARE)

    def tabSizeHint(self, index: int) -> QSize:
        """With room for a mark beside the words, which stand in the middle."""
        hint = super().tabSizeHint(index)
        margins = self.style().pixelMetric(QStyle.PixelMetric.PM_TabBarTabHSpace, None, self)
        hint.setWidth(hint.width() + max(0, 2 * (self._side() + 2 * _GAP) - margins))
        return hint

    def mark_place(self, index: int) -> QRect:
        tab, side = self.tabRect(index), self._side()
        return QRect(tab.right() - side - _GAP, tab.top() + _GAP, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        for index, symbol in self._marks.items():
            if symbol and self.isTabVisible(index):
                icon(symbol, self.palette()).paint(painter, self.mark_place(index))
        painter.end()
